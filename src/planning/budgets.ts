import { BUCKETS, type Bucket, type Budgets, type ProjectShare } from "#domain/quota.ts";

/**
 * All projects' allowances of the day together, as plans are made by them.
 *
 * @param testable projects that can pay for a test of a key, also those none of whose keys may be used.
 */
export function budgetsOf(
  projects: readonly (ProjectShare & { readonly bucket: Bucket })[],
  testable: ReadonlySet<string>,
): Budgets {
  const sum = {
    default: { limit: 0, used: 0, shares: [] as ProjectShare[] },
    search: { limit: 0, used: 0, shares: [] as ProjectShare[] },
    batch: { limit: 0, used: 0, shares: [] as ProjectShare[] },
  };
  for (const bucket of BUCKETS) {
    for (const { projectId, limit, used, ...project } of projects) {
      if (project.bucket !== bucket) continue;
      sum[bucket].limit += limit;
      sum[bucket].used += used;
      sum[bucket].shares.push({ projectId, limit, used });
    }
  }
  return { ...sum, testable };
}

import { BUCKETS, type Bucket, type Budgets } from "#domain/quota.ts";

/** All projects' allowances of the day together, as plans are made by them. */
export function budgetsOf(
  projects: readonly { readonly bucket: Bucket; readonly limit: number; readonly used: number }[],
): Budgets {
  const sum = { default: { limit: 0, used: 0 }, search: { limit: 0, used: 0 }, batch: { limit: 0, used: 0 } };
  for (const bucket of BUCKETS) {
    for (const project of projects) {
      if (project.bucket !== bucket) continue;
      sum[bucket].limit += project.limit;
      sum[bucket].used += project.used;
    }
  }
  return sum;
}

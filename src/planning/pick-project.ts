import type { Bucket } from "#domain/quota.ts";

/** What one project may still spend of one bucket today, and when it was last used. */
export interface ProjectAllowance {
  readonly projectId: string;
  readonly bucket: Bucket;
  readonly limit: number;
  readonly used: number;
  /** `null` = not used today. */
  readonly lastUsedAt: number | null;
}

/**
 * The project that pays for the next call of a bucket: of those with units left, the least recently used, so that
 * several projects wear evenly; `null` when none has any. Ties go to the lesser name.
 */
export function pickProject(bucket: Bucket, allowances: readonly ProjectAllowance[]): string | null {
  let best: ProjectAllowance | null = null;
  for (const candidate of allowances) {
    if (candidate.bucket !== bucket || candidate.used >= candidate.limit) continue;
    if (!best || precedes(candidate, best)) best = candidate;
  }
  return best?.projectId ?? null;
}

const precedes = (a: ProjectAllowance, b: ProjectAllowance): boolean => {
  const [usedA, usedB] = [a.lastUsedAt ?? 0, b.lastUsedAt ?? 0];
  return usedA < usedB || (usedA === usedB && a.projectId < b.projectId);
};

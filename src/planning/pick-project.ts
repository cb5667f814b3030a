import type { Bucket, ProjectShare } from "#domain/quota.ts";

/** What one project may still spend of one bucket today, and when it was last used. */
export interface ProjectAllowance extends ProjectShare {
  readonly bucket: Bucket;
  /** `null` = not used today. */
  readonly lastUsedAt: number | null;
}

/**
 * The project that pays for the next call of a bucket: of those with units left, the least recently used, so that
 * several projects wear evenly; `null` when none has any. Ties go to the lesser name.
 *
 * @param isHeldUp whether a project was asked too often of late: then another one pays, or the call waits.
 */
export function pickProject(
  bucket: Bucket,
  allowances: readonly ProjectAllowance[],
  isHeldUp: (projectId: string) => boolean,
): string | null {
  let best: ProjectAllowance | null = null;
  for (const candidate of allowances) {
    if (candidate.bucket !== bucket || candidate.used >= candidate.limit || isHeldUp(candidate.projectId)) continue;
    if (!best || precedes(candidate, best)) best = candidate;
  }
  return best?.projectId ?? null;
}

const precedes = (a: ProjectAllowance, b: ProjectAllowance): boolean => {
  const [usedA, usedB] = [a.lastUsedAt ?? 0, b.lastUsedAt ?? 0];
  return usedA < usedB || (usedA === usedB && a.projectId < b.projectId);
};

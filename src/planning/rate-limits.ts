import type { Bucket, Budgets } from "#domain/quota.ts";
import { earliest, type Instant, latest } from "#domain/time.ts";
import type { RateSubject } from "#domain/tracked.ts";
import type { PlannerState } from "./state.ts";

/** The back-off of one project's calls of one bucket. */
export const rateSubject = (bucket: Bucket, projectId: string): RateSubject => `rate:${bucket}:${projectId}`;

/** Whether a project was asked too often of late to be asked now. */
export const isHeldUp = (pauses: PlannerState["pauses"], bucket: Bucket, projectId: string, now: Instant): boolean =>
  (pauses.get(rateSubject(bucket, projectId))?.until ?? now) > now;

/**
 * From when on the Data API may be asked for something of a bucket: `now`, or the end of the back-off from YouTube as a
 * whole or, while each project that has units left was asked too often, the first end of theirs.
 */
export function askableFrom(state: PlannerState, budgets: Budgets, bucket: Bucket, now: Instant): Instant {
  const from = latest(now, state.pauses.get("youtube")?.until ?? now);
  const payers = budgets[bucket].shares?.filter(({ used, limit }) => used < limit) ?? [];
  if (payers.length === 0) return from;
  const free = payers.map(({ projectId }) => state.pauses.get(rateSubject(bucket, projectId))?.until ?? now);
  return latest(from, earliest(...free));
}

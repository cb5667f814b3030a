import type { Bucket, Budgets, QuotaDay } from "#domain/quota.ts";
import { type Instant, latest } from "#domain/time.ts";
import type { PlannerState } from "#planning/state.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";

/** Where the next sample draws from, and what it may. */
export interface SamplingSource {
  readonly via: "batch" | "list";
  readonly bucket: Bucket;
  /** Units a day in all, and those left now. */
  readonly perDay: number;
  readonly left: number;
}

/**
 * Batch statistics while its bucket lasts and YouTube does not refuse it; else videos.list, from what the default bucket
 * has beyond the reserve for finding. `null` when neither has a unit.
 */
export function samplingSource(
  state: PlannerState,
  budgets: Budgets,
  policy: SamplingPolicy,
  day: QuotaDay,
  from: Instant,
): SamplingSource | null {
  const { batch, default: list } = budgets;
  const batchPause = state.pauses.get("batch");
  const batchLeft = batch.limit - batch.used;
  if (batchLeft >= 1 && (!batchPause || batchPause.until <= from)) {
    return { via: "batch", bucket: "batch", perDay: batch.limit, left: batchLeft };
  }
  const dayLeft = (day.resetsAt - latest(from, day.startsAt)) / (day.resetsAt - day.startsAt);
  const listLeft = Math.floor(list.limit - list.used - policy.listReserveShare * list.limit * dayLeft);
  if (listLeft < 1) return null;
  return { via: "list", bucket: "default", perDay: list.limit * (1 - policy.listReserveShare), left: listLeft };
}

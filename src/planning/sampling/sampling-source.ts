import type { Bucket, Budgets, QuotaDay } from "#domain/quota.ts";
import { type Instant, latest } from "#domain/time.ts";
import { askableFrom } from "#planning/rate-limits.ts";
import type { PlannerState } from "#planning/state.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";

/** Where the next sample draws from, and what it may. */
export interface SamplingSource {
  readonly via: "batch" | "list";
  readonly bucket: Bucket;
  /** Units a day in all, and those left now. */
  readonly perDay: number;
  readonly left: number;
  /** From when on it may be asked. */
  readonly from: Instant;
}

/**
 * Batch statistics while its bucket lasts and YouTube does not refuse it; else videos.list, from what the default bucket
 * has beyond the reserve for finding, also while all projects were asked too often for the former. `null` when neither has
 * a unit.
 */
export function samplingSource(
  state: PlannerState,
  budgets: Budgets,
  policy: SamplingPolicy,
  day: QuotaDay,
  now: Instant,
): SamplingSource | null {
  const { batch, default: list } = budgets;
  const from = latest(now, state.pauses.get("youtube")?.until ?? now);
  const batchPause = state.pauses.get("batch");
  const batchLeft = batch.limit - batch.used;
  const byBatch: SamplingSource | null =
    batchLeft >= 1 && (!batchPause || batchPause.until <= from)
      ? {
          via: "batch",
          bucket: "batch",
          perDay: batch.limit,
          left: batchLeft,
          from: askableFrom(state, budgets, "batch", now),
        }
      : null;
  if (byBatch && byBatch.from <= from) return byBatch;
  const listLeft = listUnitsLeft(budgets, policy, day, from);
  if (listLeft < 1) return byBatch;
  const listFrom = askableFrom(state, budgets, "default", now);
  // Both were asked too often: whichever may be asked first.
  if (byBatch && byBatch.from <= listFrom) return byBatch;
  const perDay = list.limit * (1 - policy.listReserveShare);
  return { via: "list", bucket: "default", perDay, left: listLeft, from: listFrom };
}

/** What the default bucket has for sampling, beyond the reserve for finding over the rest of the day. */
export function listUnitsLeft(
  { default: list }: Budgets,
  policy: SamplingPolicy,
  day: QuotaDay,
  from: Instant,
): number {
  const dayLeft = (day.resetsAt - latest(from, day.startsAt)) / (day.resetsAt - day.startsAt);
  return Math.floor(list.limit - list.used - policy.listReserveShare * list.limit * dayLeft);
}

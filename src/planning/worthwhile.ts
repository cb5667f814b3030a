import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Instant, seconds } from "#domain/time.ts";
import { indexFloor, type Worthiest, worthAtLeast, worthiest } from "./sample-index.ts";
import type { Milestone, SamplingPolicy } from "./sampling-policy.ts";
import type { VideoTable } from "./video-table.ts";

const NONE: ReadonlySet<number> = new Set();

/** Whole seconds: the same instant is found from wherever the search begins. */
const GRAIN = seconds(1);

/**
 * The first whole second in `from … until` at which a call of curve samples is worth its unit: when the indices of its
 * videos sum to the floor for each place it could fill. `from` itself when that holds already, `null` when it holds
 * nowhere. Indices only grow while nothing is sampled, so the instant is found by halving.
 */
export function firstWorthwhile(
  table: VideoTable,
  policy: SamplingPolicy,
  milestones: readonly Milestone[],
  from: Instant,
  until: Instant,
): Instant | null {
  const needed = indexFloor(policy) * Math.min(IDS_PER_CALL, table.slotOf.size);
  const batchAt = (at: Instant, among: readonly number[] | null): Worthiest =>
    worthiest(table, policy, milestones, at, { capacity: IDS_PER_CALL, taken: NONE, among });
  const early = batchAt(from, null);
  if (sum(early) >= needed) return from;
  // Whoever is in a batch before `until` is worth by then at least what the least of the first batch is worth now.
  const least = early.values.length === IDS_PER_CALL ? (early.values.at(-1) ?? 0) : Number.MIN_VALUE;
  const among = worthAtLeast(table, policy, until, least);
  if (sum(batchAt(until, among)) < needed) return null;
  let low = Math.floor(from / GRAIN);
  let high = Math.ceil(until / GRAIN);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (sum(batchAt((middle * GRAIN) as Instant, among)) >= needed) high = middle;
    else low = middle;
  }
  return (high * GRAIN) as Instant;
}

const sum = (batch: Worthiest): number => batch.values.reduce((total, value) => total + value, 0);

import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Instant, seconds } from "#domain/time.ts";
import { worthiest } from "./sample-index.ts";
import { indexFloor, type SamplingTerms } from "./sample-worth.ts";
import type { Milestone } from "./sampling-policy.ts";
import type { VideoTable } from "./video-table.ts";

const NONE: ReadonlySet<number> = new Set();

/** Whole seconds: the same instant is found from wherever the search begins. */
const GRAIN = seconds(1);

/**
 * The first whole second in `from … until` at which a call of curve samples is worth its unit: when the indices of its
 * videos sum to the floor for each place it could fill. `from` itself when that holds already, `null` when it holds
 * nowhere. Indices only grow while nothing is sampled, so the instant is found by strides that double, then by halving:
 * it is usually near, and the worthiest of the near future are at hand.
 */
export function firstWorthwhile(
  table: VideoTable,
  terms: SamplingTerms,
  milestones: readonly Milestone[],
  from: Instant,
  until: Instant,
): Instant | null {
  const needed = indexFloor(terms) * Math.min(IDS_PER_CALL, table.slotOf.size);
  const sumAt = (at: Instant, list: VideoTable["worthiest"]): number =>
    worthiest(table, terms, milestones, at, { capacity: IDS_PER_CALL, taken: NONE, list }).values.reduce(
      (total, value) => total + value,
      0,
    );
  if (sumAt(from, table.worthiest) >= needed) return from;
  const isWorthwhile = (at: Instant): boolean => sumAt(at, table.worthiestAhead) >= needed;
  let low = Math.floor(from / GRAIN);
  let high = low;
  for (let stride = 1; ; stride *= 2) {
    high = low + stride;
    if (high * GRAIN >= until) {
      if (!isWorthwhile(until)) return null;
      high = Math.ceil(until / GRAIN);
      break;
    }
    if (isWorthwhile((high * GRAIN) as Instant)) break;
    low = high;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isWorthwhile((middle * GRAIN) as Instant)) high = middle;
    else low = middle;
  }
  return (high * GRAIN) as Instant;
}

import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Instant, latest, seconds } from "#domain/time.ts";
import type { VideoTable } from "#planning/videos/video-table.ts";
import { type Choice, type Worthiest, worthiest } from "./sample-index.ts";
import { indexFloor, type SamplingTerms } from "./sample-worth.ts";
import type { Milestone } from "./sampling-policy.ts";

const NONE: ReadonlySet<number> = new Set();

/** Whole seconds: the same instant is found from wherever the search begins. */
const GRAIN = seconds(1);

/** Each stride looks at many videos, each halving at few: so strides are long, a quarter of an hour at first. */
const FIRST_STRIDE = 1024;

/** So many calls' worth of videos are looked at between two strides; more seldom compete. */
const CALLS_BETWEEN = 8;

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
  const best = (at: Instant, choice: Partial<Choice>): Worthiest =>
    worthiest(table, terms, milestones, at, { capacity: IDS_PER_CALL, taken: NONE, ...choice });
  const suffices = ({ values }: Worthiest): boolean => values.reduce((total, value) => total + value, 0) >= needed;
  if (suffices(best(from, {}))) return from;
  const ahead = { list: table.worthiestAhead };
  let low = Math.floor(from / GRAIN);
  let high = low;
  for (let stride = FIRST_STRIDE; ; stride *= 2) {
    high = low + stride;
    if (high * GRAIN >= until) {
      if (!suffices(best(until, ahead))) return null;
      high = Math.ceil(until / GRAIN);
      break;
    }
    if (suffices(best(instantOf(high), ahead))) break;
    low = high;
  }
  // Whoever is among the best in between is worth by the end at least what the last of the best is at the beginning.
  const least = best(latest(from, instantOf(low)), ahead).values[IDS_PER_CALL - 1] ?? Number.NEGATIVE_INFINITY;
  const crowd = best(instantOf(high), { ...ahead, capacity: CALLS_BETWEEN * IDS_PER_CALL });
  const isComplete = crowd.slots.length < CALLS_BETWEEN * IDS_PER_CALL || (crowd.values.at(-1) ?? 0) < least;
  const between = isComplete ? { among: crowd.slots } : ahead;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (suffices(best(instantOf(middle), between))) high = middle;
    else low = middle;
  }
  return instantOf(high);
}

const instantOf = (grains: number): Instant => (grains * GRAIN) as Instant;

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
 * nowhere. Indices only grow while nothing is sampled, so the instant is found by strides that double, then between the
 * last two: it is usually near, and the worthiest of the near future are at hand.
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
  const sumOf = ({ values }: Worthiest): number => values.reduce((total, value) => total + value, 0);
  const suffices = (found: Worthiest): boolean => sumOf(found) >= needed;
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
  const first = best(latest(from, instantOf(low)), ahead);
  const least = first.values[IDS_PER_CALL - 1] ?? Number.NEGATIVE_INFINITY;
  const crowd = best(instantOf(high), { ...ahead, capacity: CALLS_BETWEEN * IDS_PER_CALL });
  const isComplete = crowd.slots.length < CALLS_BETWEEN * IDS_PER_CALL || (crowd.values.at(-1) ?? 0) < least;
  const between = isComplete ? { among: crowd.slots } : ahead;
  const last = sumOf({ ...crowd, values: crowd.values.slice(0, IDS_PER_CALL) });
  const sumAt = (grains: number): number => sumOf(best(instantOf(grains), between));
  return instantOf(firstReaching(sumAt, needed, { at: low, sum: sumOf(first) }, { at: high, sum: last }));
}

/**
 * The first whole number after `below` at which a rising sum reaches what is needed, where it does so at `above`. An index
 * grows as its gap to the power of 2.5, so the sum's 0.4th power is nearly straight, and where a line reaches the goal is
 * nearly always within a step or two; every third step halves what is left, should it not be.
 */
export function firstReaching(sumAt: (n: number) => number, needed: number, below: Reached, above: Reached): number {
  let [low, high] = [below, above];
  for (let step = 0; high.at - low.at > 1; step++) {
    const share = (straight(needed) - straight(low.sum)) / (straight(high.sum) - straight(low.sum));
    const isUseful = step % 3 !== 2 && share >= 0 && share <= 1;
    const onLine = low.at + (isUseful ? share : 0.5) * (high.at - low.at);
    // Just after the crossing and just before it in turn, so that both ends close in on it.
    const next = Math.min(high.at - 1, Math.max(low.at + 1, step % 3 === 0 ? Math.ceil(onLine) : Math.floor(onLine)));
    const sum = sumAt(next);
    if (sum >= needed) high = { at: next, sum };
    else low = { at: next, sum };
  }
  return high.at;
}

/** A whole number, and the sum there. */
interface Reached {
  readonly at: number;
  readonly sum: number;
}

const straight = (sum: number): number => Math.max(0, sum) ** 0.4;

const instantOf = (grains: number): Instant => (grains * GRAIN) as Instant;

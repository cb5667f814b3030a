import type { Duration } from "#domain/time.ts";
import type { TrackedWatch, WatchId } from "#domain/watch.ts";
import { newsRate, yieldOf } from "./watch-yield.ts";

/** How often a watch runs under the day's budget. */
export interface CadenceInForce {
  readonly every: Duration;
  /** By how much longer than what was chosen (or than its longest) because calls are short; 1 = as chosen. */
  readonly stretch: number;
}

/** The logarithm of the scale lies within these, and is known to a billionth after so many halvings. */
const LOG_SCALES = { least: -40, most: 80 } as const;
const HALVINGS = 40;

/**
 * How often each of these watches runs when runs may take `callsPerMs` calls a millisecond together.
 *
 * What a person chose comes first. The automatic ones share what is left so that the videos of all of them wait least:
 * with a run each T a new video waits T/2, so the sum of share·λ·T/2 is least, under the sum of cost/T = calls, where
 * T is proportional to √(cost/(share·λ)) (docs/formulas/watches.md), within the bounds of each. When calls are too few for
 * the chosen cadences and the longest of the automatic ones, all are stretched by one factor.
 *
 * @param watches by id, so that sums come out the same after a restart.
 * @param costOf calls that one run takes at least.
 */
export function cadencesOf(
  watches: readonly TrackedWatch[],
  callsPerMs: number,
  costOf: (watch: TrackedWatch) => number,
): ReadonlyMap<WatchId, CadenceInForce> {
  const chosen = watches.map((watch) => ({ watch, cost: costOf(watch), ...watch.cadence }));
  const least = chosen.reduce((sum, { cost, every, everyMax }) => sum + cost / (every ?? everyMax), 0);
  if (least >= callsPerMs) {
    const stretch = callsPerMs > 0 ? least / callsPerMs : Number.POSITIVE_INFINITY;
    return new Map(
      chosen.map(({ watch, every, everyMax }) => [
        watch.id,
        { every: Math.ceil((every ?? everyMax) * stretch) as Duration, stretch },
      ]),
    );
  }
  const automatic = chosen
    .filter(({ every }) => every === null)
    .map(({ watch, cost, share, everyMin, everyMax }) => {
      const weight = Math.sqrt(cost / (share * newsRate(yieldOf(watch))));
      return { id: watch.id, cost, weight, everyMin, everyMax };
    });
  const fixed = chosen.reduce((sum, { cost, every }) => sum + (every === null ? 0 : cost / every), 0);
  const scale = leastScale(automatic, callsPerMs - fixed);
  const found = new Map<WatchId, CadenceInForce>();
  for (const { watch, every } of chosen) if (every !== null) found.set(watch.id, { every, stretch: 1 });
  for (const entry of automatic)
    found.set(entry.id, { every: Math.ceil(everyAt(scale, entry)) as Duration, stretch: 1 });
  return found;
}

interface Automatic {
  readonly cost: number;
  readonly weight: number;
  readonly everyMin: Duration;
  readonly everyMax: Duration;
}

const everyAt = (scale: number, { weight, everyMin, everyMax }: Automatic): number =>
  Math.min(everyMax, Math.max(everyMin, scale * weight));

/** The least scale at which the spending, which falls as the scale grows, is within the budget. */
function leastScale(watches: readonly Automatic[], budget: number): number {
  const spending = (scale: number): number => {
    let sum = 0;
    for (const entry of watches) sum += entry.cost / everyAt(scale, entry);
    return sum;
  };
  let low: number = LOG_SCALES.least;
  let high: number = LOG_SCALES.most;
  if (spending(Math.exp(low)) <= budget) return Math.exp(low);
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (spending(Math.exp(middle)) > budget) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}

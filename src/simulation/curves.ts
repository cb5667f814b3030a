import { Chance } from "./random.ts";

/**
 * A video's true views by age, without anything the display adds. Everything a curve needs is in its parameters;
 * shapes and shares are the assumptions of the sampling study (docs/virtual-youtube.md gives them and their sources).
 */
export interface CurveParameters {
  /** Views after 30 days, were there no waves and no bursts. */
  readonly views30Days: number;
  /** Parts of those views; what remains is evergreen. */
  readonly subscriberShare: number;
  readonly powerShare: number;
  /** How fast subscribers come: 8 h for a usual video. */
  readonly tauMinutes: number;
  /** Relaxation exponent of the power law: one of 0.2, 0.6, 0.9, 1.4 (Crane and Sornette's classes). */
  readonly exponent: number;
  /** The age at which recommendation takes off (Shorts); `null` = from the start. */
  readonly takeOffMinutes: number | null;
  /** Later second lives: their age, their views as a share of `views30Days`, and how long they last. */
  readonly bursts: readonly Burst[];
  /** Recommendation waves: a log-Ornstein-Uhlenbeck factor on the rate. `null` = a calm curve (old catalogue). */
  readonly waves: Waves | null;
}

interface Burst {
  readonly atMinutes: number;
  readonly share: number;
  readonly tauMinutes: number;
}

interface Waves {
  readonly seed: number;
  /** Standard deviation of the log rate in the long run, and the age over which it forgets. */
  readonly sigma: number;
  readonly memoryMinutes: number;
  /** The minute of the UTC day at age 0, and where the audience's day has its peak. */
  readonly startMinuteOfDay: number;
  readonly peakMinuteOfDay: number;
  /** How strongly the rate follows the audience's day, 0 to 1. */
  readonly diurnal: number;
}

const DAY = 1440;
const MONTH = 30 * DAY;
/** The power law's start-up: its rate is flat over the first quarter of an hour. */
const POWER_OFFSET_MINUTES = 15;
/** What a Short gets at once from subscribers and the feed's first tries, before it takes off. */
const SHORT_TRIAL_SHARE = 0.02;

/**
 * Views by age in minutes: 0 up to age 0, then rising and continuous (not whole numbers; a display rounds down). Pure: two curves
 * of the same parameters agree everywhere.
 */
export function curveOf(parameters: CurveParameters): (ageMinutes: number) => number {
  const { views30Days, waves } = parameters;
  const base = shapeOf(parameters);
  if (!waves) return (age) => (age <= 0 ? 0 : views30Days * base(age));

  const atKnot = new Float64Array(KNOTS.length);
  const cumulative = new Float64Array(KNOTS.length);
  const factors = waveFactors(waves);
  for (let i = 1; i < KNOTS.length; i++) {
    atKnot[i] = base(at(KNOTS, i));
    cumulative[i] = at(cumulative, i - 1) + at(factors, i - 1) * (at(atKnot, i) - at(atKnot, i - 1));
  }
  const last = KNOTS.length - 1;
  return (age) => {
    if (age <= 0) return 0;
    const i = age >= at(KNOTS, last) ? last : segmentOf(age);
    const factor = i === last ? 1 : at(factors, i);
    return views30Days * (at(cumulative, i) + factor * (base(age) - at(atKnot, i)));
  };
}

/** The share of `views30Days` reached by an age, without waves: 1 at 30 days apart from bursts. */
function shapeOf(p: CurveParameters): (age: number) => number {
  const evergreenShare = 1 - p.subscriberShare - p.powerShare;
  const q = 1 - p.exponent;
  const power = (age: number) => ((age + POWER_OFFSET_MINUTES) ** q - POWER_OFFSET_MINUTES ** q) / q;
  const subscribers = (age: number) => 1 - Math.exp(-age / p.tauMinutes);
  const takenOff = takeOff(p.takeOffMinutes);
  const powerMonth = power(MONTH);
  const subscribersMonth = subscribers(MONTH) * takenOff(MONTH);
  const trial = p.takeOffMinutes === null ? 0 : SHORT_TRIAL_SHARE;
  return (age) => {
    const grown =
      p.subscriberShare * ((subscribers(age) * takenOff(age)) / subscribersMonth) +
      p.powerShare * ((power(age) / powerMonth) * takenOff(age)) +
      // Evergreen interest wears off with the square root after the first month, and never ends.
      evergreenShare * (age < MONTH ? age / MONTH : 2 * Math.sqrt(age / MONTH) - 1) * takenOff(age);
    let value = trial * (1 - Math.exp(-age / 90)) + (1 - trial) * grown;
    for (const burst of p.bursts) {
      if (age > burst.atMinutes) value += burst.share * (1 - Math.exp(-(age - burst.atMinutes) / burst.tauMinutes));
    }
    return value;
  };
}

/** A log-logistic rise: half of it is over at the take-off, nearly nothing before a third of that age. */
function takeOff(minutes: number | null): (age: number) => number {
  if (minutes === null) return () => 1;
  const half = minutes ** 3;
  return (age) => age ** 3 / (age ** 3 + half);
}

/** The rate's factor between each knot and the next, with mean near 1. */
function waveFactors(waves: Waves): Float64Array {
  const chance = new Chance(waves.seed, "waves");
  const factors = new Float64Array(KNOTS.length);
  let level = 0;
  let variance = 0;
  for (let i = 0; i < KNOTS.length - 1; i++) {
    const from = at(KNOTS, i);
    const step = at(KNOTS, i + 1) - from;
    const minuteOfDay = waves.startMinuteOfDay + from + step / 2;
    const tide = waves.diurnal * Math.cos((2 * Math.PI * (minuteOfDay - waves.peakMinuteOfDay)) / DAY);
    factors[i] = Math.exp(level - variance / 2) * (1 + (step < DAY / 2 ? tide : 0));
    const kept = Math.exp(-step / waves.memoryMinutes);
    const fresh = waves.sigma ** 2 * (1 - kept * kept);
    level = level * kept + Math.sqrt(fresh) * chance.normal();
    variance = variance * kept * kept + fresh;
  }
  return factors;
}

/** Ages (minutes) between which the waves' factor is constant: fine where curves bend, coarse where nobody looks. */
const KNOTS: Float64Array = (() => {
  const knots: number[] = [];
  const push = (from: number, to: number, step: number) => {
    for (let age = from; age < to; age += step) knots.push(age);
  };
  push(0, 120, 15);
  push(120, 12 * 60, 30);
  push(12 * 60, 3 * DAY, 90);
  push(3 * DAY, MONTH, 6 * 60);
  for (let age = MONTH; age < 1200 * DAY; age *= 1.2) knots.push(age);
  return Float64Array.from(knots);
})();

/** The last knot at or below an age. */
function segmentOf(age: number): number {
  let low = 0;
  let high = KNOTS.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at(KNOTS, middle) <= age) low = middle;
    else high = middle;
  }
  return low;
}

const at = (values: Float64Array, i: number): number => values[i] ?? 0;

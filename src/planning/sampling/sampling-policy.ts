import { MILESTONE_AGES } from "#domain/milestone.ts";
import { type Duration, days, hours, inMinutes, minutes, seconds } from "#domain/time.ts";

/** A milestone's window: sampled between `age − half` and `age + half`, or late until `age + half + grace`. */
export interface Milestone {
  readonly age: Duration;
  readonly half: Duration;
  readonly grace: Duration;
}

export interface SamplingPolicy {
  readonly milestones: readonly Milestone[];
  /** The first hour's window may widen to this half when quota is short. */
  readonly firstHourHalfMax: Duration;
  /** The share of a day's units that first hours may take before their windows widen. */
  readonly firstHourShare: number;
  readonly firstCurveAge: Duration;
  /** A video whose next milestone opens within this share of its current gap waits for the milestone. */
  readonly milestoneShadow: number;
  /** The floor under the index: about so many samples a video in its first 30 days, and no more. */
  readonly samplesPerVideo: number;
  /** How much the index weighs errors evenly by age instead of by log age, 0 to 1. */
  readonly mixture: number;
  /** How often a video past its last milestone is worth a sample. */
  readonly tailInterval: Duration;
  /** The share of a day's units held back for repeats and miscounted demand. */
  readonly reserveShare: number;
  /** A curve call due this shortly before a milestone's call travels with it. */
  readonly mergeWithin: Duration;
  /** How far back uploads are counted to expect the next ones. */
  readonly rateSpan: Duration;
  /** A video past its last milestone is worth a sample this often where units are left over. */
  readonly tailIntervalSurplus: Duration;
  /** The share of videos, by a hash of the id, that are sampled densely to learn from where units are left over. */
  readonly panelShare: number;
  /** The share of the default bucket, over the rest of the day, that sampling by videos.list leaves to finding. */
  readonly listReserveShare: number;
}

/** By the milestone's age in minutes. */
const MINUTE_WINDOWS: Readonly<Record<number, readonly [half: Duration, grace: Duration]>> = {
  // ±15 s is always affordable with a bucket of 10,000 (docs/sampling.md). Until 180 min a late sample still
  // brackets the first hour.
  60: [seconds(15), minutes(117)],
  // From here on the windows are wide enough to travel in calls that leave anyway.
  1440: [minutes(20), minutes(40)],
  10080: [hours(3), hours(6)],
  43200: [hours(12), hours(24)],
};

function milestoneAt(age: Duration): Milestone {
  const window = MINUTE_WINDOWS[inMinutes(age)];
  if (!window) throw new Error(`no window for the milestone at ${age} ms`);
  return { age, half: window[0], grace: window[1] };
}

export const DEFAULT_SAMPLING: SamplingPolicy = {
  milestones: MILESTONE_AGES.map(milestoneAt),
  // ±3 min leaves 2 % of error after correction, and at 10,000 uploads a day it saves 80 % of the forced calls.
  firstHourHalfMax: minutes(3),
  // More would let narrow windows send calls in bunches, and young videos wait between them; 0.6 still leaves ±15 s from
  // 600 units for 369 uploads a day.
  firstHourShare: 0.6,
  // Calls leave minutes apart: who waits for 8 min may first be sampled at 20, and the curve's steepest part is a guess.
  firstCurveAge: minutes(2),
  milestoneShadow: 0.25,
  samplesPerVideo: 100,
  // What was learned favours young ages, and this gives the hourly grid its due: more costs the log grid 3 % for each 0.1.
  mixture: 0.15,
  tailInterval: days(30),
  reserveShare: 0.03,
  // Curve samples lose nothing in half a minute, and a unit is saved.
  mergeWithin: seconds(30),
  // A week evens out weekdays; a longer span would lag behind channels added lately.
  rateSpan: days(7),
  tailIntervalSurplus: days(7),
  panelShare: 0.01,
  listReserveShare: 0.4,
};

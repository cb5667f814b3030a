import { MILESTONE_AGES } from "#domain/milestone.ts";
import { type Duration, days, hours, inMinutes, minutes, seconds } from "#domain/time.ts";

/** A milestone's window: sampled between `age − half` and `age + half`, or late until `age + half + grace`. */
export interface Milestone {
  readonly age: Duration;
  readonly half: Duration;
  readonly grace: Duration;
}

/** Every number that decisions depend on. Times are durations, shares lie between 0 and 1. */
export interface Policy {
  readonly sampling: SamplingPolicy;
  readonly describing: DescribingPolicy;
  readonly discovery: DiscoveryPolicy;
  readonly backOff: BackOffPolicy;
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
  /** How often a video past its last milestone is worth a sample. */
  readonly tailInterval: Duration;
  /** The share of a day's units held back for repeats and miscounted demand. */
  readonly reserveShare: number;
  /** A curve call due this shortly before a milestone's call travels with it. */
  readonly mergeWithin: Duration;
  /** How far back uploads are counted to expect the next ones. */
  readonly rateSpan: Duration;
  /** The share of the default bucket, over the rest of the day, that sampling by videos.list leaves to finding. */
  readonly listReserveShare: number;
}

export interface DescribingPolicy {
  /** How long a new video may wait for others to fill the call. */
  readonly patience: Duration;
  /** A new video is described at once when its first hour ends within this time. */
  readonly firstHourLead: Duration;
  readonly refreshAfter: Duration;
  /** Refreshes are spread over this time by a hash of the id. */
  readonly refreshSpread: Duration;
  /** How long a refresh may wait for others to fill the call. */
  readonly refreshPatience: Duration;
  /** How long after first going missing a video is looked up again before it is taken for gone. */
  readonly confirmAfter: Duration;
  /** The first look-up when the video went missing at its first hour: there may be time to sample it still. */
  readonly confirmSoon: Duration;
  /** A broadcast under way is described again after this time, to learn its end and length. */
  readonly liveAfter: Duration;
  readonly start: StartPolicy;
}

/** When a broadcast that has not begun is looked at. */
export interface StartPolicy {
  /** After the scheduled start, and never sooner than this after the last look. */
  readonly gapMin: Duration;
  /** The gap grows to a quarter of the delay so far, up to this. */
  readonly gapMax: Duration;
  /** Before the scheduled start (it may be moved), and after `hopefulFor`. */
  readonly gapIdle: Duration;
  readonly hopefulFor: Duration;
  /** After this much delay it is no more than refreshed. */
  readonly giveUpAfter: Duration;
}

export interface DiscoveryPolicy {
  readonly countInterval: Duration;
  /** The share of the default bucket's remaining units that counting may spend. */
  readonly countShare: number;
  readonly channelSnapshotInterval: Duration;
  /** A feed read again sooner says the same. */
  readonly feedCache: Duration;
  readonly feedSpacing: Duration;
  /** The waits between looks for an upload that a count announced and no list shows. */
  readonly newsDelays: readonly Duration[];
  readonly reconcileInterval: Duration;
  /** How long a reconcile waits for feeds to recover before it spends a unit. */
  readonly reconcilePatience: Duration;
  /** The share of the default bucket, over the rest of the day, that back-fill leaves beside what counting needs. */
  readonly backfillReserveShare: number;
  readonly troubleFirst: Duration;
  readonly troubleMost: Duration;
}

export interface BackOffPolicy {
  readonly first: Duration;
  readonly most: Duration;
  /** The longest wait that YouTube may ask for and get. */
  readonly askedMost: Duration;
  readonly batchRefused: Duration;
  readonly feedsFirst: Duration;
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

export const DEFAULT_POLICY: Policy = {
  sampling: {
    milestones: MILESTONE_AGES.map(milestoneAt),
    // ±3 min leaves 2 % of error after correction, and at 10,000 uploads a day it saves 80 % of the forced calls.
    firstHourHalfMax: minutes(3),
    firstHourShare: 0.8,
    // Before 8 min counters are mostly zero, and a sample tells less than the same a few minutes later.
    firstCurveAge: minutes(8),
    milestoneShadow: 0.25,
    samplesPerVideo: 100,
    tailInterval: days(30),
    reserveShare: 0.03,
    // Curve samples lose nothing in half a minute, and a unit is saved.
    mergeWithin: seconds(30),
    // A week evens out weekdays; a longer span would lag behind channels added lately.
    rateSpan: days(7),
    listReserveShare: 0.4,
  },
  describing: {
    patience: minutes(1),
    firstHourLead: minutes(3),
    // YouTube's terms want stored data renewed within 30 days: 25 + 3 + 1 leaves a day for outages.
    refreshAfter: days(25),
    refreshSpread: days(3),
    refreshPatience: days(1),
    // Answers are partial now and then; five minutes later a video that is there shows.
    confirmAfter: minutes(5),
    confirmSoon: seconds(10),
    liveAfter: hours(6),
    start: {
      gapMin: minutes(3),
      // Less than the first hour, so that a late start is known before its first sample is due.
      gapMax: minutes(45),
      gapIdle: hours(6),
      hopefulFor: days(1),
      giveUpAfter: days(7),
    },
  },
  discovery: {
    // A counter may lag 10 min and a list some more: so an upload is known long before it is 62 min old.
    countInterval: minutes(10),
    countShare: 0.35,
    channelSnapshotInterval: hours(6),
    // Feeds are served with max-age=900.
    feedCache: minutes(15),
    feedSpacing: seconds(1),
    newsDelays: [seconds(1), minutes(2), minutes(5), minutes(10), minutes(20)],
    // An upload and a deletion cancel in the count: once a day each channel's list is read whatever the count says.
    reconcileInterval: days(1),
    reconcilePatience: hours(6),
    // Beside counting: descriptions, pages after news, and sampling by videos.list.
    backfillReserveShare: 0.15,
    troubleFirst: hours(1),
    troubleMost: days(7),
  },
  backOff: {
    first: seconds(1),
    most: minutes(15),
    askedMost: hours(1),
    batchRefused: hours(6),
    // Feeds go missing for hours; a minute between tries finds their return soon enough.
    feedsFirst: minutes(1),
  },
};

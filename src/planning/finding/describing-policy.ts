import { type Duration, days, hours, minutes, seconds } from "#domain/time.ts";

export interface DescribingPolicy {
  /** How long a new video may wait for others to fill the call. */
  readonly patience: Duration;
  /** How long it may wait when its first hour is about to end. */
  readonly hurriedPatience: Duration;
  /** Both while units are rationed. */
  readonly whenShort: { readonly patience: Duration; readonly hurriedPatience: Duration };
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
  /** The shortest and the longest wait after a description that could not be read. */
  readonly unreadFirst: Duration;
  readonly unreadMost: Duration;
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

export const DEFAULT_DESCRIBING: DescribingPolicy = {
  patience: minutes(1),
  hurriedPatience: seconds(0),
  // Looks come in bursts on the half hour, and find several that are nearly too old: half a minute collects them.
  whenShort: { patience: minutes(30), hurriedPatience: seconds(30) },
  firstHourLead: minutes(3),
  // YouTube's terms want stored data renewed within 30 days: 25 + 3 + 1 leaves a day for outages.
  refreshAfter: days(25),
  refreshSpread: days(3),
  refreshPatience: days(1),
  // Answers are partial now and then; five minutes later a video that is there shows.
  confirmAfter: minutes(5),
  confirmSoon: seconds(10),
  // A new video is tried five times before its first hour ends.
  unreadFirst: minutes(4),
  unreadMost: days(1),
  liveAfter: hours(6),
  start: {
    gapMin: minutes(3),
    // Less than the first hour, so that a late start is known before its first sample is due.
    gapMax: minutes(45),
    gapIdle: hours(6),
    hopefulFor: days(1),
    giveUpAfter: days(7),
  },
};

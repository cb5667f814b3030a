import { type Duration, days, hours, minutes } from "#domain/time.ts";

export interface WatchingPolicy {
  /** A run reads this far below its watermark at least: most of what search shows late is late by minutes. */
  readonly overlapLeast: Duration;
  /** Ground is read once more when it is this old: what search shows later still is not looked for. */
  readonly ripeAfter: Duration;
  /**
   * Results that a run's window is to hold: a little more than a page, so that its first page is full. What does not fit is
   * known ground, and is not paid for.
   */
  readonly runTarget: number;
  /** Results expected in one slice of time. Search ends near 500, and thins out before. */
  readonly sliceResults: number;
  /** Into so many parts a slice is cut when its page tokens are refused: each fits on one page. */
  readonly tokenlessParts: number;
  readonly sliceLeast: Duration;
  readonly sliceMost: Duration;
  /** How far the first run of a watch looks by itself; the rest of `since` is a task, in slices of what it has learned. */
  readonly firstSlice: Duration;
  /** The share of the bucket that unfinished tasks may take from runs, and the time they are spread over when few. */
  readonly taskShare: number;
  readonly taskSpan: Duration;
  /** The share of the day's spare units that charts may take. */
  readonly chartShare: number;
  /** How long what was learned of a yield counts. */
  readonly memory: Duration;
  /** A second reading that promises fewer late videos than this is done for one stretch in several. */
  readonly sweepWorth: number;
  readonly troubleFirst: Duration;
  readonly troubleMost: Duration;
  /** The waits after a page token that YouTube refuses. */
  readonly restartFirst: Duration;
  readonly restartMost: Duration;
  /** The shortest and the longest pause of all searches after one that failed: each try costs a hundredth of the day. */
  readonly pauseFirst: Duration;
  readonly pauseMost: Duration;
}

export const DEFAULT_WATCHING: WatchingPolicy = {
  overlapLeast: minutes(30),
  ripeAfter: days(2),
  runTarget: 60,
  sliceResults: 250,
  tokenlessParts: 6,
  sliceLeast: hours(1),
  sliceMost: days(7),
  firstSlice: days(1),
  taskShare: 0.5,
  taskSpan: hours(3),
  chartShare: 0.5,
  memory: days(7),
  sweepWorth: 0.1,
  troubleFirst: hours(1),
  troubleMost: days(1),
  restartFirst: minutes(1),
  restartMost: hours(6),
  pauseFirst: minutes(1),
  pauseMost: hours(1),
};

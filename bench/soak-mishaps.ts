import { type Duration, days, hours, type Instant, minutes, plus } from "#domain/time.ts";

/** A stretch of virtual time, `[from, until)`. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** All that goes wrong in a stretch, apart from feeds, which are away every day. */
export interface Mishaps {
  /** Every request to the Data API fails. */
  readonly outage: Span;
  /** From here on YouTube knows the key in use no more; the project has another. */
  readonly keyDiesAt: Instant;
  /** When somebody else who has the project's keys spends the day's searches. */
  readonly searchSpentAt: Instant;
}

const OUTAGE: Duration = hours(6);

/** Feeds answer 404 in these hours (UTC) of every day. */
export const FEEDS_AWAY = { from: 15, to: 18 } as const;

/** The share of living ids that batch statistics leave out at any time. */
export const MISSING_SHARE = 0.002;

/** The mishaps of a stretch, well apart from each other and from its ends. */
export function mishapsOf({ from, until }: Span): Mishaps {
  const after = (share: number, hour: number): Instant =>
    plus(from, days(Math.floor((share * (until - from)) / days(1)) + hour / 24));
  const outageFrom = after(0.3, 10);
  return {
    outage: { from: outageFrom, until: plus(outageFrom, OUTAGE) },
    keyDiesAt: after(0.5, 3.7),
    searchSpentAt: after(0.7, 2.2),
  };
}

/** Every stretch's process is started anew once a day, each day at another hour. */
export function restartsOf({ from, until }: Span): Instant[] {
  const count = Math.floor((until - from) / days(1));
  const times = Array.from({ length: count }, (_, day) => plus(from, days(day + (((day * 7 + 5) % 24) + 0.2) / 24)));
  return times.filter((at) => at < until);
}

/** A pause may outlast what led to it by so much: a quarter of an hour (the policy's longest), and its jitter. */
export const PAUSE_MOST: Duration = minutes(16);

import { type Duration, days, hours, type Instant, instant, minus } from "./time.ts";

/**
 * How long something is kept: `30d` and the like in days, `36m` and the like in calendar months, or `keep`, which has no
 * end. At least 30 days: what is tracked is renewed within those, so a shorter limit would delete it between renewals.
 */
export type Limit = "keep" | `${number}${"d" | "m"}`;

const LIMIT = /^([1-9]\d{0,3})([dm])$/;
const DAYS_LEAST = 30;

/** Reads a limit as people write it; `null` when it is none, or shorter than 30 days. */
export function parseLimit(text: string): Limit | null {
  if (text === "keep") return text;
  const [, count, unit] = LIMIT.exec(text) ?? [];
  if (count === undefined || (unit === "d" && Number(count) < DAYS_LEAST)) return null;
  // A month may have 28 days.
  if (unit === "m" && Number(count) < 2) return null;
  return `${Number(count)}${unit === "d" ? "d" : "m"}`;
}

/** What a refused limit should have been. */
export const LIMIT_HELP = "must be keep, or 30 days or more such as 30d, 90d or 36m";

/** What the operator decided of statistics, and of what texts said before. */
export interface Retention {
  readonly statistics: Limit;
  readonly texts: Limit;
}

/** A choice as it is made: by the settings, or once and for all in the database. `null` = not made there. */
export interface RetentionChoice {
  readonly statistics: Limit | null;
  readonly texts: Limit | null;
}

/** Nothing was chosen. */
export const NO_CHOICE: RetentionChoice = { statistics: null, texts: null };

/** The Developer Policies' limit (III.E.4), for texts also where the derived-metrics policy allows statistics 36 months. */
const TEXTS_WITH_LIMIT: Limit = "30d";

/** What holds: the settings win over what is stored. `null` = undecided, then nothing is deleted, texts neither. */
export function retentionOf(settings: RetentionChoice, stored: RetentionChoice): Retention | null {
  const statistics = settings.statistics ?? stored.statistics;
  if (statistics === null) return null;
  // Who answers for keeping statistics answers for what a title was, too: that cannot be had again either.
  const unlessChosen = statistics === "keep" ? statistics : TEXTS_WITH_LIMIT;
  return { statistics, texts: settings.texts ?? stored.texts ?? unlessChosen };
}

/**
 * Everything goes so much before its limit, so that nothing is older at any time: the old is looked for every few hours,
 * and one look at all of it may take some.
 */
const AHEAD: Duration = hours(12);

/** How long what has vanished from YouTube may stay: it cannot be renewed any more (III.E.4.d). */
const GONE_KEPT = days(30);

/** What is of before these instants is deleted; `null` = nothing is. */
export interface RetentionLines {
  /** Counters, and everything computed from them. */
  readonly statistics: Instant | null;
  /** What texts said before. */
  readonly revisions: Instant | null;
  /** What texts say, where they were not renewed. */
  readonly texts: Instant | null;
  /** Videos that were gone by then, with all that is known of them. */
  readonly gone: Instant | null;
}

/** Where the old begins at an instant. Who keeps statistics keeps what belongs to them, too: only former texts may have a limit. */
export function retentionLines({ statistics, texts }: Retention, now: Instant): RetentionLines {
  const limited = statistics !== "keep";
  return {
    statistics: lineOf(statistics, now),
    revisions: lineOf(texts, now),
    texts: limited ? lineOf(texts, now) : null,
    gone: limited ? minus(now, (GONE_KEPT - AHEAD) as Duration) : null,
  };
}

function lineOf(limit: Limit, now: Instant): Instant | null {
  if (limit === "keep") return null;
  const count = Number.parseInt(limit, 10);
  const ahead = now + AHEAD;
  if (limit.endsWith("d")) return instant(ahead - days(count));
  const date = new Date(ahead);
  // A day that the month lacks runs over into the next one: that deletes a little more, never less.
  return instant(date.setUTCMonth(date.getUTCMonth() - count));
}

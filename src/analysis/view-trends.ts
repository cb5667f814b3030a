import { DAY, HOUR, stepOf } from "#domain/day-gain.ts";
import { type AskedWindow, type InsightScope, type Window, windowAt, windowBefore } from "#domain/insight-scope.ts";
import { between, days, type Instant, milliseconds, minus } from "#domain/time.ts";
import { usualStep, type ViewTrends, viewTrends } from "#insights/view-trends.ts";
import type { Db } from "#storage/database.ts";
import {
  type AgeRow,
  isOfChannels,
  readScopeDays,
  readScopeHours,
  readTrendStamp,
  readViewsByAge,
  readViewsByUploadTime,
  type UploadTimeRow,
} from "#storage/insights/view-trend-rows.ts";

export interface ViewTrendQuestion {
  readonly scope: InsightScope;
  readonly window: AskedWindow;
  /** `null` = by the hour where that is short and known, else by the day. */
  readonly step: "hour" | "day" | null;
}

export interface ViewTrendAnswer extends ViewTrends {
  readonly window: Window;
  readonly step: "hour" | "day";
  readonly ages: readonly AgeRow[];
  readonly uploadTimes: readonly UploadTimeRow[];
}

/**
 * The views that a scope's videos gained over a window, step by step and by format, age and time of upload
 * (docs/formulas/view-trends.md). By the day the window is of whole UTC days that are over, by the hour of full hours.
 */
export async function viewTrendsOf(db: Db, question: ViewTrendQuestion, now: Instant): Promise<ViewTrendAnswer> {
  const { scope } = question;
  const step = stepFor(question, now);
  const window = windowFor(question, step, now);
  const both = { from: windowBefore(window).from, until: window.until };
  const rows = await (step === "hour" ? readScopeHours : readScopeDays)(db, scope, both);
  const wholeDays = daysOf(window, now);
  const ages = await readViewsByAge(db, scope, wholeDays);
  const uploadTimes = await readViewsByUploadTime(db, scope, wholeDays);
  return { ...viewTrends(rows, window, step === "hour" ? HOUR : DAY), window, step, ages, uploadTimes };
}

/** What the answer would be made from. */
export function viewTrendStamp(db: Db, question: ViewTrendQuestion, now: Instant): Promise<string> {
  const window = windowFor(question, stepFor(question, now), now);
  return readTrendStamp(db, question.scope, { from: windowBefore(window).from, until: now }).then(
    (made) => `${window.from} ${window.until} ${made}`,
  );
}

/** Hours are kept for eight days, of channels and formats. */
const HOURS_KEPT = days(8);

/** Whether hours are known of a scope and a window, at least of the window itself. */
export const hasHours = (scope: InsightScope, { from }: Window, now: Instant): boolean =>
  isOfChannels(scope) && between(from, now) <= HOURS_KEPT;

function stepFor({ scope, window, step }: ViewTrendQuestion, now: Instant): "hour" | "day" {
  if (step !== null) return step;
  const asked = windowAt(window, now);
  return usualStep(asked) === HOUR && hasHours(scope, asked, now) ? "hour" : "day";
}

function windowFor({ window }: ViewTrendQuestion, step: "hour" | "day", now: Instant): Window {
  const asked = windowAt(window, now);
  return step === "hour" ? asked : daysOf(asked, now);
}

/** As many whole UTC days as a window spans, one at least, that end where it ends or, if that day is not over, before. */
function daysOf({ from, until }: Window, now: Instant): Window {
  const end = stepOf(until > now ? now : until, DAY);
  const span = Math.max(1, Math.round(between(from, until) / DAY));
  return { from: minus(end, milliseconds(span * DAY)), until: end };
}

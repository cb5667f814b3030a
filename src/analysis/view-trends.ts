import { DAY, HOUR, HOURLY_WITHIN, stepOf } from "#domain/day-gain.ts";
import { type AskedWindow, type InsightScope, type Window, windowAt, windowBefore } from "#domain/insight-scope.ts";
import { between, days, type Instant, milliseconds, minus, plus } from "#domain/time.ts";
import { hoursOfSamples } from "#insights/hours-of-samples.ts";
import { type StepRow, usualStep, type ViewTrends, viewTrends } from "#insights/view-trends.ts";
import type { Db } from "#storage/database.ts";
import { readScopeSamples } from "#storage/insights/hour-samples.ts";
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
  /** Where hours are told from samples: of how many videos, and of how many these stand for. `null` = rollups told them. */
  readonly sampled: { readonly videos: number; readonly of: number } | null;
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
  const { rows, sampled } = await stepsOf(db, scope, both, step);
  const wholeDays = daysOf(window, now);
  const ages = await readViewsByAge(db, scope, wholeDays);
  const uploadTimes = await readViewsByUploadTime(db, scope, wholeDays);
  return { ...viewTrends(rows, window, step === "hour" ? HOUR : DAY), window, step, ages, uploadTimes, sampled };
}

/** Samples of so many videos are read and shared out in a second or two. */
const SAMPLED_MAX = 3000;

/** Hours are kept of channels and formats. Of single videos they are told from the samples, as those were. */
async function stepsOf(
  db: Db,
  scope: InsightScope,
  span: Window,
  step: "hour" | "day",
): Promise<{ readonly rows: readonly StepRow[]; readonly sampled: ViewTrendAnswer["sampled"] }> {
  if (step === "day") return { rows: await readScopeDays(db, scope, span), sampled: null };
  if (isOfChannels(scope)) return { rows: await readScopeHours(db, scope, span), sampled: null };
  const read = { from: minus(span.from, HOURLY_WITHIN), until: plus(span.until, HOURLY_WITHIN) };
  const { videos, of } = await readScopeSamples(db, scope, read, SAMPLED_MAX);
  const rows = hoursOfSamples(videos, span, read.from);
  // Each video of a sample stands for as many.
  const each = of / Math.max(1, Math.min(of, SAMPLED_MAX));
  return {
    rows: each === 1 ? rows : rows.map((row) => ({ ...row, views: row.views * each })),
    sampled: { videos: Math.min(of, SAMPLED_MAX), of },
  };
}

/** What the answer would be made from. */
export async function viewTrendStamp(db: Db, question: ViewTrendQuestion, now: Instant): Promise<string> {
  const step = stepFor(question, now);
  const { from, until } = windowFor(question, step, now);
  // Hours may be of today, whose day is not over.
  const made = await readTrendStamp(db, question.scope, {
    from: windowBefore({ from, until }).from,
    until: step === "hour" ? plus(now, DAY) : until,
  });
  return `${from} ${until} ${made}`;
}

/** Hours are told for eight days. */
const HOURS_KEPT = days(8);

/** Whether hours are told of a window, at least of the window itself. */
export const hasHours = ({ from }: Window, now: Instant): boolean => between(from, now) <= HOURS_KEPT;

function stepFor({ window, step }: ViewTrendQuestion, now: Instant): "hour" | "day" {
  if (step !== null) return step;
  const asked = windowAt(window, now);
  return usualStep(asked) === HOUR && hasHours(asked, now) ? "hour" : "day";
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

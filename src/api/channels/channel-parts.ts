import type { ChannelId } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import { medianInterval } from "#domain/median-interval.ts";
import { days, hours, type Instant, inSeconds, latest, minus } from "#domain/time.ts";
import { typicalBands } from "#insights/typical.ts";
import type { ChannelDayRow, ChannelHistoryRow } from "#storage/channels/channel-history.ts";
import type { ChannelRow } from "#storage/channels/channel-reads.ts";
import { type CoverageRow, countUploads, type RhythmRow, readRhythm } from "#storage/channels/channel-uploads.ts";
import type { Db } from "#storage/database.ts";
import { readFirstHoursAt } from "#storage/scores/first-hour-spread.ts";
import type { Typical } from "#storage/scores/typical.ts";
import { channelItemOf } from "./channel-answer.ts";
import type { ChannelDetail } from "./channel-detail-contract.ts";

/** The channel's median of first-hour views, with the interval in which it lies (docs/formulas/median-interval.md). */
export async function firstHourPart(db: Db, channel: ChannelRow, pool: number): Promise<ChannelDetail["firstHour"]> {
  const { firstHour } = channelItemOf(channel, pool);
  const places = medianInterval(firstHour.n);
  const [low, high] = places
    ? await readFirstHoursAt(db, channel.id as ChannelId, [places.low, places.high])
    : [null, null];
  // Between the two readings a first hour may have gone.
  const known = places && low !== null && low !== undefined && high !== null && high !== undefined;
  return {
    ...firstHour,
    interval: {
      low: known ? low : null,
      high: known ? high : null,
      confidence: known ? places.confidence : null,
      n: firstHour.n,
      reason: known ? null : "tooFewVideos",
      derived: true,
    },
  };
}

/** Uploads a week are taken over so many weeks: a quarter smooths holidays and still tells of now. */
const WEEKS = 12;
const WEEKDAYS = 7;
const HOURS = 24;

/** When the channel publishes. */
export async function rhythmPart(db: Db, channel: ChannelRow, now: Instant): Promise<ChannelDetail["rhythm"]> {
  const id = channel.id as ChannelId;
  const since = latest(minus(now, days(7 * WEEKS)), channel.publishedAt ?? minus(now, days(7 * WEEKS)));
  const [rows, recent] = await Promise.all([readRhythm(db, id), countUploads(db, id, since, now)]);
  // A channel of a day has not had a week yet.
  const weeks = Math.max(1, (now - since) / days(7));
  return {
    uploads: rows.reduce((sum, { uploads }) => sum + uploads, 0),
    since: rows.length === 0 ? null : toIso(Math.min(...rows.map((row) => row.since)) as Instant),
    hours: weekOf(rows),
    perWeek: recent / weeks,
    derived: true,
  };
}

function weekOf(rows: readonly RhythmRow[]): number[][] {
  const week = Array.from({ length: WEEKDAYS }, () => Array.from({ length: HOURS }, () => 0));
  for (const { weekday, hour, uploads } of rows) {
    const day = week[weekday - 1];
    if (day) day[hour] = uploads;
  }
  return week;
}

/** What is usual for the channel's videos at the same ages, of each format. */
export const typicalPart = (typical: readonly Typical[]): ChannelDetail["typical"] =>
  typical.map(({ format, videoIds, curves, computedAt }) => ({
    format,
    n: videoIds.length,
    bands: typicalBands(curves).map(({ age, ...band }) => ({ ageSeconds: inSeconds(age), ...band })),
    derived: true,
    asOf: toIso(computedAt),
  }));

/** Coverage is told of the last months: what was missed years ago is not how the installation fares. */
const COVERAGE_DAYS = days(90);

/** A first hour may still be learned until the video is three hours old (docs/formulas/first-hour.md). */
const FIRST_HOUR_OPEN = hours(3);

/** The span of which coverage is told; empty for a channel that was tracked just now. */
export function coverageSpan({ trackedSince }: ChannelRow, now: Instant): { from: Instant; to: Instant } {
  const from = latest(trackedSince, minus(now, COVERAGE_DAYS));
  return { from, to: latest(from, minus(now, FIRST_HOUR_OPEN)) };
}

/** How well the channel's videos are sampled. */
export function coveragePart(
  row: CoverageRow,
  span: { readonly from: Instant; readonly to: Instant },
  samples: number,
  sampled: number,
): ChannelDetail["coverage"] {
  return {
    since: toIso(span.from),
    until: toIso(span.to),
    ...row,
    share: row.videos === 0 ? null : row.measured / row.videos,
    reason: row.videos === 0 ? "noVideos" : null,
    samplesPerVideo: sampled === 0 ? null : samples / sampled,
    derived: true,
  };
}

/** What its videos gained, day by day. */
export const daysPart = (rows: readonly ChannelDayRow[]): ChannelDetail["days"] =>
  rows.map(({ open, ...row }) => ({ ...row, open: open > 0, derived: true }));

/** The channel's own counters, day by day. */
export const historyPart = (rows: readonly ChannelHistoryRow[]): ChannelDetail["history"] =>
  rows.map(({ capturedAt, ...counters }) => ({ day: dayOf(capturedAt), at: toIso(capturedAt), ...counters }));

/** The UTC day of an instant, as `2026-11-20`. */
export const dayOf = (at: Instant): string => toIso(at).slice(0, 10);

import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import type { Format, VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";
import { isoOrNull, rowSet } from "#storage/sql/row-set.ts";

/** A forecast as it is kept. */
export interface KeptForecast {
  readonly videoId: VideoId;
  readonly targetHours: number;
  readonly outsetHours: number;
  readonly channelId: string;
  readonly format: Format;
  /** The sample that it was made from. */
  readonly sampledAt: Instant;
  readonly sampled: number;
  readonly madeAt: Instant;
  /** When its model was trained; `null` = the one that ships, in part or all. */
  readonly trainedAt: Instant | null;
  readonly views: number;
  readonly low: number;
  readonly high: number;
  readonly dueAt: Instant;
  /** `null` before it is settled, and when nobody had sampled the video around then. */
  readonly reached: number | null;
  readonly settledAt: Instant | null;
}

type NewForecast = Omit<KeptForecast, "reached" | "settledAt">;

/** Keeps forecasts; one that is there already stays as it was made. */
export async function keepForecasts(db: Db, forecasts: readonly NewForecast[]): Promise<void> {
  if (forecasts.length === 0) return;
  const rows = forecasts.map((one) => ({
    video_id: one.videoId,
    target_hours: one.targetHours,
    outset_hours: one.outsetHours,
    channel_id: one.channelId,
    format: one.format,
    sampled_at: isoOrNull(one.sampledAt),
    sampled: Math.round(one.sampled),
    made_at: isoOrNull(one.madeAt),
    trained_at: isoOrNull(one.trainedAt),
    views: one.views,
    low: one.low,
    high: one.high,
    due_at: isoOrNull(one.dueAt),
  }));
  const incoming = rowSet("i", rows, {
    video_id: "text",
    target_hours: "smallint",
    outset_hours: "smallint",
    channel_id: "text",
    format: "text",
    sampled_at: "timestamptz",
    sampled: "bigint",
    made_at: "timestamptz",
    trained_at: "timestamptz",
    views: "double precision",
    low: "double precision",
    high: "double precision",
    due_at: "timestamptz",
  });
  // A video that was removed meanwhile gets none: nothing would remove it any more.
  await sql`
    insert into forecast (video_id, target_hours, outset_hours, channel_id, format, sampled_at, sampled, made_at, trained_at,
      views, low, high, due_at)
    select i.video_id, i.target_hours, i.outset_hours, i.channel_id, i.format, i.sampled_at, i.sampled, i.made_at,
      i.trained_at, i.views, i.low, i.high, i.due_at
    from ${incoming} join video_counter c on c.video_id = i.video_id
    on conflict (video_id, target_hours, outset_hours) do nothing`.execute(db);
}

const COLUMNS = [
  "video_id as videoId",
  "target_hours as targetHours",
  "outset_hours as outsetHours",
  "channel_id as channelId",
  "format",
  "sampled_at as sampledAt",
  "sampled",
  "made_at as madeAt",
  "trained_at as trainedAt",
  "views",
  "low",
  "high",
  "due_at as dueAt",
  "reached",
  "settled_at as settledAt",
] as const;

/** The forecasts of a video, by target and outset. */
export async function readForecastsOf(db: Db, id: VideoId): Promise<readonly KeptForecast[]> {
  const rows = await db
    .selectFrom("forecast")
    .modifyFront(ONE_PLAN)
    .select(COLUMNS)
    .where("video_id", "=", id)
    .orderBy("target_hours")
    .orderBy("outset_hours")
    .execute();
  return rows as KeptForecast[];
}

/** One video as forecasts ask about it; `undefined` when it is not known, or not described yet. */
export async function readForecastVideo(db: Db, id: VideoId) {
  return db
    .selectFrom("video_counter")
    .modifyFront(ONE_PLAN)
    .select(["channel_id as channelId", "format", "start_at as startAt", "gone_at as goneAt"])
    .where("video_id", "=", id)
    .where("published_at", "is not", null)
    .executeTakeFirst();
}

/** A forecast whose time has come. */
export type DueForecast = Pick<KeptForecast, "videoId" | "targetHours" | "outsetHours" | "dueAt">;

/** Forecasts that are due and not settled, the longest due first. */
export async function listDueForecasts(db: Db, now: Instant, limit: number): Promise<readonly DueForecast[]> {
  const rows = await db
    .selectFrom("forecast")
    .select(["video_id as videoId", "target_hours as targetHours", "outset_hours as outsetHours", "due_at as dueAt"])
    .where("settled_at", "is", null)
    .where("due_at", "<=", at(now))
    .orderBy("due_at")
    .orderBy("video_id")
    .limit(limit)
    .execute();
  return rows as DueForecast[];
}

/** Writes down what videos had when they came to their target; one that is settled stays so. */
export async function settleForecasts(
  db: Db,
  reached: readonly (DueForecast & Pick<KeptForecast, "reached">)[],
  now: Instant,
): Promise<void> {
  if (reached.length === 0) return;
  const rows = reached.map(({ videoId, targetHours, outsetHours, reached: views }) => ({
    video_id: videoId,
    target_hours: targetHours,
    outset_hours: outsetHours,
    reached: views,
  }));
  const incoming = rowSet("i", rows, {
    video_id: "text",
    target_hours: "smallint",
    outset_hours: "smallint",
    reached: "double precision",
  });
  await sql`
    update forecast f set reached = i.reached, settled_at = ${at(now)}
    from ${incoming}
    where f.video_id = i.video_id and f.target_hours = i.target_hours and f.outset_hours = i.outset_hours
      and f.settled_at is null`.execute(db);
}

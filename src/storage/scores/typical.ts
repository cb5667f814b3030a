import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { epochIndex } from "#domain/counting-epoch.ts";
import type { Reading } from "#domain/snapshot.ts";
import { type Duration, days, type Instant, plus } from "#domain/time.ts";
import {
  type CurveAtAges,
  TYPICAL_AGES,
  TYPICAL_VIDEOS_MAX,
  type Usual,
  usualOf,
  valuesAtAges,
} from "#domain/typical.ts";
import { ageAt, type Format, type VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { COMPARED_FORMATS } from "./score-formulas.ts";

/** What is usual for a channel and format, as stored; one row for each format of which it has videos. */
export interface Typical extends Usual {
  readonly format: Format;
  /** Its last videos of the format that had begun, newest first. */
  readonly videoIds: readonly VideoId[];
  /** `TYPICAL_AGES`. */
  readonly ages: readonly Duration[];
  /** Each video's views at `ages`, in the order of `videoIds`. */
  readonly curves: readonly CurveAtAges[];
  readonly computedAt: Instant;
}

/** What is usual for the channel at each age, of every format; none before it was first taken. */
export async function readTypical(db: Db, channelId: ChannelId): Promise<readonly Typical[]> {
  const rows = await db
    .selectFrom("typical")
    .selectAll()
    .where("channel_id", "=", channelId)
    .orderBy("format")
    .execute();
  return rows.map((row) => ({
    format: row.format,
    videoIds: row.video_ids as VideoId[],
    ages: TYPICAL_AGES,
    curves: row.video_ids.map((_, i) =>
      nulled(row.views.slice(i * TYPICAL_AGES.length, (i + 1) * TYPICAL_AGES.length)),
    ),
    medians: nulled(row.medians),
    ns: row.ns,
    computedAt: row.computed_at,
  }));
}

/** A number that is not known is stored as NaN. */
export const nulled = (values: readonly number[]): CurveAtAges =>
  values.map((value) => (Number.isNaN(value) ? null : value));
const stored = (values: CurveAtAges): number[] => values.map((value) => value ?? Number.NaN);

/** Takes anew what is usual for a channel, from the stored snapshots of its last videos. Ends the channel's task. */
export async function refreshTypical(db: Db, channelId: ChannelId, now: Instant): Promise<void> {
  await inTransaction(db, async (trx) => {
    // First, so that a milestone which is reached from here on waits for this and then asks again.
    await trx
      .updateTable("task")
      .set({ state: "done", updated_at: at(now) })
      .where("kind", "=", "typical")
      .where("subject", "=", channelId)
      .execute();
    for (const format of COMPARED_FORMATS) {
      const videos = await lastVideos(trx, channelId, format);
      const curves = await readCurves(trx, videos);
      await writeTypical(trx, channelId, format, videos, curves, now);
    }
  });
}

interface Begun {
  readonly id: VideoId;
  readonly startAt: Instant;
}

/**
 * The channel's last described videos of a format that have begun and are not gone, newest first. Those whose views were
 * counted otherwise than the newest one's are left out: YouTube changed what a view is.
 */
async function lastVideos(trx: Db, channelId: ChannelId, format: Format): Promise<readonly Begun[]> {
  const rows = await trx
    .selectFrom("video_counter")
    .select(["video_id", "start_at"])
    .where("channel_id", "=", channelId)
    .where("format", "=", format)
    .where("published_at", "is not", null)
    .where("start_at", "is not", null)
    .where("gone_at", "is", null)
    .orderBy("published_at", "desc")
    .orderBy("video_id", "desc")
    .limit(TYPICAL_VIDEOS_MAX)
    .execute();
  const begun = rows
    .map((row) => ({ id: row.video_id as VideoId, startAt: row.start_at as Instant }))
    .toSorted((a, b) => b.startAt - a.startAt);
  const [newest] = begun;
  return newest
    ? begun.filter(({ startAt }) => epochIndex(format, startAt) === epochIndex(format, newest.startAt))
    : [];
}

/** The oldest age at which videos are compared, and a week for the sample after it. */
const READING_AGE_MAX: Duration = days(97);

async function readCurves(trx: Db, videos: readonly Begun[]): Promise<readonly CurveAtAges[]> {
  if (videos.length === 0) return [];
  const starts = videos.map(({ startAt }) => startAt);
  // The bounds are constants so that months without any of these videos are not even planned for.
  const rows = await trx
    .selectFrom("snapshot")
    .select(["video_id", "captured_at", "views"])
    .where(sql<boolean>`video_id = any(${videos.map(({ id }) => id)}::text[])`)
    .where("captured_at", ">=", at(Math.min(...starts) as Instant))
    .where("captured_at", "<=", at(plus(Math.max(...starts) as Instant, READING_AGE_MAX)))
    .where("source", "<>", "feed")
    .where("views", "is not", null)
    .execute();
  const startOf = new Map<string, Instant>(videos.map(({ id, startAt }) => [id, startAt]));
  const readings = new Map<string, Reading[]>(videos.map(({ id }) => [id, []]));
  for (const { video_id, captured_at, views } of rows) {
    const age = ageAt(startOf.get(video_id) ?? captured_at, captured_at);
    if (views !== null && age >= 0 && age <= READING_AGE_MAX) readings.get(video_id)?.push({ age, views });
  }
  return videos.map(({ id }) => valuesAtAges((readings.get(id) ?? []).toSorted((a, b) => a.age - b.age)));
}

async function writeTypical(
  trx: Db,
  channelId: ChannelId,
  format: Format,
  videos: readonly Begun[],
  curves: readonly CurveAtAges[],
  now: Instant,
): Promise<void> {
  if (videos.length === 0) {
    await trx.deleteFrom("typical").where("channel_id", "=", channelId).where("format", "=", format).execute();
    return;
  }
  const { medians, ns } = usualOf(curves);
  await sql`
    insert into typical (channel_id, format, video_ids, views, medians, ns, computed_at)
    values (${channelId}, ${format}, ${videos.map(({ id }) => id)}::text[],
      ${curves.flatMap(stored)}::double precision[], ${stored(medians)}::double precision[], ${[...ns]}::integer[],
      ${at(now)})
    on conflict (channel_id, format) do update
    set video_ids = excluded.video_ids, views = excluded.views, medians = excluded.medians, ns = excluded.ns,
      computed_at = excluded.computed_at`.execute(trx);
}

import { type Selectable, sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import {
  AS_OF_THE_NEWEST,
  COUNTER_COLUMNS,
  counterRow,
  following,
  names,
  OF_THE_NEWEST,
  OUTLIER_WITH_BASIS,
} from "#storage/scores/counter-columns.ts";
import { measureSamples } from "#storage/scores/measures.ts";
import { outliersAtAge } from "#storage/scores/outliers.ts";
import { enqueueRescoresOfMoved } from "#storage/scores/rescore-tasks.ts";
import { writeSearchTerms } from "#storage/search/search-terms.ts";
import { isoOrNull, rowSet } from "#storage/sql/row-set.ts";
import type { Database } from "#storage/tables.ts";
import { writeListing } from "./listing.ts";

/**
 * Writes a settlement's rows of planning's memory: what changes rarely beside the text, what every sample changes
 * apart from it. A video that is not stored yet is a sighting and must have a source. Whether a stored one is searched is
 * said by the watches' own rows (watch-pages.ts, watches.ts).
 */
export async function writeVideoRows(trx: Db, settlement: Settlement): Promise<void> {
  if (settlement.videos.length === 0) return;
  const stored = await readStored(trx, settlement.videos);
  const videos = await withForgotten(trx, settlement.videos, stored);
  const changed = await writeFacts(trx, videos, settlement.sightingSource, stored);
  await writeCounters(trx, videos, samplesIn(settlement.snapshots));
  await writeListing(trx, changed);
  await writeSearchTerms(trx, changed);
  const moved = videos.filter(({ id, format }) => (stored.get(id)?.format ?? format) !== format).map(({ id }) => id);
  await enqueueRescoresOfMoved(trx, moved, settlement.at);
}

type Stored = Pick<
  Selectable<Database["video"]>,
  "id" | "first_seen_at" | "published_at" | "shorts_link" | "format" | "source"
>;

async function readStored(trx: Db, videos: readonly TrackedVideo[]): Promise<ReadonlyMap<string, Stored>> {
  const rows = await trx
    .selectFrom("video")
    .select(["id", "first_seen_at", "published_at", "shorts_link", "format", "source"])
    .where(sql<boolean>`id = any(${videos.map(({ id }) => id)}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The rows, each sighting of a video that is stored already with what is known of it. Planning forgets videos (gone, or of a
 * channel no longer tracked), and when one is seen again it knows no more than what showed it: that must not wipe what was
 * learned before, for the description that follows may never come. Such a row was first seen later than the stored one.
 */
async function withForgotten(
  trx: Db,
  videos: readonly TrackedVideo[],
  stored: ReadonlyMap<string, Stored>,
): Promise<readonly TrackedVideo[]> {
  const forgotten = videos.filter(
    ({ id, firstSeenAt }) => (stored.get(id)?.first_seen_at ?? firstSeenAt) < firstSeenAt,
  );
  if (forgotten.length === 0) return videos;
  const ids = forgotten.map(({ id }) => id);
  const rows = await trx
    .selectFrom("video_counter")
    .select(["video_id", "start_at"])
    .where(sql<boolean>`video_id = any(${ids}::text[])`)
    .execute();
  const starts = new Map(rows.map((row) => [row.video_id, row.start_at]));
  return videos.map((video) => {
    const known = stored.get(video.id);
    if (!known || known.first_seen_at >= video.firstSeenAt) return video;
    return {
      ...video,
      publishedAt: video.publishedAt ?? known.published_at,
      shortsLink: video.shortsLink ?? known.shorts_link,
      format: video.format === "unknown" ? known.format : video.format,
      startAt: video.startAt ?? starts.get(video.id) ?? null,
    };
  });
}

/**
 * Most calls change nothing here, so the rows are compared first and only new or changed ones are written. Gives those
 * that were stored before and have changed.
 */
async function writeFacts(
  trx: Db,
  videos: readonly TrackedVideo[],
  sightingSource: Settlement["sightingSource"],
  stored: ReadonlyMap<string, Stored>,
): Promise<readonly VideoId[]> {
  const news = videos.filter((video) => {
    const row = stored.get(video.id);
    return (
      row?.published_at !== video.publishedAt || row.shorts_link !== video.shortsLink || row.format !== video.format
    );
  });
  if (news.length === 0) return [];
  const rows = news.map((video) => ({
    id: video.id,
    channel_id: video.channelId,
    first_seen_at: toIso(video.firstSeenAt),
    published_at: isoOrNull(video.publishedAt),
    shorts_link: video.shortsLink,
    format: video.format,
    // A stored video keeps the source it has; the insert that becomes its update only wants some value there.
    source: stored.get(video.id)?.source ?? sightingSource,
  }));
  const incoming = rowSet("i", rows, {
    id: "text",
    channel_id: "text",
    first_seen_at: "timestamptz",
    published_at: "timestamptz",
    shorts_link: "boolean",
    format: "text",
    source: "text",
  });
  await sql`
    insert into video (id, channel_id, first_seen_at, source, published_at, shorts_link, format)
    select id, channel_id, first_seen_at, source, published_at, shorts_link, format from ${incoming}
    on conflict (id) do update set
      published_at = excluded.published_at, shorts_link = excluded.shorts_link, format = excluded.format`.execute(trx);
  return news.filter(({ id }) => stored.has(id)).map(({ id }) => id);
}

/** The newest sample of each video. A feed's counters are none: they come from a cache of unknown age. */
function samplesIn(snapshots: readonly Snapshot[]): ReadonlyMap<VideoId, Snapshot> {
  const newest = new Map<VideoId, Snapshot>();
  for (const snapshot of snapshots) {
    if (snapshot.source === "feed") continue;
    if (snapshot.capturedAt >= (newest.get(snapshot.videoId)?.capturedAt ?? 0)) newest.set(snapshot.videoId, snapshot);
  }
  return newest;
}

async function writeCounters(
  trx: Db,
  videos: readonly TrackedVideo[],
  samples: ReadonlyMap<VideoId, Snapshot>,
): Promise<void> {
  const measures = await measureSamples(trx, videos, samples);
  const outliers = await outliersAtAge(trx, videos, samples);
  const rows = videos.map((video) => {
    const sample = samples.get(video.id);
    const sampled = sample !== undefined && sample.capturedAt === video.last?.at;
    const counted = {
      ...video,
      views: video.last?.views ?? null,
      likes: sampled ? sample.likes : null,
      comments: sampled ? sample.comments : null,
      capturedAt: video.last?.at ?? null,
    };
    return {
      ...counterRow(counted, measures.get(video.id), outliers.get(video.id)),
      channel_id: video.channelId,
      describe_at: isoOrNull(video.describeAt),
      describe_why: video.describeWhy,
      missing_since: isoOrNull(video.missingSince),
      gone_at: isoOrNull(video.goneAt),
      searched: video.searched,
    };
  });
  const incoming = rowSet("c", rows, {
    ...COUNTER_COLUMNS,
    channel_id: "text",
    describe_at: "timestamptz",
    describe_why: "text",
    missing_since: "timestamptz",
    gone_at: "timestamptz",
    searched: "boolean",
  });
  const columns = ["video_id", "shard", "channel_id", "start_at", ...PLANNED, ...OF_THE_NEWEST, ...AS_OF_THE_NEWEST];
  // What a sample brings follows the newest one only: a late answer to an older call changes none of it.
  await sql`
    insert into video_counter (${names(columns)}, outlier, outlier_basis)
    select ${names(columns, "c")}, ${OUTLIER_WITH_BASIS}
    from ${incoming} left join channel_score s on s.channel_id = c.channel_id
    on conflict (video_id) do update set
      start_at = excluded.start_at, describe_at = excluded.describe_at, describe_why = excluded.describe_why,
      missing_since = excluded.missing_since, gone_at = excluded.gone_at,
      ${following(">", [...OF_THE_NEWEST, ...AS_OF_THE_NEWEST, "outlier", "outlier_basis"])}`.execute(trx);
}

/** What planning remembers of a video beside its samples. */
const PLANNED = ["describe_at", "describe_why", "missing_since", "gone_at", "searched"] as const;

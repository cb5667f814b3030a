import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { ImportedSample } from "#domain/imported.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Format, foldTag, type VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { moveChannelDays } from "#storage/rollups/rollup-rows.ts";
import { writeSearchTerms } from "#storage/search/search-terms.ts";
import { isoOrNull, rowSet } from "#storage/sql/row-set.ts";
import { TAG_LENGTH_MAX } from "#storage/videos/descriptions.ts";
import { writeListing } from "#storage/videos/listing.ts";

/**
 * Gives videos that are new to us a row, with what the collection says of them. What YouTube told us itself is never
 * touched; of what other imports told, the newest texts stay. A video whose channel nobody knows gets none: it is shown once
 * it is described.
 */
export async function storeTexts(trx: Db, samples: readonly ImportedSample[]): Promise<void> {
  const newest = new Map<VideoId, ImportedSample>();
  for (const sample of samples) {
    if (sample.channelId === null) continue;
    const known = newest.get(sample.videoId);
    if (!known || isBetter(sample, known)) newest.set(sample.videoId, sample);
  }
  if (newest.size === 0) return;
  const videos = [...newest.values()];
  await describeUnknown(trx, videos);
  const rewritten = await writeVideos(trx, videos);
  await writeListing(trx, rewritten);
  await writeSearchTerms(trx, rewritten);
  await writeChannels(trx, videos);
}

const isBetter = (a: ImportedSample, b: ImportedSample): boolean =>
  a.text !== null && (b.text === null || a.capturedAt > b.capturedAt);

/**
 * Another import has brought these without a word of them, so that they count as of unknown format. Their days move to the
 * format that is told now, and what follows from their samples is worked out again, from a start that is known now.
 */
async function describeUnknown(trx: Db, samples: readonly ImportedSample[]): Promise<void> {
  const told = new Map(samples.flatMap(({ videoId, text }) => (text === null ? [] : [[videoId, text]])));
  if (told.size === 0) return;
  const { rows } = await sql<{ id: VideoId; channelId: ChannelId; format: Format }>`
    select id, channel_id as "channelId", format from video
    where id = any(${[...told.keys()]}::text[]) and source = 'import' and described_at is null
    order by id for update`.execute(trx);
  if (rows.length === 0) return;
  const moved = rows.map((row) => ({ ...row, from: row.format, to: told.get(row.id)?.format ?? row.format }));
  await moveChannelDays(
    trx,
    moved.filter(({ from, to }) => from !== to),
  );
  const incoming = rowSet(
    "i",
    moved.map(({ id, to }) => ({ id, format: to, published_at: isoOrNull(told.get(id)?.publishedAt ?? null) })),
    { id: "text", format: "text", published_at: "timestamptz" },
  );
  // The texts follow with all others'; before 1970 nobody has collected anything.
  await sql`
    update video v set format = i.format, published_at = i.published_at, broadcast = i.format = 'live',
      described_at = 'epoch'
    from ${incoming} where v.id = i.id`.execute(trx);
  await sql`
    insert into import_video (video_id) select unnest(${rows.map(({ id }) => id)}::text[]) on conflict do nothing`.execute(
    trx,
  );
}

/** Gives those that had a row, and other texts. */
async function writeVideos(trx: Db, samples: readonly ImportedSample[]): Promise<readonly VideoId[]> {
  const rows = samples.map(({ videoId, channelId, capturedAt, text }) => ({
    id: videoId,
    channel_id: channelId,
    seen_at: toIso(capturedAt),
    published_at: isoOrNull(text?.publishedAt ?? null),
    described: text !== null,
    title: text?.title ?? "",
    description: text?.description ?? "",
    tags: text?.tags ?? [],
    tag_keys: [...new Set((text?.tags ?? []).map(foldTag))].filter((tag) => tag.length <= TAG_LENGTH_MAX),
    category_id: text?.categoryId ?? null,
    language: text?.language ?? null,
    thumbnail_url: text?.thumbnailUrl ?? null,
    duration_seconds: text?.durationSeconds ?? null,
    made_for_kids: text?.madeForKids ?? null,
    format: text?.format ?? "unknown",
    broadcast: text?.format === "live",
  }));
  const incoming = rowSet("i", rows, {
    id: "text",
    channel_id: "text",
    seen_at: "timestamptz",
    published_at: "timestamptz",
    described: "boolean",
    title: "text",
    description: "text",
    tags: "text[]",
    tag_keys: "text[]",
    category_id: "text",
    language: "text",
    thumbnail_url: "text",
    duration_seconds: "integer",
    made_for_kids: "boolean",
    format: "text",
    broadcast: "boolean",
  });
  // Format and times stay as they first were: days and uploads are counted by them.
  const { rows: written } = await sql<{ id: VideoId; rewritten: boolean }>`
    insert into video (id, channel_id, first_seen_at, source, published_at, described_at, title, description, tags,
      tag_keys, category_id, language, thumbnail_url, duration_seconds, made_for_kids, format, broadcast, live_state)
    select id, channel_id, seen_at, 'import', published_at, case when described then seen_at end, title, description, tags,
      tag_keys, category_id, language, thumbnail_url, duration_seconds, made_for_kids, format, broadcast,
      case when broadcast then 'ended' else 'none' end
    from ${incoming} order by id
    on conflict (id) do update set described_at = excluded.described_at, title = excluded.title,
      description = excluded.description, tags = excluded.tags, tag_keys = excluded.tag_keys,
      category_id = excluded.category_id, language = excluded.language, thumbnail_url = excluded.thumbnail_url
    where video.source = 'import' and video.described_at < excluded.described_at
      and (video.title, video.description, video.tags, video.category_id, video.language, video.thumbnail_url)
        is distinct from (excluded.title, excluded.description, excluded.tags, excluded.category_id, excluded.language,
          excluded.thumbnail_url)
      and not exists (select from video_counter c where c.video_id = video.id and c.describe_why <> 'new')
    returning id, exists (select from video_counter c where c.video_id = video.id) as rewritten`.execute(trx);
  return written.filter(({ rewritten }) => rewritten).map(({ id }) => id);
}

/** A channel that nobody tracks has the title that its videos show, as when a watch finds them (descriptions.ts). */
async function writeChannels(trx: Db, samples: readonly ImportedSample[]): Promise<void> {
  const titles = new Map<string, { title: string; seen_at: string }>();
  for (const { channelId, capturedAt, text } of samples) {
    if (channelId === null || !text?.channelTitle) continue;
    titles.set(channelId, { title: text.channelTitle, seen_at: toIso(capturedAt) });
  }
  const rows = [...titles].map(([id, row]) => ({ id, ...row }));
  if (rows.length === 0) return;
  await sql`
    insert into channel (id, title, description, state, tracked_since, described_at, title_only)
    select id, title, '', 'untracked', seen_at, seen_at, true
    from ${rowSet("i", rows, { id: "text", title: "text", seen_at: "timestamptz" })}
    order by id
    on conflict (id) do nothing`.execute(trx);
}

import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import { searchVector } from "#domain/search-vector.ts";
import type { Instant } from "#domain/time.ts";
import { foldTag, type VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import { changeTagCounts, type TaggedBefore } from "#storage/tags/tag-counts.ts";
import { moveTags, type Tagged } from "#storage/videos/video-tags.ts";

/**
 * Indexes described videos by their words, tags, channel and day, and counts their tags (docs/formulas/search.md). Videos
 * whose rows would stay the same are not written. One that is not described, or whose texts retention deleted, is found
 * by nothing.
 */
export async function writeSearchTerms(trx: Db, ids: readonly VideoId[]): Promise<void> {
  if (ids.length === 0) return;
  const videos = await readSearchable(trx, ids);
  const searchable = new Set(videos.map(({ id }) => id));
  await forgetSearchTerms(
    trx,
    ids.filter((id) => !searchable.has(id)),
  );
  if (videos.length === 0) return;
  const rows = videos.map((video) => ({
    id: video.id,
    published_at: toIso(video.publishedAt),
    terms: searchVector(video),
  }));
  const incoming = rowSet("i", rows, { id: "text", published_at: "timestamptz", terms: "text" });
  const { rows: written } = await sql<{ id: VideoId; publishedAt: Instant | null; tags: string[] }>`
    with incoming as materialized (
      select i.id, i.published_at, i.terms::tsvector as terms from ${incoming}
    ), stored as materialized (
      select video_id, published_at, terms from video_search where video_id = any(${[...searchable]}::text[])
    ), written as (
      insert into video_search (video_id, published_at, terms)
      select i.id, i.published_at, i.terms from incoming i
      where not exists (
        select from stored s where s.video_id = i.id and s.published_at = i.published_at and s.terms = i.terms
      )
      order by i.id
      on conflict (video_id) do update set published_at = excluded.published_at, terms = excluded.terms
      where video_search.published_at <> excluded.published_at or video_search.terms <> excluded.terms
      returning video_id
    )
    select w.video_id as id, s.published_at as "publishedAt", ${tagsIn("s.terms")} as tags
    from written w left join stored s on s.video_id = w.video_id`.execute(trx);
  const before = new Map(written.map(({ id, publishedAt, tags }) => [id, taggedAt(publishedAt, tags)]));
  const changed = videos.filter(({ id }) => before.has(id));
  await changeTagCounts(
    trx,
    changed.map(
      ({ id, tags, tagKeys }): TaggedBefore => ({
        before: before.get(id)?.tags ?? [],
        now: labelled(tags, tagKeys),
      }),
    ),
  );
  await moveTags(
    trx,
    changed.map(({ id, publishedAt, tagKeys }) => ({
      id,
      before: before.get(id) ?? null,
      now: { publishedAt, tags: [...new Set(tagKeys)] },
    })),
  );
}

const taggedAt = (publishedAt: Instant | null, tags: readonly string[]): Tagged | null =>
  publishedAt === null ? null : { publishedAt, tags };

/** Takes videos out of the index and their tags out of the counts. Those that are not in it do no harm. */
export async function forgetSearchTerms(trx: Db, ids: readonly VideoId[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<{ id: VideoId; publishedAt: Instant; tags: string[] }>`
    with gone as (
      delete from video_search where video_id = any(${[...ids]}::text[]) returning video_id, published_at, terms
    )
    select video_id as id, published_at as "publishedAt", ${tagsIn("gone.terms")} as tags from gone`.execute(trx);
  await changeTagCounts(
    trx,
    rows.map(({ tags }): TaggedBefore => ({ before: tags, now: new Map() })),
  );
  await moveTags(
    trx,
    rows.map(({ id, publishedAt, tags }) => ({ id, before: { publishedAt, tags }, now: null })),
  );
}

/** The folded tags in a row's terms: what was counted, whatever has become of the video's own row since. */
const tagsIn = (terms: "s.terms" | "gone.terms") =>
  sql`array(select substr(t.lexeme, 2) from unnest(${sql.ref(terms)}) t where t.lexeme like '#%')`;

interface SearchableRow {
  readonly id: VideoId;
  readonly title: string;
  readonly tags: readonly string[];
  readonly tagKeys: readonly string[];
  readonly description: string;
  readonly channelId: ChannelId;
  readonly publishedAt: Instant;
}

async function readSearchable(trx: Db, ids: readonly VideoId[]): Promise<readonly SearchableRow[]> {
  const { rows } = await sql<SearchableRow>`
    select id, title, tags, tag_keys as "tagKeys", description, channel_id as "channelId", published_at as "publishedAt"
    from video
    where id = any(${[...ids]}::text[]) and described_at is not null and published_at is not null and title <> ''`.execute(
    trx,
  );
  // A tag of blanks is none.
  return rows.map((row) => ({ ...row, tagKeys: row.tagKeys.filter((key) => key !== "") }));
}

/** Each folded tag with the way in which the video's author wrote it first. */
function labelled(tags: readonly string[], tagKeys: readonly string[]): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  for (const tag of tags) {
    const key = foldTag(tag);
    if (!written.has(key)) written.set(key, tag);
  }
  return new Map(tagKeys.map((key) => [key, written.get(key) ?? key]));
}

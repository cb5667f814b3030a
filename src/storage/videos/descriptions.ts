import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import { foldTag, type VideoDescription } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { writeSearchTerms } from "#storage/search/search-terms.ts";
import { isoOrNull, rowSet } from "#storage/sql/row-set.ts";
import { changedFields } from "./changed-fields.ts";
import { writeListing } from "./listing.ts";

/** YouTube allows 500 characters for all tags together; an index entry of several thousand bytes is refused. */
export const TAG_LENGTH_MAX = 500;

/** The fields whose former values are kept: revision's name of it, and its column. */
const REVISED = {
  title: "title",
  description: "description",
  tags: "tags",
  thumbnail: "thumbnail_url",
  category: "category_id",
  duration: "duration_seconds",
  privacy: "privacy",
} as const;

/**
 * Stores what YouTube said of videos at `seenAt`, and what a changed field said before. The first description is no
 * change, and one older than the stored is ignored. Gives the channels of videos described for the first time.
 */
export async function writeDescriptions(
  trx: Db,
  descriptions: readonly VideoDescription[],
  seenAt: Instant,
): Promise<readonly ChannelId[]> {
  if (descriptions.length === 0) return [];
  const rows = descriptions.map((video) => ({
    id: video.id,
    title: video.title,
    description: video.description,
    tags: video.tags,
    tag_keys: [...new Set(video.tags.map(foldTag))].filter((tag) => tag.length <= TAG_LENGTH_MAX),
    category_id: video.categoryId,
    language: video.language,
    thumbnail_url: video.thumbnailUrl,
    duration_seconds: video.durationSeconds,
    portrait: video.portrait,
    made_for_kids: video.madeForKids,
    privacy: video.privacy,
    broadcast: video.broadcast,
    live_state: video.liveState,
    scheduled_start_at: isoOrNull(video.scheduledStartAt),
    actual_start_at: isoOrNull(video.actualStartAt),
    actual_end_at: isoOrNull(video.actualEndAt),
  }));
  const incoming = rowSet("i", rows, {
    id: "text",
    title: "text",
    description: "text",
    tags: "text[]",
    tag_keys: "text[]",
    category_id: "text",
    language: "text",
    thumbnail_url: "text",
    duration_seconds: "integer",
    portrait: "boolean",
    made_for_kids: "boolean",
    privacy: "text",
    broadcast: "boolean",
    live_state: "text",
    scheduled_start_at: "timestamptz",
    actual_start_at: "timestamptz",
    actual_end_at: "timestamptz",
  });
  // Said beside the join, so that 50 index look-ups are planned and not a scan of all texts.
  const ids = descriptions.map(({ id }) => id);
  const { rows: first } = await sql<{ channel_id: ChannelId }>`
    with incoming as materialized (select * from ${incoming}), changes as (
      select v.id, v.channel_id, v.described_at, ${changedFields(REVISED, "v", "i")} as before,
        -- Without a title its texts were deleted because they had grown old: what comes now changes nothing.
        v.title = '' as cleared
      from incoming i join video v on v.id = i.id
      where v.id = any(${ids}::text[]) and (v.described_at is null or v.described_at <= ${at(seenAt)})
    ), revised as (
      insert into video_revision (video_id, seen_at, before)
      select id, ${at(seenAt)}, before from changes where described_at is not null and before <> '{}' and not cleared
      on conflict do nothing
    ), described as (
      update video v set described_at = ${at(seenAt)}, title = i.title, description = i.description, tags = i.tags,
        tag_keys = i.tag_keys, category_id = i.category_id, language = i.language, thumbnail_url = i.thumbnail_url,
        duration_seconds = i.duration_seconds, portrait = i.portrait, made_for_kids = i.made_for_kids,
        privacy = i.privacy, broadcast = i.broadcast, live_state = i.live_state,
        scheduled_start_at = i.scheduled_start_at, actual_start_at = i.actual_start_at,
        actual_end_at = i.actual_end_at
      from incoming i join changes on changes.id = i.id
      where v.id = i.id and v.id = any(${ids}::text[])
    )
    select distinct channel_id from changes where described_at is null`.execute(trx);
  await writeListing(trx, ids);
  await writeSearchTerms(trx, ids);
  await writeChannelTitles(trx, descriptions, seenAt);
  return first.map(({ channel_id }) => channel_id);
}

/**
 * The titles of channels that nobody tracks, as their videos show them: a video found by a watch would have no channel to
 * name. A tracked channel says itself what it is. Of one that described itself once only the title follows: the rest is as
 * old as it was.
 */
async function writeChannelTitles(trx: Db, descriptions: readonly VideoDescription[], seenAt: Instant): Promise<void> {
  const titles = new Map(descriptions.map(({ channelId, channelTitle }) => [channelId, channelTitle]));
  const rows = [...titles].filter(([, title]) => title !== "").map(([id, title]) => ({ id, title }));
  if (rows.length === 0) return;
  await sql`
    insert into channel (id, title, description, state, tracked_since, described_at, title_only)
    select i.id, i.title, '', 'untracked', ${at(seenAt)}, ${at(seenAt)}, true
    from ${rowSet("i", rows, { id: "text", title: "text" })}
    where not exists (select from channel c where c.id = i.id and (c.state = 'tracked' or c.described_at > ${at(seenAt)}))
    order by i.id
    on conflict (id) do update set title = excluded.title,
      described_at = case when channel.title_only then excluded.described_at else channel.described_at end
    where channel.state = 'untracked'`.execute(trx);
}

import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import { foldTag, type VideoDescription } from "#domain/video.ts";
import { changedFields } from "./changed-fields.ts";
import { at, type Db } from "./database.ts";
import { isoOrNull, rowSet } from "./row-set.ts";

/** YouTube allows 500 characters for all tags together; an index entry of several thousand bytes is refused. */
const TAG_LENGTH_MAX = 500;

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
      select v.id, v.channel_id, v.described_at, ${changedFields(REVISED, "v", "i")} as before
      from incoming i join video v on v.id = i.id
      where v.id = any(${ids}::text[]) and (v.described_at is null or v.described_at <= ${at(seenAt)})
    ), revised as (
      insert into video_revision (video_id, seen_at, before)
      select id, ${at(seenAt)}, before from changes where described_at is not null and before <> '{}'
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
  return first.map(({ channel_id }) => channel_id);
}

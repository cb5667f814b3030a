import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { type Instant, instant } from "#domain/time.ts";
import { foldTag, type VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { writeSearchTerms } from "#storage/search/search-terms.ts";
import { writeListing } from "#storage/videos/listing.ts";

/** A described video by what keywords are taken from. */
export interface SeededText {
  readonly channel: number;
  readonly at: Instant;
  readonly title: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly language?: string;
  readonly category?: string;
  /** Its performance. */
  readonly score?: number;
}

export const textChannel = (n: number): ChannelId => `UCtext${String(n).padStart(18, "0")}` as ChannelId;
export const textVideo = (n: number): VideoId => `txt${String(n).padStart(8, "0")}` as VideoId;

/** Writes videos as they are once they have been described, the n-th under `textVideo(first + n)`. */
export async function seedTexts(db: Db, texts: readonly SeededText[], first = 0): Promise<void> {
  const ids = texts.map((_, n) => textVideo(first + n));
  await db
    .insertInto("video")
    .values(texts.map((text, n) => videoRow(text, ids[n] ?? "")))
    .execute();
  await db
    .insertInto("video_counter")
    .values(
      texts.map((text, n) => ({
        video_id: ids[n] ?? "",
        shard: n % 64,
        channel_id: textChannel(text.channel),
        describe_why: "refresh" as const,
        performance: text.score ?? null,
        searched: false,
      })),
    )
    .execute();
  await writeListing(db, ids);
  await writeSearchTerms(db, ids);
}

function videoRow(
  { channel, at: published, title, description = "", tags = [], language, category }: SeededText,
  id: string,
) {
  return {
    id,
    channel_id: textChannel(channel),
    first_seen_at: at(published),
    source: "uploads" as const,
    published_at: at(published),
    described_at: at(instant(published + 1000)),
    title,
    description,
    tags: sql<string[]>`${tags}::text[]`,
    tag_keys: sql<string[]>`${tags.map(foldTag)}::text[]`,
    category_id: category ?? "22",
    language: language ?? "en",
    format: "long" as const,
    broadcast: false,
    live_state: "none" as const,
  };
}

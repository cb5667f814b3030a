import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type ChannelId, isChannelId } from "#domain/channel.ts";
import { type Instant, parseInstant } from "#domain/time.ts";
import { isVideoId, type VideoId } from "#domain/video.ts";
import { parseCsv } from "./csv.ts";
import { channelIdOf } from "./identifiers.ts";
import { hash } from "./random.ts";
import type { VideoText } from "./world.ts";

/** One row of a trending CSV: what YouTube said of one video at one instant. */
export interface RecordedRow {
  readonly videoId: VideoId;
  readonly channelId: ChannelId;
  readonly channelTitle: string;
  readonly recordedAt: Instant;
  readonly publishedAt: Instant;
  readonly text: VideoText;
  /** `null` while a broadcast has no length yet (`P0D`). */
  readonly durationSeconds: number | null;
  readonly madeForKids: boolean;
  readonly views: number;
  readonly likes: number | null;
  readonly comments: number | null;
}

/** Reads a trending CSV, plain or gzipped. Throws when the file or its columns cannot be read. */
export async function readRecording(path: string): Promise<readonly RecordedRow[]> {
  const bytes = await readFile(path);
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = (gzipped ? await promisify(gunzip)(bytes) : bytes).toString("utf8");
  return recordedRows(parseCsv(text));
}

/** The usable rows of a parsed CSV; rows without a valid video id, time or view count say nothing and are left out. */
function recordedRows(records: readonly Readonly<Record<string, string>>[]): readonly RecordedRow[] {
  return records.flatMap((record) => {
    const field = (name: string): string => record[name] ?? "";
    const videoId = field("video_id");
    const recordedAt = parseInstant(field("fetched_at"));
    const publishedAt = parseInstant(field("published_at"));
    const views = count(field("views"));
    if (!isVideoId(videoId) || recordedAt === null || publishedAt === null || views === null) return [];
    // Before its publication a video cannot have been on a chart: the row's times are wrong.
    if (recordedAt <= publishedAt) return [];
    const channelTitle = field("channel_title");
    const channelId = field("channel_id");
    return [
      {
        videoId,
        channelId: isChannelId(channelId) ? channelId : channelIdOf(hash(channelTitle), 0),
        channelTitle,
        recordedAt,
        publishedAt,
        text: {
          title: field("title"),
          // The chart's recording holds no descriptions.
          description: "",
          tags: field("tags") === "" ? [] : field("tags").split(", "),
          language: field("default_language") || null,
          audioLanguage: field("audio_language") || null,
          categoryId: field("category_id"),
          thumbnail: 0,
        },
        durationSeconds: field("duration_raw") === "P0D" ? null : count(field("duration")),
        madeForKids: field("made_for_kids") === "True",
        views,
        likes: count(field("likes")),
        comments: count(field("comments")),
      },
    ];
  });
}

/** Whole numbers, sometimes written `21.0`; `null` for anything else. */
const count = (text: string): number | null => (/^\d+(\.0+)?$/.test(text) ? Math.trunc(Number(text)) : null);

import type { ChannelId } from "./channel.ts";
import type { Counters } from "./snapshot.ts";
import type { Instant } from "./time.ts";
import type { Format, VideoId } from "./video.ts";

/** What somebody else's collection says of one video at one instant. At least one counter is known. */
export interface ImportedSample extends Counters {
  readonly videoId: VideoId;
  readonly capturedAt: Instant;
  /** Of whom it is; `null` where the collection does not say. */
  readonly channelId: ChannelId | null;
  /** What else it says of the video; `null` where that is too little to show the video by. */
  readonly text: ImportedText | null;
}

/** What a video said of itself, as the collection wrote it down. What it does not hold is `null` or empty. */
export interface ImportedText {
  readonly channelTitle: string;
  readonly publishedAt: Instant;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly categoryId: string | null;
  readonly language: string | null;
  readonly thumbnailUrl: string | null;
  readonly durationSeconds: number | null;
  readonly madeForKids: boolean | null;
  /** `live` = it was live or announced when it was collected; a collection does not say when it began. */
  readonly format: Format;
}

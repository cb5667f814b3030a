import { type Duration, days, type Instant, inMinutes, instant, plus } from "#domain/time.ts";
import type { Outcome } from "#insights/forecast/outset.ts";
import { drawChannel } from "#simulation/synthetic-channel.ts";
import { drawCounting, drawUploads } from "#simulation/synthetic-videos.ts";

/** An outcome with when it was known, so that nobody learns from the future. */
export interface DatedOutcome extends Outcome {
  readonly outsetAt: Instant;
  readonly knownAt: Instant;
}

/** A video of the virtual YouTube as its counter shows it at any age. */
interface VirtualVideo {
  readonly id: string;
  readonly channelId: string;
  readonly format: "long" | "short" | "live" | "unknown";
  readonly startAt: Instant;
  readonly viewsAt: (age: Duration) => number;
}

const FROM = instant(Date.UTC(2025, 0, 1));

/** The uploads of so many channels within so many days, by rising start. Dead and deleted ones are among them. */
export function drawVirtual(seed: number, channels: number, span: Duration, from = FROM): readonly VirtualVideo[] {
  return Array.from({ length: channels }, (_, index) => drawChannel(seed, index, from))
    .flatMap((channel) =>
      drawUploads(seed, channel, channel.uploadsPerDay, from, plus(from, span)).map((video) => {
        const { counted } = drawCounting(seed, video, from);
        return {
          id: video.id,
          channelId: channel.id,
          format: video.format,
          startAt: video.startAt,
          viewsAt: (age: Duration) => Math.floor(counted(inMinutes(age))),
        };
      }),
    )
    .sort((a, b) => a.startAt - b.startAt);
}

export function outcomesOf(videos: readonly VirtualVideo[], age: Duration, target: Duration): readonly DatedOutcome[] {
  return videos.map((video) => ({
    videoId: video.id,
    channelId: video.channelId,
    format: video.format,
    age,
    views: video.viewsAt(age),
    earlier: [
      video.viewsAt((age / 2) as Duration),
      video.viewsAt((age / 4) as Duration),
      video.viewsAt((age / 8) as Duration),
    ],
    reached: video.viewsAt(target),
    outsetAt: plus(video.startAt, age),
    knownAt: plus(video.startAt, target),
  }));
}

/** When the virtual history is old enough to learn from. */
export const originOf = (span: Duration): Instant => plus(FROM, ((span * 2) / 3) as Duration);

export const SPAN: Duration = days(300);

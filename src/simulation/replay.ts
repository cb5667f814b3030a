import type { ChannelId } from "#domain/channel.ts";
import { type Instant, minutes, seconds } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { hash, share } from "./random.ts";
import { type RecordedRow, readRecording } from "./recording.ts";
import { type ReplayVideo, replayVideo } from "./replay-video.ts";
import { countersOfChannel, Uploads } from "./uploads.ts";
import { isVisible, type World, type WorldChannel, wholeSecond } from "./world.ts";

export interface ReplayOptions {
  /** A trending CSV (`.csv` or `.csv.gz`), or its rows. */
  readonly csv: string | readonly RecordedRow[];
  readonly from: Instant;
  readonly until: Instant;
  /** Draws only what no recording tells: handles, lags, subscribers. */
  readonly seed: number;
}

/**
 * A world of real videos: the channels that publish in `[from, until)`, with those videos and the earlier ones of the
 * file as their catalogue. Counters pass exactly through every recorded point (`recordedCurve` says what lies between).
 */
export async function replayWorld(options: ReplayOptions): Promise<World> {
  const rows = typeof options.csv === "string" ? await readRecording(options.csv) : options.csv;
  const { from, until, seed } = options;
  const rowsByVideo = new Map<VideoId, [RecordedRow, ...RecordedRow[]]>();
  for (const row of rows) {
    const known = rowsByVideo.get(row.videoId);
    if (known) known.push(row);
    else rowsByVideo.set(row.videoId, [row]);
  }
  const before = [...rowsByVideo.values()].map(replayVideo).filter((video) => video.startAt < until);
  const publishing = new Set(before.filter((video) => video.startAt >= from).map((video) => video.channelId));
  const byStart = before
    .filter((video) => publishing.has(video.channelId))
    .toSorted((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : 1));

  const videos = new Map(byStart.map((video) => [video.id, video]));
  const channels = new Map<ChannelId, ReplayChannel>();
  for (const [id, own] of Map.groupBy(byStart, (video) => video.channelId))
    channels.set(id, replayChannel(seed, id, own));
  const byHandle = new Map([...channels.values()].map((channel) => [channel.handle, channel]));

  return {
    startsAt: from,
    endsAt: until,
    channels: [...channels.values()],
    channel: (id) => channels.get(id) ?? null,
    channelByHandle: (handle) => byHandle.get(handle.toLowerCase()) ?? null,
    video: (id) => videos.get(id) ?? null,
    // Only the newest text is known of a recorded video: it never changes.
    textOf: (id) => videos.get(id)?.text ?? null,
    editsOf: () => [],
    uploadsOf: (id, at) => channels.get(id)?.uploads.publicAt(at) ?? [],
    playlistOf: (id, at) => channels.get(id)?.uploads.playlistAt(at) ?? [],
    videosOf: (id) => channels.get(id)?.uploads.all ?? [],
    videosStartedBetween: (start, end) => byStart.filter((video) => video.startAt >= start && video.startAt < end),
    countersAt(id, at) {
      const video = videos.get(id);
      return video && isVisible(video, at) ? video.countersAt(at) : null;
    },
    channelCountersAt(id, at) {
      const channel = channels.get(id);
      return channel ? countersOfChannel(channel, channel.uploads, channel.subscribers, channel.medianViews, at) : null;
    },
  };
}

interface ReplayChannel extends WorldChannel {
  readonly uploads: Uploads<ReplayVideo>;
  readonly medianViews: number;
  readonly subscribers: number;
}

/** What the recording does not tell of a channel is drawn from its id; its handle is made from its title. */
function replayChannel(seed: number, id: ChannelId, videos: readonly ReplayVideo[]): ReplayChannel {
  const views = videos.map((video) => video.lastViews).toSorted((a, b) => a - b);
  const medianViews = views[views.length >> 1] ?? 0;
  const title = videos.at(-1)?.channelTitle ?? id;
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")
    .slice(0, 20);
  return {
    id,
    title,
    description: "",
    // Different channels share titles, and many titles have no Latin letter at all.
    handle: `@${slug}.${hash("handle", id).toString(36)}`,
    country: null,
    createdAt: wholeSecond((videos[0]?.listedAt ?? 0) - 1000 * 86_400_000),
    countLag: minutes(3 + 7 * share(seed, "count lag", id)),
    feedLag: seconds(20 + 220 * share(seed, "feed lag", id)),
    uploads: new Uploads(videos),
    medianViews,
    subscribers: Math.round(medianViews * (2 + 10 * share(seed, "subscribers", id))),
  };
}

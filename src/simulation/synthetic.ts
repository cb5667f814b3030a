import type { ChannelCounters, ChannelId } from "#domain/channel.ts";
import { days, type Instant, minus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { refreshedEvery, shownCounters } from "./counters.ts";
import { drawEdits } from "./edits.ts";
import { channelIndexIn } from "./identifiers.ts";
import { mentionsIn } from "./mentions.ts";
import { Chance } from "./random.ts";
import { drawChannel, RATE_MAX, type SyntheticChannel } from "./synthetic-channel.ts";
import { type Counting, drawCounting, drawUploads, type SyntheticVideo } from "./synthetic-videos.ts";
import { drawText } from "./texts.ts";
import { countersOfChannel, Uploads } from "./uploads.ts";
import { type Edit, editedText, isVisible, type VideoText, type World } from "./world.ts";

export interface SyntheticOptions {
  readonly seed: number;
  readonly channels: number;
  readonly from: Instant;
  readonly until: Instant;
  /** Uploads a day of all channels together; left out, each channel's own rate stands (0.35 on average). */
  readonly uploadsPerDay?: number;
  /** How far back each channel's catalogue reaches. */
  readonly catalogueDays?: number;
  /**
   * How many times as long batchGetStats shows the same views as `videos.list` does. Nobody has measured it; 1, the
   * default, makes them alike.
   */
  readonly batchRefreshFactor?: number;
}

/** Two years of catalogue give most channels several pages to back-fill. */
const CATALOGUE_DAYS = 730;
/** A channel's catalogue holds at most this many videos: eight pages, so that back-fill stays small beside tracking. */
const CATALOGUE_VIDEOS_MAX = 400;

/** A world drawn from a seed. Channels are drawn at once, their videos when first asked for, counters by need. */
export function syntheticWorld(options: SyntheticOptions): World {
  const { seed, from, until } = options;
  const channels = Array.from({ length: options.channels }, (_, index) => drawChannel(seed, index, from));
  const byId = new Map(channels.map((channel) => [channel.id, channel]));
  const byHandle = new Map(channels.map((channel) => [channel.handle, channel]));
  const rateSum = channels.reduce((sum, channel) => sum + channel.uploadsPerDay, 0);
  const rateFactor = options.uploadsPerDay === undefined ? 1 : options.uploadsPerDay / rateSum;
  const catalogueFrom = minus(from, days(options.catalogueDays ?? CATALOGUE_DAYS));
  const uploadsByChannel = new Map<ChannelId, Uploads<SyntheticVideo>>();
  const videos = new Map<VideoId, SyntheticVideo>();
  const countings = new Map<VideoId, Counting>();
  let byStart: readonly SyntheticVideo[] | null = null;

  const uploadsFor = (channel: SyntheticChannel): Uploads<SyntheticVideo> => {
    const known = uploadsByChannel.get(channel.id);
    if (known) return known;
    const rate = Math.min(RATE_MAX, channel.uploadsPerDay * rateFactor);
    const catalogue = drawUploads(seed, channel, rate, catalogueFrom, from).toSorted((a, b) => a.startAt - b.startAt);
    const all = [...catalogue.slice(-CATALOGUE_VIDEOS_MAX), ...drawUploads(seed, channel, rate, from, until)];
    const uploads = new Uploads(all);
    for (const video of all) videos.set(video.id, video);
    uploadsByChannel.set(channel.id, uploads);
    return uploads;
  };

  const findVideo = (id: VideoId): SyntheticVideo | null => {
    const known = videos.get(id);
    if (known) return known;
    const channel = channels[channelIndexIn(seed, id)];
    if (!channel || uploadsByChannel.has(channel.id)) return null;
    uploadsFor(channel);
    return videos.get(id) ?? null;
  };

  const countingOf = (video: SyntheticVideo): Counting => {
    const known = countings.get(video.id);
    if (known) return known;
    const drawn = drawCounting(seed, video, from);
    countings.set(video.id, drawn);
    return drawn;
  };

  const publishedText = (video: SyntheticVideo): VideoText => {
    const text = drawText(new Chance(seed, "text", video.id), video.channel, video.format === "short");
    return { ...text, description: `${text.description}${mentionsIn(seed, video, channels)}` };
  };
  const editsOf = (video: SyntheticVideo): readonly Edit[] => drawEdits(seed, video, () => publishedText(video));

  return {
    startsAt: from,
    endsAt: until,
    channels,
    channel: (id) => byId.get(id) ?? null,
    channelByHandle: (handle) => byHandle.get(handle.toLowerCase()) ?? null,
    video: findVideo,
    textOf(id, at) {
      const video = findVideo(id);
      return video && editedText(publishedText(video), editsOf(video), at);
    },
    editsOf(id) {
      const video = findVideo(id);
      return video ? editsOf(video) : [];
    },
    uploadsOf(id, at) {
      const channel = byId.get(id);
      return channel ? uploadsFor(channel).publicAt(at) : [];
    },
    playlistOf(id, at) {
      const channel = byId.get(id);
      return channel ? uploadsFor(channel).playlistAt(at) : [];
    },
    videosOf(id) {
      const channel = byId.get(id);
      return channel ? uploadsFor(channel).all : [];
    },
    videosStartedBetween(start, end) {
      byStart ??= channels.flatMap((channel) => [...uploadsFor(channel).all]).toSorted((a, b) => a.startAt - b.startAt);
      return byStart.filter((video) => video.startAt >= start && video.startAt < end);
    },
    countersAt(id, at, source) {
      const video = findVideo(id);
      if (!video || !isVisible(video, at)) return null;
      const { curve, counted, display } = countingOf(video);
      const shown = source === "batch" ? refreshedEvery(display, options.batchRefreshFactor ?? 1) : display;
      return shownCounters(curve, shown, at - video.startAt, counted);
    },
    channelCountersAt(id, at): ChannelCounters | null {
      const channel = byId.get(id);
      if (!channel) return null;
      return countersOfChannel(channel, uploadsFor(channel), channel.subscribers, channel.viewsMedian, at);
    },
  };
}

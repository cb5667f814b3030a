import type { ChannelId } from "#domain/channel.ts";
import {
  birthOf,
  type Counted,
  DAY,
  dayOf,
  firstHourKept,
  HOUR,
  HOURLY_WITHIN,
  isSeenBorn,
  shareGain,
  stepOf,
  type UtcDay,
} from "#domain/day-gain.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Counters, Snapshot } from "#domain/snapshot.ts";
import type { Instant } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { Format, VideoId } from "#domain/video.ts";

/** What was known of a video before a settlement is written. */
export interface KnownVideo extends Counters {
  readonly id: VideoId;
  /** When its last sample was taken; `null` = none was, or it has grown too old to be kept. */
  readonly at: Instant | null;
  readonly startAt: Instant | null;
  readonly format: Format;
  readonly firstSeenAt: Instant;
  /** Whether the day of its last sample waits for the next one. */
  readonly open: boolean;
}

/** A video whose days belong to another format from now on. */
export interface Moved {
  readonly id: VideoId;
  readonly channelId: ChannelId;
  readonly from: Format;
  readonly to: Format;
}

interface VideoDayRow {
  readonly video_id: VideoId;
  readonly day: UtcDay;
  views: number;
  likes: number | null;
  comments: number | null;
  samples: number;
  open: boolean;
}

interface ChannelDayRow {
  readonly channel_id: ChannelId;
  readonly format: Format;
  readonly day: UtcDay;
  views: number;
  likes: number;
  comments: number;
  uploads: number;
  samples: number;
  open: number;
}

interface ChannelHourRow {
  readonly channel_id: ChannelId;
  readonly format: Format;
  readonly hour: string;
  views: number;
  samples: number;
}

/** What the days of a video depend on besides its samples. */
export type RolledUp = Pick<TrackedVideo, "id" | "channelId" | "format" | "startAt" | "firstSeenAt" | "goneAt">;

/** What samples add to days and hours: of their videos, and of their channels by format. */
export class RollupSums {
  readonly moved: Moved[] = [];
  readonly #videoDays = new Map<string, VideoDayRow>();
  readonly #channelDays = new Map<string, ChannelDayRow>();
  readonly #channelHours = new Map<string, ChannelHourRow>();
  readonly #hoursFrom: Instant;

  constructor(now: Instant) {
    this.#hoursFrom = firstHourKept(now);
  }

  get videoDays(): readonly VideoDayRow[] {
    return [...this.#videoDays.values()];
  }

  get channelDays(): readonly ChannelDayRow[] {
    return [...this.#channelDays.values()];
  }

  get channelHours(): readonly ChannelHourRow[] {
    return [...this.#channelHours.values()];
  }

  /** Adds one video: `samples` are those that are not counted yet, oldest first. */
  add(video: RolledUp, known: KnownVideo | null, samples: readonly Snapshot[]): void {
    const { id, channelId, format } = video;
    if (known && known.format !== format) this.moved.push({ id, channelId, from: known.format, to: format });
    this.#countUpload(video, known);

    let last: Counted | null = known && known.at !== null ? { ...known, at: known.at } : null;
    const openBefore = known?.open && last ? dayOf(last.at) : null;
    for (const sample of samples) {
      const next: Counted = { ...sample, at: sample.capturedAt };
      // Another lane was faster: what lies before a newer sample is shared out already.
      if (last && next.at <= last.at) continue;
      const from = last ?? birthOf(video.startAt, next);
      if (from) this.#share(video, from, next);
      this.#videoDay(id, dayOf(next.at)).samples += 1;
      this.#channelDay(channelId, format, dayOf(next.at)).samples += 1;
      const hour = this.#channelHour(channelId, format, stepOf(next.at, HOUR));
      if (hour) hour.samples += 1;
      last = next;
    }
    const newest = samples.length > 0 && last ? dayOf(last.at) : openBefore;
    // Nothing more comes of a video that is gone.
    this.#open(video, openBefore, video.goneAt === null ? newest : null);
  }

  /** An upload counts in the day of its start, once that is known, and under its format. */
  #countUpload({ channelId, startAt, format, firstSeenAt }: RolledUp, known: KnownVideo | null): void {
    const before = known && uploadDay(known.startAt, known.firstSeenAt);
    const after = uploadDay(startAt, known?.firstSeenAt ?? firstSeenAt);
    if (before === after && known?.format === format) return;
    if (known && before !== null) this.#channelDay(channelId, known.format, before).uploads -= 1;
    if (after !== null) this.#channelDay(channelId, format, after).uploads += 1;
  }

  #share({ id, channelId, format, startAt }: RolledUp, from: Counted, to: Counted): void {
    for (const part of shareGain(from, to, startAt, DAY)) {
      const { views, likes, comments } = part;
      if (views === null && likes === null && comments === null) continue;
      const ofVideo = this.#videoDay(id, dayOf(part.from));
      ofVideo.views += views ?? 0;
      if (likes !== null) ofVideo.likes = (ofVideo.likes ?? 0) + likes;
      if (comments !== null) ofVideo.comments = (ofVideo.comments ?? 0) + comments;
      const ofChannel = this.#channelDay(channelId, format, dayOf(part.from));
      ofChannel.views += views ?? 0;
      ofChannel.likes += likes ?? 0;
      ofChannel.comments += comments ?? 0;
    }
    if (to.at - from.at > HOURLY_WITHIN) return;
    for (const { from: began, views } of shareGain(from, to, startAt, HOUR)) {
      const hour = views === null ? null : this.#channelHour(channelId, format, began);
      if (hour) hour.views += views ?? 0;
    }
  }

  #open({ id, channelId, format }: RolledUp, before: UtcDay | null, after: UtcDay | null): void {
    if (before !== null && before !== after) {
      this.#videoDay(id, before).open = false;
      this.#channelDay(channelId, format, before).open -= 1;
    }
    // A row that is not touched stays as it is; one that is says anew whether it is open.
    const touched = after === null ? undefined : this.#videoDays.get(keyOf(id, after));
    if (touched) touched.open = true;
    if (after !== null && before !== after) this.#channelDay(channelId, format, after).open += 1;
  }

  #videoDay(video_id: VideoId, day: UtcDay): VideoDayRow {
    return rowOf(this.#videoDays, keyOf(video_id, day), () => ({
      ...{ video_id, day, views: 0, likes: null, comments: null, samples: 0, open: false },
    }));
  }

  #channelDay(channel_id: ChannelId, format: Format, day: UtcDay): ChannelDayRow {
    return rowOf(this.#channelDays, keyOf(channel_id, format, day), () => ({
      ...{ channel_id, format, day, views: 0, likes: 0, comments: 0, uploads: 0, samples: 0, open: 0 },
    }));
  }

  #channelHour(channel_id: ChannelId, format: Format, at: Instant): ChannelHourRow | null {
    if (at < this.#hoursFrom) return null;
    const hour = toIso(at);
    return rowOf(this.#channelHours, keyOf(channel_id, format, hour), () => ({
      ...{ channel_id, format, hour, views: 0, samples: 0 },
    }));
  }
}

const keyOf = (...parts: readonly string[]): string => parts.join(" ");

function rowOf<Row>(rows: Map<string, Row>, key: string, empty: () => Row): Row {
  const known = rows.get(key);
  if (known) return known;
  const made = empty();
  rows.set(key, made);
  return made;
}

const uploadDay = (startAt: Instant | null, firstSeenAt: Instant): UtcDay | null =>
  startAt !== null && isSeenBorn(startAt, firstSeenAt) ? dayOf(startAt) : null;

import type { ChannelId } from "#domain/channel.ts";
import { warpedAge } from "#domain/curve.ts";
import type { Duration, Instant } from "#domain/time.ts";
import type { Sample, TrackedVideo } from "#domain/tracked.ts";
import type { Format, VideoId } from "#domain/video.ts";

/*
 * Rows as flat arrays by slot: an object each would take a kilobyte a video, and reading one field of all of them would
 * touch all of it. `null` is NaN, so that every comparison with it fails.
 */

const LONG = ["startAt", "lastAt", "warpedLast", "weight", "publishedAt", "firstSeenAt", "lastViews"] as const;
const LONG_MORE = ["previousAt", "previousViews", "describeAt", "missingSince"] as const;

export interface VideoColumns
  extends Readonly<Record<(typeof LONG)[number] | (typeof LONG_MORE)[number], Float64Array>> {
  /** NaN where the start is unknown. */
  readonly startAt: Float64Array;
  /** The last sample; the start where there is none, -Infinity where there is no start either. */
  readonly lastAt: Float64Array;
  /** ln(age of the last sample in minutes + 10). */
  readonly warpedLast: Float64Array;
  /** Negative while the video is missing: then it is not worth a place in a call. */
  readonly weight: Float64Array;
  /** Index into the names of channels. */
  readonly channel: Int32Array;
  /** Index into `FORMATS`. */
  readonly format: Uint8Array;
  /** All that is one of two to four: see `bitsOf`. */
  readonly bits: Uint8Array;
}

export const FORMATS: readonly Format[] = ["long", "short", "live", "unknown"];
const WHYS: readonly TrackedVideo["describeWhy"][] = ["new", "start", "missing", "refresh"];
const SHORTS_LINKS: readonly (boolean | null)[] = [null, false, true];

const WHY = 3;
const SHORTS_LINK_SHIFT = 2;
const WATCHED = 16;
const SAMPLED = 32;
const SEARCHED = 64;

/** Columns of this many slots, all free, or taken over from shorter ones. */
export function columnsOf(length: number, old?: VideoColumns): VideoColumns {
  const long = {} as Record<(typeof LONG)[number] | (typeof LONG_MORE)[number], Float64Array>;
  for (const name of [...LONG, ...LONG_MORE]) {
    long[name] = new Float64Array(length).fill(Number.NaN, old?.startAt.length ?? 0);
    if (old) long[name].set(old[name]);
  }
  const made = {
    ...long,
    channel: new Int32Array(length),
    format: new Uint8Array(length),
    bits: new Uint8Array(length),
  };
  if (old) for (const name of ["channel", "format", "bits"] as const) made[name].set(old[name]);
  return made;
}

/** Writes a row into a slot; `channel` is the index of its channel's name. */
export function writeRow(columns: VideoColumns, slot: number, row: TrackedVideo, channel: number): void {
  const last = row.last?.at ?? row.startAt;
  columns.startAt[slot] = row.startAt ?? Number.NaN;
  columns.lastAt[slot] = last ?? Number.NEGATIVE_INFINITY;
  columns.warpedLast[slot] = warpedAge(Math.max(0, (last ?? 0) - (row.startAt ?? 0)) as Duration);
  columns.weight[slot] = row.missingSince === null ? row.weight : -row.weight;
  columns.publishedAt[slot] = row.publishedAt ?? Number.NaN;
  columns.firstSeenAt[slot] = row.firstSeenAt;
  columns.lastViews[slot] = row.last?.views ?? Number.NaN;
  columns.previousAt[slot] = row.previous?.at ?? Number.NaN;
  columns.previousViews[slot] = row.previous?.views ?? Number.NaN;
  columns.describeAt[slot] = row.describeAt ?? Number.NaN;
  columns.missingSince[slot] = row.missingSince ?? Number.NaN;
  columns.channel[slot] = channel;
  columns.format[slot] = FORMATS.indexOf(row.format);
  columns.bits[slot] =
    WHYS.indexOf(row.describeWhy) |
    (SHORTS_LINKS.indexOf(row.shortsLink) << SHORTS_LINK_SHIFT) |
    (row.watched ? WATCHED : 0) |
    (row.searched ? SEARCHED : 0) |
    (row.last ? SAMPLED : 0);
}

/** The row that was written into a slot, the same in every field. */
export function readRow(columns: VideoColumns, slot: number, id: VideoId, channelId: ChannelId): TrackedVideo {
  const bits = columns.bits[slot] ?? 0;
  return {
    id,
    channelId,
    publishedAt: orNull(columns.publishedAt[slot]),
    startAt: orNull(columns.startAt[slot]),
    format: FORMATS[columns.format[slot] ?? 0] ?? "unknown",
    shortsLink: SHORTS_LINKS[(bits >> SHORTS_LINK_SHIFT) & 3] ?? null,
    weight: Math.abs(columns.weight[slot] ?? 0),
    watched: (bits & WATCHED) !== 0,
    searched: (bits & SEARCHED) !== 0,
    firstSeenAt: (columns.firstSeenAt[slot] ?? 0) as Instant,
    last: isSampled(columns, slot) ? sampleOf(columns.lastAt[slot], columns.lastViews[slot]) : null,
    previous: sampleOf(columns.previousAt[slot], columns.previousViews[slot]),
    describeAt: orNull(columns.describeAt[slot]),
    describeWhy: WHYS[bits & WHY] ?? "refresh",
    missingSince: orNull(columns.missingSince[slot]),
    goneAt: null,
  };
}

/** Forgets what was written: no comparison with a free slot holds. */
export function clearRow(columns: VideoColumns, slot: number): void {
  for (const name of [...LONG, ...LONG_MORE]) columns[name][slot] = Number.NaN;
  columns.bits[slot] = 0;
}

/** Whether a slot's video was ever sampled. */
export const isSampled = (columns: VideoColumns, slot: number): boolean => ((columns.bits[slot] ?? 0) & SAMPLED) !== 0;

const sampleOf = (at: number | undefined, views: number | undefined): Sample | null =>
  at === undefined || Number.isNaN(at) ? null : { at: at as Instant, views: orNull(views) };

const orNull = <N extends number>(value: number | undefined): N | null =>
  value === undefined || Number.isNaN(value) ? null : (value as N);

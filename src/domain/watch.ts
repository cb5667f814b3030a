import type { ChannelId } from "./channel.ts";
import { type Duration, days, earliest, type Instant, minus } from "./time.ts";
import type { VideoId } from "./video.ts";

declare const watchBrand: unique symbol;

/** A watch's id: 12 characters of base64url. */
export type WatchId = string & { readonly [watchBrand]: true };

const WATCH_ID = /^[A-Za-z0-9_-]{12}$/;

/** Whether a text has the form of a watch id. */
export const isWatchId = (text: string): text is WatchId => WATCH_ID.test(text);

/** The orders of `search.list` for videos. Only `date` can be read without gaps. */
export const SEARCH_ORDERS = ["date", "rating", "relevance", "title", "viewCount"] as const;

/** YouTube's own filters of `search.list` for videos, under YouTube's own names (docs/youtube-api.md). Absent = not filtered. */
export interface SearchFilters {
  readonly q?: string | undefined;
  readonly channelId?: ChannelId | undefined;
  /** ISO 3166-1: videos that can be watched there. */
  readonly regionCode?: string | undefined;
  /** ISO 639-1: preferred, not required, by YouTube. */
  readonly relevanceLanguage?: string | undefined;
  readonly videoCategoryId?: string | undefined;
  readonly topicId?: string | undefined;
  readonly eventType?: "none" | "upcoming" | "live" | "completed" | undefined;
  readonly videoDuration?: "short" | "medium" | "long" | undefined;
  readonly videoDefinition?: "high" | "standard" | undefined;
  readonly videoCaption?: "closedCaption" | "none" | undefined;
  readonly videoLicense?: "creativeCommon" | "youtube" | undefined;
  readonly safeSearch?: "none" | "moderate" | "strict" | undefined;
  readonly order: (typeof SEARCH_ORDERS)[number];
}

/** `chart=mostPopular` of `videos.list`. */
export interface ChartFilters {
  readonly regionCode: string;
  readonly videoCategoryId?: string | undefined;
}

/** What a watch reads: a search draws on the search bucket, a chart on the default one. */
export type WatchSource =
  | { readonly kind: "search"; readonly filters: SearchFilters }
  | { readonly kind: "chart"; readonly filters: ChartFilters };

/** How often a watch runs. */
export interface Cadence {
  /** As a person chose; `null` = as often as its yield is worth, within the bounds. */
  readonly every: Duration | null;
  readonly everyMin: Duration;
  readonly everyMax: Duration;
  /** Its part of what automatic watches share, beside theirs: 1 is ordinary. */
  readonly share: number;
}

/** A stretch of publication times whose results have not been read to the end. */
export interface WatchTask {
  readonly publishedAfter: Instant;
  readonly publishedBefore: Instant;
  /** When the run began that left it. */
  readonly openedAt: Instant;
  /** The page to read next; `null` = the first. */
  readonly pageToken: string | null;
  readonly pages: number;
  readonly notBefore: Instant;
  readonly attempts: number;
  /** Why it is not finished, for people. */
  readonly reason: string;
}

/** A watch as planning remembers it: what people wrote, and how far it has come. */
export interface TrackedWatch {
  readonly id: WatchId;
  readonly source: WatchSource;
  /** A paused watch keeps its place and asks nothing. */
  readonly paused: boolean;
  readonly cadence: Cadence;
  readonly since: Instant;
  readonly createdAt: Instant;
  /** Everything published before this has been read, but for what search shows late. */
  readonly watermark: Instant;
  /** When its last run began; `null` = it never ran. */
  readonly ranAt: Instant | null;
  readonly runs: number;
  readonly calls: number;
  readonly found: number;
  /** What its yield is reckoned from; what the numbers mean is planning's. */
  readonly learned: readonly number[];
  readonly notBefore: Instant;
  readonly attempts: number;
  readonly trouble: string | null;
  readonly tasks: readonly WatchTask[];
}

/** A video that a watch has shown already. */
export interface WatchSeen {
  readonly watchId: WatchId;
  readonly videoId: VideoId;
  readonly publishedAt: Instant;
}

/** No run looks further below its watermark than this: what search shows later still is not found (docs/formulas/watches.md). */
export const OVERLAP_MOST: Duration = days(7);

/**
 * From which publication on a watch remembers what it has shown: planning forgets the rest, and whoever reads the rows back
 * leaves it out. Only runs by date have a ground that they never read again; the other orders may show anything again.
 */
export function seenFrom({ source, watermark, tasks }: Pick<TrackedWatch, "source" | "watermark" | "tasks">): Instant {
  if (!readsByDate(source)) return 0 as Instant;
  return earliest(minus(watermark, OVERLAP_MOST), ...tasks.map((task) => task.publishedAfter));
}

/** Whether a watch can be read without gaps: newest first, down to ground that is known. */
export const readsByDate = (source: WatchSource): boolean =>
  source.kind === "search" && source.filters.order === "date";

/** One page of a run, as YouTube answered it. */
export interface WatchPage {
  readonly watchId: WatchId;
  readonly askedAt: Instant;
  readonly runAt: Instant;
  readonly page: number;
  readonly publishedAfter: Instant | null;
  readonly publishedBefore: Instant | null;
  readonly totalEstimate: number | null;
  /** In the order of the answer. */
  readonly hits: readonly Omit<WatchSeen, "watchId">[];
  /** The first hit's place in its stretch of time, from 1. */
  readonly firstRank: number;
  /** How many of them the watch had not seen before. */
  readonly news: number;
}

import type { Counters } from "#domain/snapshot.ts";
import { between, hours, type Instant, latest, plus, seconds } from "#domain/time.ts";
import { type Recorded, recordedCurve } from "./recorded-curve.ts";
import type { RecordedRow } from "./recording.ts";
import type { VideoText, WorldVideo } from "./world.ts";

/** A recorded video: its newest text, and counters that pass through everything that was recorded of it. */
export interface ReplayVideo extends WorldVideo {
  readonly channelTitle: string;
  readonly text: VideoText;
  /** By age since `listedAt`. */
  readonly countersAt: (at: Instant) => Counters;
  readonly lastViews: number;
}

/** A broadcast whose length was never recorded lasts this long. */
const BROADCAST_SECONDS = 7200;
const SHORT_SECONDS_MAX = 180;
const SHORTS_MARK = /#shorts?\b/i;

/** One video out of its rows (at least one, in any order). */
export function replayVideo(rows: readonly [RecordedRow, ...RecordedRow[]]): ReplayVideo {
  const ordered = rows.toSorted((a, b) => a.recordedAt - b.recordedAt);
  const newest = ordered.at(-1) ?? rows[0];
  const listedAt = ordered[0]?.publishedAt ?? newest.publishedAt;
  const lengthless = ordered.filter((row) => row.durationSeconds === null);
  const isLive = lengthless.length > 0;
  const durationSeconds = ordered.findLast((row) => row.durationSeconds !== null)?.durationSeconds ?? BROADCAST_SECONDS;
  const startAt = isLive ? startOfBroadcast(newest, lengthless) : listedAt;
  const isShort =
    !isLive &&
    durationSeconds <= SHORT_SECONDS_MAX &&
    [newest.text.title, ...newest.text.tags].some((text) => SHORTS_MARK.test(text) || text.toLowerCase() === "shorts");
  const curves = {
    views: curveThrough(ordered, listedAt, (row) => row.views),
    likes: curveThrough(ordered, listedAt, (row) => row.likes),
    comments: curveThrough(ordered, listedAt, (row) => row.comments),
  };
  return {
    id: newest.videoId,
    channelId: newest.channelId,
    channelTitle: newest.channelTitle,
    format: isLive ? "live" : isShort ? "short" : "long",
    listedAt,
    startAt,
    orderedAt: listedAt,
    goneAt: null,
    lingersUntil: null,
    unlistedAt: null,
    durationSeconds,
    portrait: isShort,
    madeForKids: newest.madeForKids,
    broadcast: isLive
      ? { kind: "stream", scheduledAt: startAt, endsAt: plus(startAt, seconds(durationSeconds)) }
      : null,
    text: newest.text,
    lastViews: newest.views,
    countersAt(at) {
      const age = between(listedAt, at);
      return {
        views: curves.views?.(age) ?? null,
        likes: curves.likes?.(age) ?? null,
        comments: curves.comments?.(age) ?? null,
      };
    },
  };
}

/** A later publication date tells the actual start; otherwise it began an hour after it was last seen without a length. */
function startOfBroadcast(newest: RecordedRow, lengthless: readonly RecordedRow[]): Instant {
  const lastWaiting = latest(...lengthless.map((row) => row.recordedAt));
  if (newest.publishedAt > lastWaiting) return newest.publishedAt;
  const supposed = plus(lastWaiting, hours(1));
  return (Math.floor(supposed / 1000) * 1000) as Instant;
}

/** `null` for a counter that no row tells. */
function curveThrough(
  rows: readonly RecordedRow[],
  since: Instant,
  counter: (row: RecordedRow) => number | null,
): ((age: Recorded["age"]) => number) | null {
  const points = rows.flatMap((row): Recorded[] => {
    const value = counter(row);
    return value === null ? [] : [{ age: between(since, row.recordedAt), value }];
  });
  const ascending = points.filter((point, i) => i === points.length - 1 || point.age < (points[i + 1]?.age ?? 0));
  return ascending.length > 0 ? recordedCurve(ascending) : null;
}

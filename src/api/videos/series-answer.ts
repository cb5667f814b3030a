import { isoOrNull, newestIso } from "#api/http/iso.ts";
import { epochsOf } from "#domain/counting-epoch.ts";
import { toIso } from "#domain/iso-time.ts";
import { bucketStart, emptyBuckets, type Gap, gapsBetween } from "#domain/series-gap.ts";
import type { Reading } from "#domain/snapshot.ts";
import { type Duration, earliest, type Instant, inSeconds, milliseconds, plus } from "#domain/time.ts";
import { TYPICAL_AGES, valuesAtAges } from "#domain/typical.ts";
import { ageAt, type Format } from "#domain/video.ts";
import type { BucketRow, SeriesRow, Span } from "#storage/videos/series.ts";
import type { Series } from "./series-contract.ts";

/** What an answer is about. */
interface Subject {
  readonly id: string;
  readonly format: Format;
  readonly startAt: Instant | null;
}

/** Rows read one beyond the limit: the last only tells that there is more. */
interface Read<Row> {
  readonly rows: readonly Row[];
  readonly limit: number;
}

/** The snapshots as they were taken. */
export function rawSeriesOf(video: Subject, { rows, limit }: Read<SeriesRow>): Series {
  const shown = rows.slice(0, limit);
  const samples = shown.filter(({ source }) => source !== "feed").map(({ capturedAt }) => capturedAt);
  return {
    ...commonOf(video, shown),
    bucket: "raw",
    snapshots: shown.map(snapshotOf),
    gaps: gapsBetween(samples, video.startAt).map(gapOf),
    ...restOf(rows[limit]?.capturedAt),
  };
}

/** The last snapshot of each bucket. `span` is the one asked for, in whole buckets; the future is no gap. */
export function bucketSeriesOf(
  video: Subject,
  bucket: "5m" | "1h" | "1d",
  { rows, limit, span, width }: Read<BucketRow> & { readonly span: Span; readonly width: Duration },
  now: Instant,
): Series {
  const shown = rows.slice(0, limit);
  const beyond = rows[limit];
  // What is beyond the answer is no gap of it, and neither is the bucket that is not over yet.
  const until = beyond ? null : span.to === undefined ? null : earliest(span.to, bucketStart(now, width));
  return {
    ...commonOf(video, shown),
    bucket,
    snapshots: shown.map((row) => ({ bucketAt: toIso(row.bucketAt), n: row.snapshots, ...snapshotOf(row) })),
    gaps: emptyBuckets(
      shown.map(({ bucketAt }) => bucketAt),
      width,
      { from: span.from ?? null, to: until },
    ).map(gapOf),
    ...restOf(beyond?.bucketAt),
  };
}

/** The curve at fixed ages. */
export function ageSeriesOf(video: Subject, rows: readonly SeriesRow[], now: Instant): Series {
  const { startAt } = video;
  const readings = startAt === null ? [] : rows.flatMap((row) => readingOf(row, startAt));
  const values = valuesAtAges(readings);
  return {
    ...commonOf(video, startAt === null ? [] : rows),
    bucket: "age",
    ages: TYPICAL_AGES.map((age, i) => {
      const at = startAt === null ? null : plus(startAt, age);
      const views = values[i] ?? null;
      const reason =
        at === null ? ("notStarted" as const) : now < at ? ("notReached" as const) : ("notSampled" as const);
      return { ageSeconds: inSeconds(age), at: isoOrNull(at), views, reason: views === null ? reason : null };
    }),
    n: readings.length,
    derived: true,
  };
}

/** A feed's counters lag, and hidden views are none. */
function readingOf({ capturedAt, views, source }: SeriesRow, startAt: Instant): Reading[] {
  return source === "feed" || views === null ? [] : [{ age: ageAt(startAt, capturedAt), views }];
}

const snapshotOf = ({ capturedAt, views, likes, comments, source }: SeriesRow) => ({
  at: toIso(capturedAt),
  views,
  likes,
  comments,
  source,
  lagging: source === "feed",
});

const gapOf = ({ from, to }: Gap) => ({ from: toIso(from), to: toIso(to) });

function commonOf({ id, format }: Subject, rows: readonly SeriesRow[]) {
  const [first, last] = [rows[0], rows.at(-1)];
  const epochs = first && last ? epochsOf(format) : [];
  return {
    videoId: id,
    countingEpochs: epochs
      .filter(({ at }) => first && last && first.capturedAt < at && at <= last.capturedAt)
      .map(({ at, note }) => ({ at: toIso(at), note })),
    asOf: newestIso([last?.capturedAt ?? null]),
  };
}

const restOf = (beyond: Instant | undefined) => ({
  truncated: beyond !== undefined,
  next: beyond === undefined ? null : toIso(beyond),
});

/** A span in whole buckets: a bucket that is begun belongs to it. */
export function inWholeBuckets({ from, to }: Span, width: Duration): Span {
  return {
    ...(from === undefined ? {} : { from: bucketStart(from, width) }),
    ...(to === undefined ? {} : { to: bucketStart(plus(to, milliseconds(width - 1)), width) }),
  };
}

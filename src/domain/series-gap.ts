import { warpedAge } from "./curve.ts";
import { type Duration, days, type Instant, plus } from "./time.ts";
import { GAP_MAX } from "./typical.ts";
import { ageAt } from "./video.ts";

/** A stretch of time of which a series tells nothing: its end is the first instant that is known again. */
export interface Gap {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Old curves are so flat that any distance would do by their age. But every video is looked up once in 30 days, so that
 * more than a day beyond that nobody looked.
 */
const UNWATCHED: Duration = days(31);

/**
 * Where the samples of a series lie too far apart to tell what happened between them: by more than `GAP_MAX` in warped
 * age (docs/formulas/typical.md), or by more than 31 days at any age.
 *
 * @param instants of the samples, by rising time; a gap is told by the samples at its ends.
 * @param startAt when the video's clock starts; `null` = it has not, and only days count.
 */
export function gapsBetween(instants: readonly Instant[], startAt: Instant | null): Gap[] {
  return pairsOf(instants)
    .filter(({ from, to }) => to - from > UNWATCHED || isFarInAge(from, to, startAt))
    .map(({ from, to }) => ({ from, to }));
}

/** Before its start a video has no age: what it counts then is no part of its curve. */
const isFarInAge = (from: Instant, to: Instant, startAt: Instant | null): boolean =>
  startAt !== null && from >= startAt && warpedAge(ageAt(startAt, to)) - warpedAge(ageAt(startAt, from)) > GAP_MAX;

/**
 * The stretches without any bucket that holds a sample, between the first bucket and the last, and out to the span's
 * ends where it has them.
 *
 * @param buckets the beginnings of those that hold samples, by rising time.
 * @param span whole buckets; `null` = open at this end.
 */
export function emptyBuckets(
  buckets: readonly Instant[],
  width: Duration,
  span: { readonly from: Instant | null; readonly to: Instant | null },
): Gap[] {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined) {
    return span.from !== null && span.to !== null && span.from < span.to ? [{ from: span.from, to: span.to }] : [];
  }
  const ends = [
    { from: span.from ?? first, to: first },
    ...pairsOf(buckets).map(({ from, to }) => ({ from: plus(from, width), to })),
    { from: plus(last, width), to: span.to ?? plus(last, width) },
  ];
  return ends.filter(({ from, to }) => from < to);
}

const pairsOf = (instants: readonly Instant[]): Gap[] =>
  instants.flatMap((to, i) => {
    const from = instants[i - 1];
    return from === undefined ? [] : [{ from, to }];
  });

/** The beginning of the bucket that holds an instant; buckets are counted from 1970-01-01T00:00:00Z. */
export const bucketStart = (at: Instant, width: Duration): Instant => (at - (at % width)) as Instant;

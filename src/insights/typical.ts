import { quantile } from "#domain/quantile.ts";
import type { Duration } from "#domain/time.ts";
import { type CurveAtAges, countAtAge, knownAt, TYPICAL_AGES, TYPICAL_POOL_MIN, viewsAtAge } from "#domain/typical.ts";
import type { VideoId } from "#domain/video.ts";

/** How the views of a channel's last videos of a format are spread at an age (docs/formulas/typical.md). */
export interface Band {
  readonly age: Duration;
  /** Videos whose views at this age are known. */
  readonly n: number;
  readonly p10: number | null;
  readonly p25: number | null;
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  /** Why the five are `null`. */
  readonly reason: "ageOutOfRange" | "tooFewVideos" | null;
}

const NO_BAND = { p10: null, p25: null, p50: null, p75: null, p90: null } as const;

/** A channel's last videos of a format, each with its curve. */
export interface TypicalVideos {
  readonly videoIds: readonly VideoId[];
  /** In the order of `videoIds`. */
  readonly curves: readonly CurveAtAges[];
}

/** The band at each of `TYPICAL_AGES`, youngest first. Below 3 videos at an age it is `null`, and says so. */
export const typicalBands = (curves: readonly CurveAtAges[]): readonly Band[] =>
  TYPICAL_AGES.map((age, i) => {
    const views = knownAt(curves, i);
    const n = views.length;
    if (n < TYPICAL_POOL_MIN) return { age, n, ...NO_BAND, reason: "tooFewVideos" };
    const at = (q: number) => quantile(views, q);
    return { age, n, p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9), reason: null };
  });

/**
 * The band at any age: between two of `TYPICAL_AGES` each of its five lines runs straight in warped coordinates, and `n`
 * is the smaller of theirs. `p50` is what the outlier at this age is divided by.
 */
export function bandAtAge(curves: readonly CurveAtAges[], age: Duration): Band {
  const bands = typicalBands(curves);
  const n = countAtAge(
    bands.map((band) => band.n),
    age,
  );
  if (!within(age)) return { age, n, ...NO_BAND, reason: "ageOutOfRange" };
  if (n < TYPICAL_POOL_MIN) return { age, n, ...NO_BAND, reason: "tooFewVideos" };
  const at = (line: keyof typeof NO_BAND) =>
    viewsAtAge(
      bands.map((band) => band[line]),
      age,
    );
  return { age, n, p10: at("p10"), p25: at("p25"), p50: at("p50"), p75: at("p75"), p90: at("p90"), reason: null };
}

const within = (age: Duration): boolean => {
  const [first, last] = [TYPICAL_AGES[0], TYPICAL_AGES.at(-1)];
  return first !== undefined && last !== undefined && age >= first && age <= last;
};

/** A video's place among the others at its age, or why it has none. */
export type RankAtAge =
  /** `rank` 1 has the most views; `of` counts the video itself. */
  | { readonly rank: number; readonly of: number; readonly reason: null }
  | { readonly rank: null; readonly of: number; readonly reason: "ageOutOfRange" | "tooFewVideos" };

/**
 * The place of a video among its channel's last videos of the format, by views at its own age: "3rd of 10". The video
 * itself is counted once, with the views given, whether it is one of them or not. Videos with equal views share the
 * better place. At least 3 others must be known at this age.
 *
 * @param views the video's at `age`; not an integer where interpolated.
 */
export function rankAtAge(videoId: VideoId, views: number, age: Duration, typical: TypicalVideos): RankAtAge {
  const others = typical.curves.flatMap((curve, i) =>
    typical.videoIds[i] === videoId ? [] : (viewsAtAge(curve, age) ?? []),
  );
  const of = others.length + 1;
  if (!within(age)) return { rank: null, of, reason: "ageOutOfRange" };
  if (others.length < TYPICAL_POOL_MIN) return { rank: null, of, reason: "tooFewVideos" };
  return { rank: others.filter((other) => other > views).length + 1, of, reason: null };
}

import type { Level } from "./channel-levels.ts";
import { logAge, logViews, type Outset } from "./outset.ts";

/**
 * A video's features for the regression: its views and how they grew, its age within the step of ages, its format, and
 * what its channel's earlier videos did. A growth nobody sampled is 0 with a flag, so that its weight is learned apart.
 */
export function featuresOf(outset: Outset, level: Level): readonly number[] {
  const views = logViews(outset.views);
  const [half, quarter, eighth] = outset.earlier.map((value) => (value === null ? null : logViews(value)));
  const growths = [
    half == null ? null : views - half,
    half == null || quarter == null ? null : half - quarter,
    quarter == null || eighth == null ? null : quarter - eighth,
  ];
  const short = outset.format === "short" ? 1 : 0;
  const live = outset.format === "live" ? 1 : 0;
  const age = logAge(outset.age);
  const [latest = 0, middle = 0, first = 0] = growths.map((growth) => growth ?? 0);
  return [
    views,
    latest,
    middle,
    first,
    ...growths.map((growth) => (growth === null ? 1 : 0)),
    age,
    latest * age,
    // Growth that grows or dies down bends the curve.
    latest * latest,
    latest - middle,
    short,
    live,
    short * views,
    short * latest,
    level.reached,
    level.outset,
    level.growth,
    level.videos,
    // How unusual this one is so far: a hit slows down to its channel, or leaves it behind.
    (views - level.outset) * level.videos,
  ];
}

import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { findsPrior, fitEngagementPriors } from "#domain/engagement-priors.ts";
import { engagingRate, mostEngaging } from "#insights/engaging.ts";
import { type Drawn, drawPopulation, rankCorrelation } from "./engaging-population.ts";

/** By what videos may be ranked: the plain rate, the drawn one, and the lower end of its interval. */
const STATISTICS = ["plain", "drawn", "low"] as const;
type Statistic = (typeof STATISTICS)[number];

/** A population with its priors fitted to its own counters: each video's statistics of likes, and its true rate. */
function judged(population: readonly Drawn[]) {
  const find = findsPrior(fitEngagementPriors("likes", population));
  const rates = population.map((one) => {
    const rate = engagingRate("likes", one, find);
    if (typeof rate === "string") throw new Error(rate);
    return rate;
  });
  const truth = population.map((one) => one.truth);
  return {
    plain: rates.map(({ raw }) => raw ?? 0),
    drawn: rates.map(({ value }) => value),
    low: rates.map(({ low }) => low),
    truth,
    within: rates.filter(({ low, high }, i) => low <= (truth[i] ?? 0) && (truth[i] ?? 0) <= high).length,
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The true rates of the first 2 % by a statistic, as a share of those of the truly first 2 %. */
function bestFound(by: readonly number[], truth: readonly number[]): number {
  const count = Math.round(truth.length / 50);
  const firstBy = (values: readonly number[]) =>
    values
      .map((value, i) => ({ value, rate: truth[i] ?? 0 }))
      .sort((x, y) => y.value - x.value)
      .slice(0, count)
      .map(({ rate }) => rate);
  return mean(firstBy(by)) / mean(firstBy(truth));
}

describe("in a population with known rates", () => {
  // So many worlds of each size that chance moves the mean correlation by less than what is asked of it.
  const worlds = [
    [100, 30],
    [1_000, 10],
    [10_000, 2],
  ] as const;
  const strata = [
    [1, 1_000_000],
    [1, 50],
    [50, 500],
    [500, 1_000_000],
  ] as const;

  it.each(worlds.flatMap(([size, count]) => strata.map(([from, to]) => ({ size, count, from, to }))))(
    "the rank by drawn rates is nearer to the truth than by plain ones: $size videos of $from to $to views",
    async ({ size, count, from, to }) => {
      const found = Array.from({ length: count }, (_, seed) => judged(drawPopulation(size, from, to, seed)));
      const correlation = (by: Statistic) => mean(found.map((one) => rankCorrelation(one[by], one.truth)));
      expect(correlation("drawn")).toBeGreaterThan(correlation("plain"));
      const best = (by: Statistic) => mean(found.map((one) => bestFound(one[by], one.truth)));
      const cells = [
        ...[size, from, to].map((value) => value.toLocaleString("en")),
        ...[...STATISTICS.map(correlation), ...STATISTICS.map(best)].map((value) => value.toFixed(3)),
      ];
      expect(await readFile("docs/formulas/engagement.md", "utf8")).toContain(`| ${cells.join(" | ")} |`);
    },
  );

  it("holds the truth in nine of ten intervals", () => {
    const { within, truth } = judged(drawPopulation(10_000, 1, 1e6, 8));
    expect(within / truth.length).toBeGreaterThan(0.88);
    expect(within / truth.length).toBeLessThan(0.92);
  });

  it("never begins with a video of five views, where plain rates almost always do", () => {
    let few = 0;
    for (let seed = 0; seed < 30; seed++) {
      const population = drawPopulation(1_000, 1, 1e6, seed);
      const find = findsPrior(fitEngagementPriors("likes", population));
      const [best] = mostEngaging(population, { by: "likes", limit: 1, find });
      expect(best?.video.views).toBeGreaterThan(5);
      const plain = population.map(({ views, likes }) => likes / views);
      if ((population[plain.indexOf(Math.max(...plain))]?.views ?? 0) <= 5) few++;
      // Nor would it by the drawn rates alone, were videos of so few views ranked.
      const { drawn } = judged(population);
      expect(population[drawn.indexOf(Math.max(...drawn))]?.views).toBeGreaterThan(5);
    }
    expect(few).toBeGreaterThan(25);
  });
});

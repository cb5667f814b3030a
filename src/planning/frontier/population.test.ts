import { expect, it } from "vitest";
import { Draws } from "./draws.ts";
import { type CaughtChannel, estimatePopulation } from "./population.ts";

/** Channels of Pareto's sizes from 1,000 on that are caught the more often the bigger they are, and by chance of their own. */
function caughtOf(population: number, seed: number, rate: number): readonly CaughtChannel[] {
  const draws = new Draws(seed);
  return Array.from({ length: population }, () => {
    const subscribers = Math.round(1_000 / (1 - draws.uniform()));
    const mean = rate * (subscribers / 1_000) ** 0.5 * (draws.gamma(2) / 2);
    // Arrivals of a Poisson stream within one unit of time.
    let pages = -1;
    for (let at = 0; at < mean || pages < 0; pages++) at += draws.gamma(1);
    return { pages, subscribers };
  }).filter(({ pages }) => pages > 0);
}

it.each([
  { rate: 0.4, seed: 1 },
  { rate: 1, seed: 2 },
  { rate: 3, seed: 3 },
])("tells how many fit within a fifth where the big are caught far more often (%o)", ({ rate, seed }) => {
  const caught = caughtOf(10_000, seed, rate);
  const estimate = estimatePopulation(caught);
  expect(estimate?.found).toBe(caught.length);
  expect(Math.abs((estimate?.channels ?? 0) / 10_000 - 1)).toBeLessThan(0.2);
  expect(estimate?.low).toBeLessThan(10_000);
  expect(estimate?.high).toBeGreaterThan(10_000);
});

it("takes for all what was caught many times over, and tells nothing of a handful", () => {
  const often = Array.from({ length: 100 }, (_, i) => ({ pages: 9, subscribers: i % 2 ? i : null }));
  expect(estimatePopulation(often)).toEqual({ found: 100, channels: 100, low: 100, high: 100 });
  expect(estimatePopulation(often.slice(0, 29))).toBeNull();
});

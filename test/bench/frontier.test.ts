import { expect, it } from "vitest";
import { runBreadthFirst } from "../../bench/frontier-breadth.ts";
import { runOracle } from "../../bench/frontier-oracle.ts";
import { runFrontier } from "../../bench/frontier-run.ts";
import { FrontierWorld } from "../../bench/frontier-world.ts";
import { FRONTIER_WORLDS } from "../../bench/frontier-worlds.ts";

/** Forty thousand channels, of which 150 to 600 fit the filters. */
const CHANNELS = 40_000;
const UNITS = 400;

it.each(FRONTIER_WORLDS)("finds more channels than breadth first or search alone: $shape.name", ({ shape, filter }) => {
  const small = { ...shape, communities: Math.round(shape.communities / 20) };
  const world = new FrontierWorld(small, 11, CHANNELS);
  const task = { world, filter, seeds: world.seeds(filter, 25), units: UNITS };
  const found = runFrontier(task, 11).found.size;
  expect(found).toBeGreaterThan(runBreadthFirst(task).size);
  expect(found).toBeGreaterThan(runFrontier(task, 11, "search").found.size);
  expect(found / runOracle(task).found.size).toBeGreaterThan(0.8);
});

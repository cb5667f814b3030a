import { parseArgs } from "node:util";
import type { FrontierSource } from "#domain/frontier.ts";
import { estimatePopulation } from "#planning/frontier/population.ts";
import { runBreadthFirst } from "./frontier-breadth.ts";
import { runOracle } from "./frontier-oracle.ts";
import { type FrontierTask, runFrontier } from "./frontier-run.ts";
import { FrontierWorld } from "./frontier-world.ts";
import { FRONTIER_WORLDS } from "./frontier-worlds.ts";

const CHANNELS = 1_000_000;
const UNITS = 10_000;
/** Channels that the operator names: what somebody who tracks a field can write down. */
const SEEDS = 25;
const SINGLE: readonly FrontierSource[] = ["search", "chart", "subscriptions", "featured", "commenters", "uploads"];

/**
 * Channels that fit a filter, found with 10,000 units (and the 500 searches of those five days) among a million: the
 * frontier, beside each of its sources alone chosen as well as it can, breadth first from the same seeds, and an oracle that knows
 * each yield. Ratios are of the worst world.
 */
export async function frontier(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "boolean" },
      seed: { type: "string", default: "1" },
      channels: { type: "string", default: String(CHANNELS) },
      units: { type: "string", default: String(UNITS) },
    },
  });
  const seed = Number(values.seed);
  const rows = FRONTIER_WORLDS.map(({ shape, filter }) => {
    const world = new FrontierWorld(shape, seed, Number(values.channels));
    return judge({ world, filter, seeds: world.seeds(filter, SEEDS), units: Number(values.units) }, seed);
  });
  return {
    seed,
    overBestSingle: Math.min(...rows.map((row) => row.overBestSingle)),
    overOracle: Math.min(...rows.map((row) => row.overOracle)),
    populationError: Math.max(...rows.map((row) => Math.abs(row.estimate / row.population - 1))),
    rows,
  };
}

function judge(task: FrontierTask, seed: number) {
  const { world, filter } = task;
  const run = runFrontier(task, seed);
  const oracle = runOracle(task);
  const alone = Object.fromEntries(SINGLE.map((source) => [source, runFrontier(task, seed, source).found.size]));
  const breadthFirst = runBreadthFirst(task).size;
  const caught = [...run.found].map((id) => ({
    pages: run.sightings.get(String(id)) ?? 0,
    subscribers: world.subscribers[id] ?? null,
  }));
  const estimate = estimatePopulation(caught);
  return {
    world: world.shape.name,
    found: run.found.size,
    perUnit: run.found.size / task.units,
    overBestSingle: run.found.size / Math.max(...Object.values(alone), breadthFirst),
    overOracle: run.found.size / oracle.found.size,
    // Where the oracle has found nearly all, both only gather what is left: these tell how they differ on the way there.
    overOracleAt: Object.fromEntries(
      [...run.marks].map(([units, found]) => [units, found / (oracle.marks.get(units) ?? Number.NaN)]),
    ),
    oracle: oracle.found.size,
    breadthFirst,
    alone,
    population: world.population(filter),
    estimate: estimate?.channels ?? Number.NaN,
    interval: [estimate?.low ?? null, estimate?.high ?? null],
    spent: Object.fromEntries(run.spent),
  };
}

import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Instant, instant } from "#domain/time.ts";
import { draftVideos, type PlannerState, stateDraft, stateWith } from "#planning/state.ts";
import { livingVideo } from "./scale-population.ts";
import { rebuildSeconds } from "./scale-rebuild.ts";
import { runCalls } from "./scale-run.ts";

/** Noon in Los Angeles: half a day's units are left for the calls. */
const FROM: Instant = instant(Date.UTC(2026, 5, 10, 19));

const WARM_UP = 1_000;
const CALLS = 4_000;
const CALLS_QUICK = 1_000;

/**
 * What planning costs at half a million live videos: milliseconds to plan a sampling call, to look for what is to be
 * described, and to take a settlement in; bytes of memory a video; seconds to rebuild from PostgreSQL.
 */
export async function scale(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: { videos: { type: "string" }, quick: { type: "boolean" }, json: { type: "boolean" } },
  });
  const videos = Number(values.videos ?? (values.quick ? 50_000 : 500_000));
  const before = memoryInUse();
  const state = populated(videos);
  const bytesPerVideo = (memoryInUse() - before) / videos;
  const timings = runCalls(state, videos, FROM, { warmUp: WARM_UP, calls: values.quick ? CALLS_QUICK : CALLS });
  return {
    videos,
    planMs: { mean: mean(timings.plan), p99: quantile(timings.plan, 0.99) },
    findMs: { mean: mean(timings.find) },
    advanceMs: { mean: mean(timings.advance) },
    bytesPerVideo,
    rebuildSeconds: await rebuildSeconds(videos, FROM),
  };
}

function populated(count: number): PlannerState {
  const draft = stateDraft();
  for (let n = 0; n < count; n++) draftVideos(draft, [livingVideo(n, count, FROM)]);
  return stateWith(draft, {
    channels: [],
    requests: [],
    pauses: [],
    learned: [],
    keyTests: [],
    watches: [],
    watchSeen: [],
  });
}

function memoryInUse(): number {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? 0;

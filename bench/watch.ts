import { parseArgs } from "node:util";
import { days, instant, plus } from "#domain/time.ts";
import { WatchJudge } from "./watch-judge.ts";
import { runNaively } from "./watch-naive.ts";
import { runWatches } from "./watch-run.ts";
import { watchWorld } from "./watch-world.ts";
import { SETTLING_DAYS, WatchYouTube } from "./watch-youtube.ts";

const FROM = instant(Date.UTC(2026, 9, 5));
const DAYS = 30;
const QUICK_DAYS = 8;
const WATCHES = 20;

/**
 * Watched queries for a month: search that is late, leaves out and misorders, two outages (5 minutes, 9 hours), a bucket that
 * others help to spend each day, a process killed each day; beside it the naive loop. Each loop is judged by what search could
 * have shown it at its own runs, on whatever page; days beyond the judged ones give what comes late its time.
 */
export async function watch(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      json: { type: "boolean" },
      seed: { type: "string", default: "1" },
      watches: { type: "string", default: String(WATCHES) },
      load: { type: "string", default: "1" },
    },
  });
  const seed = Number(values.seed);
  const length = values.quick ? QUICK_DAYS : DAYS;
  const world = watchWorld(seed, Number(values.watches), FROM, length + SETTLING_DAYS, Number(values.load));
  const judgedUntil = plus(FROM, days(length));
  const youtube = new WatchYouTube(world, seed);
  const planner = new WatchJudge(world, youtube, judgedUntil);
  runWatches(world, youtube, planner, seed);
  const naiveYouTube = new WatchYouTube(world, seed);
  const naive = new WatchJudge(world, naiveYouTube, judgedUntil);
  runNaively(world, naiveYouTube, naive);
  return { seed, days: length, ...planner.verdict(), naive: naive.verdict() };
}

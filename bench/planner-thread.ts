import { parentPort, workerData } from "node:worker_threads";
import { type Duration, days, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { runPlanner } from "./planner-run.ts";
import { uploadsOf, type WorldSize } from "./planner-world.ts";

/** What a thread is given: it draws the world itself, which takes a second. */
export interface PlannerTask {
  readonly world: WorldSize;
  readonly unitsPerDay: number;
}

/** What it hands back. */
export interface PlannerAnswer {
  readonly ages: ReadonlyMap<VideoId, readonly Duration[]>;
  readonly fill: number;
}

const { world, unitsPerDay } = workerData as PlannerTask;
const answer: PlannerAnswer = runPlanner(uploadsOf(world), unitsPerDay, world.from, plus(world.from, days(world.days)));
parentPort?.postMessage(answer);

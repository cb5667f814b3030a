import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { Span } from "./soak-mishaps.ts";
import { soakPlanner } from "./soak-planner.ts";

/** What the thread is given. */
export interface SoakTask {
  readonly stretch: Span;
  readonly channels: number;
  readonly seed: number;
}

const STDERR = 2;

const { stretch, channels, seed } = workerData as SoakTask;
// The run never rests, and a thread's own stream would hold its lines back until then.
const say = (line: string): void => void writeSync(STDERR, `planner ${line}\n`);
parentPort?.postMessage(soakPlanner(stretch, channels, seed, say));

import { once } from "node:events";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import {
  CAPACITY_MODES,
  type CapacityMode,
  SAMPLES_LEAST,
  UNITS_PER_DAY,
  WITHIN_180S_LEAST,
} from "./capacity-modes.ts";
import { playlistBaseline } from "./capacity-playlist.ts";
import type { CapacityRow } from "./capacity-score.ts";
import type { CapacityTask } from "./capacity-task.ts";

/** Two at a time: what the benchmark is promised. */
const THREADS = 2;

/** A quick run is of a world, and of quotas, smaller by so much. */
const QUICK_SHRINK = 20;

/** Where a mode does not hold at its size, the next smaller is tried; after so many, or in a quick run, it is reported as it is. */
const SMALLER = 0.95;
const TRIES_MOST = 4;

interface Row extends CapacityRow {
  /** Whether first hours and samples are what they must be, at this many channels. */
  readonly holds: boolean;
}

/**
 * How many channels one project of default quotas carries, by how uploads are found: the real planner does all of its work
 * for a warm-up day and three measured ones, from a steady state (`steadyState`), at the size that the mode is to reach.
 * Beside it the hourly reading of every uploads page.
 */
export async function capacity(args: readonly string[]): Promise<{ rows: Row[] }> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      json: { type: "boolean" },
      channels: { type: "string" },
      mode: { type: "string" },
      seed: { type: "string", default: "7" },
    },
  });
  const shrink = values.quick ? QUICK_SHRINK : 1;
  const seed = Number(values.seed);
  const wanted = (mode: string, apart = false) => (values.mode === undefined ? !apart : values.mode === mode);
  const sizeOf = ({ goal }: CapacityMode) => Math.round(Number(values.channels ?? goal) / shrink);
  const modes = CAPACITY_MODES.filter(({ mode, apart }) => wanted(mode, apart));
  const rows: Row[] = [];
  // The largest take longest, and go first.
  const queue = [...modes.entries()].sort(([, a], [, b]) => sizeOf(b) - sizeOf(a)).values();
  const work = async () => {
    for (const [place, mode] of queue)
      rows[place] = await largest({ mode, channels: sizeOf(mode), shrink, seed }, values.quick ? 1 : TRIES_MOST);
  };
  await Promise.all(Array.from({ length: THREADS }, work));
  if (wanted("playlist")) rows.push(judged(playlistBaseline(seed, Math.round(UNITS_PER_DAY / shrink))));
  return { rows };
}

/** The row of the first size that holds, from the task's downwards; else of the last that was tried. */
async function largest(task: CapacityTask, triesMost: number): Promise<Row> {
  let row = await inThread(task);
  for (let tries = 1; !row.holds && tries < triesMost; tries++)
    row = await inThread({ ...task, channels: Math.round(row.channels * SMALLER) });
  return row;
}

async function inThread(task: CapacityTask): Promise<Row> {
  const from = performance.now();
  const worker = new Worker(new URL("./capacity-thread.ts", import.meta.url), { workerData: task });
  const [answer] = (await once(worker, "message")) as [CapacityRow];
  const row = judged(answer);
  const took = ((performance.now() - from) / 1000).toFixed(0);
  const { channels, within180s, samplesPerVideo } = row;
  process.stderr.write(
    `${row.mode}, ${channels} channels: ${(within180s * 100).toFixed(1)} % within 180 s, ${samplesPerVideo.toFixed(1)} samples a video (${took} s)\n`,
  );
  return row;
}

const judged = (row: CapacityRow): Row => ({
  ...row,
  holds: row.within180s >= WITHIN_180S_LEAST && row.samplesPerVideo >= SAMPLES_LEAST,
});

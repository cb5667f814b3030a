import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { PlannerAnswer, PlannerTask } from "./planner-thread.ts";

/** Two runs at a time: what the benchmark is promised. */
const THREADS = 2;

/** Carries out the tasks in threads, the first ones first; answers in their order. Fails when one of them does. */
export async function inThreads(tasks: readonly PlannerTask[], log: (line: string) => void): Promise<PlannerAnswer[]> {
  const answers: PlannerAnswer[] = [];
  const queue = tasks.entries();
  const work = async () => {
    for (const [index, task] of queue) {
      const from = performance.now();
      const worker = new Worker(new URL("./planner-thread.ts", import.meta.url), { workerData: task });
      const [answer] = (await once(worker, "message")) as [PlannerAnswer];
      answers[index] = answer;
      log(`viewcurve-${task.unitsPerDay} ran for ${((performance.now() - from) / 1000).toFixed(1)} s`);
    }
  };
  await Promise.all(Array.from({ length: THREADS }, work));
  return answers;
}

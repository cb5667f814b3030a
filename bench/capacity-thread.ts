import { parentPort, workerData } from "node:worker_threads";
import { type CapacityTask, carryOut } from "./capacity-task.ts";

parentPort?.postMessage(carryOut(workerData as CapacityTask));

import { parentPort, workerData } from "node:worker_threads";
import { type LoadTask, loadPart } from "./api-load-part.ts";

await loadPart(workerData as LoadTask, (rows) => parentPort?.postMessage(rows));

import { extname } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import { inSeconds, minutes } from "#domain/time.ts";
import type { Manifest } from "#exports/manifest.ts";
import type { WriteExportWork } from "./export-work.ts";
import type { ExportFailure, ExportProgress, ExportThreadTask } from "./exports-worker.ts";

/** The desk writes one export after the other. */
const THREADS = 1;

/** It starts within half a second; nobody who exports once a day needs to keep it. */
const IDLE_MAX = minutes(1);

/**
 * A group of rows that Parquet is waiting for, of a table with seventy columns, takes a hundred megabytes; an export that needs
 * more than this ends its thread and fails, and not the server.
 */
const MEMORY_MAX_MB = 384;
const YOUNG_MB = 16;

/** The file that the thread runs: source in a checkout, compiled in a package, as this one is. */
const WORKER = new URL(`./exports-worker${extname(import.meta.url)}`, import.meta.url).href;

/**
 * A writer whose work is done in a thread, so that the server answers meanwhile as if nobody exported. One that is told to end
 * loses its thread at once.
 */
export function exportsPool(address: () => string): { readonly write: WriteExportWork; close(): Promise<void> } {
  const pool = new Piscina({
    filename: WORKER,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: inSeconds(IDLE_MAX) * 1000,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  return {
    async write(work, { progress, signal }) {
      const { port1: told, port2: telling } = new MessageChannel();
      const failing = new AbortController();
      told.on("message", ({ rows, rowsAbout }: ExportProgress) => {
        Promise.resolve(progress(rows, rowsAbout)).catch((error: unknown) => failing.abort(error));
      });
      const task: ExportThreadTask = { address: address(), work, telling };
      try {
        const written: Manifest | ExportFailure = await pool.run(task, {
          transferList: [telling],
          signal: AbortSignal.any([signal, failing.signal]),
        });
        if ("failed" in written) throw new Error(written.failed);
        return written;
      } catch (error) {
        throw failing.signal.aborted ? failing.signal.reason : error;
      } finally {
        told.close();
      }
    },
    close: () => pool.destroy(),
  };
}

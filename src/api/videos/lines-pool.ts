import { extname } from "node:path";
import { Piscina } from "piscina";
import { inSeconds, minutes } from "#domain/time.ts";
import type { LinesFailure } from "./lines-worker.ts";
import type { LineDesk } from "./video-lines.ts";

/** A second one would take the core that the server answers on. */
const THREADS = 1;

/** While one part is written PostgreSQL puts the next together. */
const AT_ONCE = 3;

/** It starts within half a second; nobody who exports once a day needs to keep it. */
const IDLE_MAX = minutes(1);

/**
 * A few parts of an export are a few megabytes. Left to itself a heap grows by garbage until there is more of it than of
 * what is used; within the server's, which is large, that came to half a gigabyte an export.
 */
const MEMORY_MAX_MB = 96;
const YOUNG_MB = 8;

/** The file that the thread runs: source in a checkout, compiled in a package, as this one is. */
const WORKER = new URL(`./lines-worker${extname(import.meta.url)}`, import.meta.url).href;

/**
 * A desk whose work is done in a thread: an export of a million videos takes as long whoever writes it, but nobody else
 * waits for it meanwhile. It starts with the first export and ends when none has come for a while.
 */
export function linesPool(address: () => string): LineDesk {
  const pool = new Piscina({
    filename: WORKER,
    minThreads: 0,
    maxThreads: THREADS,
    concurrentTasksPerWorker: AT_ONCE,
    idleTimeout: inSeconds(IDLE_MAX) * 1000,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  return {
    async write(task) {
      const written: Uint8Array | LinesFailure = await pool.run({ address: address(), task });
      if (written instanceof Uint8Array) return written;
      throw Object.assign(new Error(written.message), { code: written.code });
    },
    close: () => pool.destroy(),
  };
}

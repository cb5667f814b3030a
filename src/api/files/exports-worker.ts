import type { MessagePort } from "node:worker_threads";
import { yieldToServer } from "#analysis/yield-to-server.ts";
import { systemClock } from "#clock.ts";
import { between, plus } from "#domain/time.ts";
import type { Manifest } from "#exports/manifest.ts";
import { openDatabase } from "#storage/database.ts";
import { type ExportWork, writeInline } from "./export-work.ts";

/* The thread of the pool (exports-pool.ts): it writes one export at a time, over connections of its own. */

yieldToServer();

export interface ExportThreadTask {
  readonly address: string;
  readonly work: ExportWork;
  /** Where progress is told. */
  readonly telling: MessagePort;
}

export interface ExportProgress {
  readonly rows: number;
  readonly rowsAbout: number | null;
}

/** Why an export could not be written. */
export interface ExportFailure {
  readonly failed: string;
}

/** A list is read part by part over one of them, and what belongs to its rows over the other. */
const CONNECTIONS = 2;

// biome-ignore lint/style/noDefaultExport: piscina calls what a file exports by default.
export default async function write({ address, work, telling }: ExportThreadTask): Promise<Manifest | ExportFailure> {
  const db = openDatabase({ connectionString: address, connectionsMax: CONNECTIONS, prepares: "marked" });
  // By the service's clock, which need not be the machine's.
  const ahead = between(systemClock.now(), work.now);
  const clock = { ...systemClock, now: () => plus(systemClock.now(), ahead) };
  try {
    return await writeInline({ patient: db, clock, desk: null })(work, {
      progress: (rows, rowsAbout) => telling.postMessage({ rows, rowsAbout } satisfies ExportProgress),
      // Whoever wants it to end ends the thread.
      signal: new AbortController().signal,
    });
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  } finally {
    telling.close();
    await db.destroy();
  }
}

import type { Config } from "#config.ts";
import { reachDatabase } from "../main-store.ts";
import { fail } from "./exit.ts";
import { settings } from "./settings.ts";

/** The database that the settings describe, as it is: neither migrated nor looked at. */
export interface ReachedInstallation {
  readonly config: Config;
  readonly connectionString: string;
}

/**
 * Reaches the database, does the work and lets go of it, joining a running `viewcurve start` if there is one. Says why
 * and sets the exit code when it cannot be reached.
 */
export async function withReached(work: (reached: ReachedInstallation) => Promise<void>): Promise<void> {
  const config = settings();
  if (!config) return;
  const reached = await reachDatabase({
    databaseUrl: config.databaseUrl?.reveal() ?? null,
    dataDirectory: config.dataDirectory,
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  if (reached.kind === "refused") return fail(reached.message);
  try {
    await work({ config, connectionString: reached.connectionString });
  } catch (error) {
    const said = saidByDatabase(error);
    if (said === null) throw error;
    fail(`The database failed: ${said}. Nothing was changed.`);
  } finally {
    await reached.close();
  }
}

/** What the server or the way to it said; `null` when the error is neither's, and so a bug. */
function saidByDatabase(error: unknown): string | null {
  if (error instanceof AggregateError) return error.errors.map(saidByDatabase).join(", ");
  if (!(error instanceof Error)) return null;
  const { code } = error as NodeJS.ErrnoException;
  // The driver gives the server's errors a SQLSTATE, the network's a name, and a lost connection neither.
  return code !== undefined || /^Connection terminated/.test(error.message) ? error.message : null;
}

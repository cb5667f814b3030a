import { join } from "node:path";
import { systemClock } from "#clock.ts";
import type { Db } from "#storage/database.ts";
import { startEmbedded } from "#storage/embedded/start-embedded.ts";
import { copyTemplate, type OwnDatabase, RUN_SERVERS, runServer } from "./run-server.ts";

/** A migrated database of one's own on the run's PostgreSQL, which all workers share. */
export async function openNative(runDirectory: string, prepare: (db: Db) => Promise<void>): Promise<OwnDatabase> {
  const dataDirectory = join(runDirectory, RUN_SERVERS.native);
  const server = await runServer(dataDirectory, async () => {
    const started = await startEmbedded({ dataDirectory, clock: systemClock, durable: false, log: () => undefined });
    if (started.kind === "refused") throw new Error(started.message);
    return started;
  });
  return copyTemplate(server, prepare);
}

import { randomBytes } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "#storage/database.ts";
import { exists } from "#storage/embedded/home.ts";
import { makeOldCluster, openOldCluster } from "../embedded/old-cluster.ts";
import { copyTemplate, type OwnDatabase, RUN_SERVERS, runServer } from "./run-server.ts";

/**
 * A migrated database of one's own on the run's PostgreSQL 15, the oldest that DATABASE_URL may name. All workers share
 * the server.
 */
export async function openPostgres15(runDirectory: string, prepare: (db: Db) => Promise<void>): Promise<OwnDatabase> {
  const dataDirectory = join(runDirectory, RUN_SERVERS.postgres15);
  const server = await runServer(dataDirectory, async () => {
    if (!(await exists(dataDirectory))) await make(dataDirectory);
    return (await openOldCluster(dataDirectory)).serve();
  });
  return copyTemplate(server, prepare);
}

/** Of two workers that make one at once, one puts it in its place, and the other uses that. */
async function make(dataDirectory: string): Promise<void> {
  const draft = `${dataDirectory}.${randomBytes(4).toString("hex")}`;
  await mkdir(draft, { mode: 0o711 });
  await makeOldCluster(draft);
  await rename(draft, dataDirectory).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    await rm(draft, { recursive: true });
  });
}

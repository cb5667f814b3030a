import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { sql } from "kysely";
import { systemClock } from "#clock.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { startEmbedded } from "#storage/embedded/start-embedded.ts";

/** Any number, as long as every worker uses it: one of them makes the template, the others wait. */
const TEMPLATE_LOCK = 8_686_900;

/**
 * A migrated database of one's own on the run's PostgreSQL, copied from a template. The workers share one server: the
 * first starts it, the last stops it. Gives the address too, for whoever wants a pool of their own.
 */
export async function openNative(
  runDirectory: string,
  prepare: (db: Db) => Promise<void>,
): Promise<{ readonly db: Db; readonly connectionString: string; close(): Promise<void> }> {
  const server = await startEmbedded({
    dataDirectory: join(runDirectory, "native"),
    clock: systemClock,
    durable: false,
    log: () => undefined,
  });
  if (server.kind === "refused") throw new Error(server.message);
  const addressOf = (name: string) => server.connectionString.replace("/postgres?", `/${name}?`);
  const admin = openDatabase({ connectionString: server.connectionString, connectionsMax: 1 });
  const open = (name: string) => openDatabase({ connectionString: addressOf(name), connectionsMax: 4 });

  await sql`select pg_advisory_lock(${TEMPLATE_LOCK})`.execute(admin);
  const { rows } = await sql`select from pg_database where datname = 'migrated'`.execute(admin);
  if (rows.length === 0) {
    await sql`drop database if exists draft`.execute(admin);
    await sql`create database draft`.execute(admin);
    const draft = open("draft");
    await prepare(draft).finally(() => draft.destroy());
    await sql`alter database draft rename to migrated`.execute(admin);
  }
  await sql`select pg_advisory_unlock(${TEMPLATE_LOCK})`.execute(admin);

  const name = `test_${randomBytes(8).toString("hex")}`;
  await sql`create database ${sql.id(name)} template migrated`.execute(admin);
  const db = open(name);
  return {
    db,
    connectionString: addressOf(name),
    async close() {
      await db.destroy();
      // Forced, because a test may have left a connection of its own behind.
      await sql`drop database ${sql.id(name)} with (force)`.execute(admin);
      await admin.destroy();
      await server.stop();
    },
  };
}

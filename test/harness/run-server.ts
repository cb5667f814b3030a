import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { type Db, openDatabase } from "#storage/database.ts";
import type { EmbeddedServer } from "#storage/embedded/start-embedded.ts";

/** Any number, as long as every worker uses it: one of them makes the template, the others wait. */
const TEMPLATE_LOCK = 8_686_900;

/** The directories of the run's servers, each made by the first file that asks for it. */
export const RUN_SERVERS = { native: "native", postgres15: "postgres-15" } as const;

/** A database of one's own, and its address for whoever wants a pool of their own. */
export interface OwnDatabase {
  readonly db: Db;
  readonly connectionString: string;
  close(): Promise<void>;
}

/**
 * The servers that this worker uses, by their directories. A worker holds on to them from its first file to its end: one
 * that were stopped and started again between two files would cost more than most files. The run stops them.
 */
const held = new Map<string, Promise<EmbeddedServer>>();

/** The server of a directory, which `start` starts or joins when this worker has not asked for it yet. */
export function runServer(directory: string, start: () => Promise<EmbeddedServer>): Promise<EmbeddedServer> {
  const known = held.get(directory) ?? start();
  held.set(directory, known);
  return known;
}

/** A migrated database of one's own, copied from a template. The first who asks the server for one makes the template. */
export async function copyTemplate(
  { connectionString }: EmbeddedServer,
  prepare: (db: Db) => Promise<void>,
): Promise<OwnDatabase> {
  const addressOf = (name: string) => connectionString.replace("/postgres?", `/${name}?`);
  const admin = openDatabase({ connectionString, connectionsMax: 1 });
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
    },
  };
}

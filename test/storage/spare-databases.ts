import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { inject } from "vitest";
import { type Db, openDatabase } from "#storage/database.ts";
import { prepare } from "../harness/databases.ts";
import { openNative } from "../harness/native-database.ts";
import { openPostgres15 } from "../harness/postgres-15.ts";

/** The engines with a wire: PGlite has none that COPY could go over. */
export const servers = ["native", "postgres15"] as const;

export interface Spare {
  readonly db: Db;
  readonly connectionString: string;
}

export interface Server extends Spare {
  /** A new database on the same server, with nothing in it; it is removed with the server's others. */
  empty(): Promise<Spare>;
  close(): Promise<void>;
}

/** A migrated, virtual database, and as many empty ones beside it as a test needs. */
export async function openServer(engine: (typeof servers)[number]): Promise<Server> {
  const open = engine === "native" ? openNative : openPostgres15;
  const { db, connectionString, close } = await open(inject("runDirectory"), prepare);
  const made: { readonly name: string; readonly db: Db }[] = [];
  return {
    db,
    connectionString,
    async empty() {
      const name = `spare_${randomBytes(6).toString("hex")}`;
      await sql`create database ${sql.id(name)}`.execute(db);
      const address = connectionString.replace(/\/\w+\?/, `/${name}?`);
      const spare = openDatabase({ connectionString: address, connectionsMax: 2 });
      made.push({ name, db: spare });
      return { db: spare, connectionString: address };
    },
    async close() {
      for (const spare of made) {
        await spare.db.destroy();
        await sql`drop database ${sql.id(spare.name)} with (force)`.execute(db);
      }
      await close();
    },
  };
}

/** Every row of every table of a schema, as the server writes it. */
export async function everyRow(db: Db): Promise<Readonly<Record<string, readonly string[]>>> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = current_schema()::regnamespace
      and relkind in ('r', 'p') order by relname`.execute(db);
  const all: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(name)} t order by t::text collate "C"`.execute(db);
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}

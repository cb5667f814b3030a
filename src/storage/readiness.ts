import { sql } from "kysely";
import type { Db } from "./database.ts";
import { readMigrations } from "./migrate.ts";

/** How many migrations of this program a database lacks; throws when the database does not answer. */
export async function countMissingMigrations(db: Db): Promise<number> {
  const applied = await db.selectFrom("migration").select("version").execute();
  const versions = new Set(applied.map(({ version }) => version));
  return (await readMigrations()).filter(({ version }) => !versions.has(version)).length;
}

/** The version of the PostgreSQL that is asked, as it gives it. */
export async function readServerVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db);
  return rows[0]?.version ?? "unknown";
}

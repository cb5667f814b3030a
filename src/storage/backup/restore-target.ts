import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import type { InstallationKind } from "#storage/migrate.ts";
import { readTables } from "./stored-tables.ts";

/** What a database has from being made and started once: nothing in there is anybody's work. */
const FROM_THE_START: readonly string[] = [
  "installation",
  "migration",
  "planning_change",
  "lease",
  "access_token",
  "login_code",
];

/**
 * Why a backup may not be restored into this database; `null` when it may. One without our tables, or with nothing in
 * them, takes it; one with data only when it is to be replaced; one that a collector works in never.
 */
export async function objectionToTarget(
  trx: Db,
  kind: InstallationKind,
  replace: boolean,
  now: Instant,
): Promise<string | null> {
  const tables = (await readTables(trx)).map(({ name }) => name);
  if (tables.length === 0) return null;
  if (!tables.includes("installation") || !tables.includes("migration")) {
    return `This database has other tables by names that Viewcurve needs (${tables.join(", ")}). Give Viewcurve a database of its own in DATABASE_URL.`;
  }
  const installation = await trx.selectFrom("installation").select("kind").executeTakeFirst();
  if (installation && installation.kind !== kind) {
    return `This backup holds ${kind} data, and the database holds ${installation.kind} data: they never mix.`;
  }
  const lease = await trx.selectFrom("lease").select("expires_at").orderBy("expires_at", "desc").executeTakeFirst();
  if (lease && lease.expires_at > now) {
    return `A collector works in this database (its lease ends at ${toIso(lease.expires_at)}): stop \`viewcurve start\` first.`;
  }
  if (replace) return null;
  for (const table of tables.filter((name) => !FROM_THE_START.includes(name))) {
    const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(trx);
    if (rows.length > 0) {
      return `This database has data already (in ${table}). Restore into an empty one, by another VIEWCURVE_DATA or DATABASE_URL; or give this data up for the backup's with --replace.`;
    }
  }
  return null;
}

import { sql } from "kysely";
import type pg from "pg";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { holdMigrations, type InstallationKind, makeSchema, migrate, readMigrations } from "#storage/migrate.ts";
import type { BackupHeader } from "./backup-format.ts";
import { readBackup, UnreadableBackup, verifyBackup } from "./backup-reader.ts";
import { loadParts } from "./load-parts.ts";
import { objectionToTarget } from "./restore-target.ts";
import { openSession } from "./session.ts";
import { readTables } from "./stored-tables.ts";

export type Restored =
  | { readonly kind: "restored"; readonly header: BackupHeader; readonly rows: number }
  /** The database is as it was. `reason` says why and what to do. */
  | { readonly kind: "refused"; readonly reason: string };

export interface RestoreOptions {
  readonly connectionString: string;
  readonly path: string;
  /** The kind of data the database may hold; a backup of the other kind is refused. */
  readonly kind: InstallationKind;
  /** Whether a database that has data already gives it up for the backup's. */
  readonly replace: boolean;
  readonly now: Instant;
  /** Told the bytes read, of how many. */
  readonly progress?: (bytes: number, all: number) => void;
}

/** Sorting a month's keys in memory, when there is room, is what makes its index quickly. */
const INDEX_MEMORY = "256MB";

/** SQLSTATE of a drop that would break a view or another object that is not ours. */
const DEPENDENTS = "2BP01";

/**
 * Fills a database from a backup: whole, or not at all. The file is read to its end and held against its seal before
 * the database is touched, and again while it is loaded; everything happens in one transaction, in the schema that the
 * backup was made of, and newer migrations follow it. Throws the driver's error when the database fails.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const verified = await verifyBackup(options.path);
  if (verified.kind === "refused") return verified;
  const { header, bytes } = verified;
  const reason = await objectionToHeader(header, options.kind);
  if (reason !== null) return { kind: "refused", reason };
  const session = await openSession(options.connectionString);
  try {
    const loaded = await session.db.transaction().execute(async (trx): Promise<Restored> => {
      await holdMigrations(trx);
      const objection = await objectionToTarget(trx, header.kind, options.replace, options.now);
      if (objection !== null) return { kind: "refused", reason: objection };
      await sql`set local maintenance_work_mem = ${sql.lit(INDEX_MEMORY)}`.execute(trx);
      await prepare(trx, header, options.now);
      const frames = readBackup(options.path, (read) => options.progress?.(read, bytes));
      try {
        const rows = await loadParts({ client: session.client, db: trx }, frames);
        return { kind: "restored", header, rows };
      } finally {
        // It holds the file open until it is told that nobody wants more.
        await frames.return(undefined);
      }
    });
    if (loaded.kind === "refused") return loaded;
    const migrated = await migrate(session.db, header.kind, options.now);
    if (migrated.kind === "refused") throw new Error(migrated.reason);
    // The planner of a database knows nothing of rows that came all at once; waiting for it to find out makes slow days.
    for (const { name } of await readTables(session.db)) await sql`analyze ${sql.table(name)}`.execute(session.db);
    return loaded;
  } catch (error) {
    if (error instanceof UnreadableBackup) return { kind: "refused", reason: error.message };
    const { code, message, detail } = error as pg.DatabaseError;
    if (code !== DEPENDENTS) throw error;
    return { kind: "refused", reason: `The database's tables cannot be replaced: ${message}. ${detail ?? ""}` };
  } finally {
    await session.close();
  }
}

async function objectionToHeader(header: BackupHeader, kind: InstallationKind): Promise<string | null> {
  if (header.kind !== kind) {
    return `This backup holds ${header.kind} data, and this database is for ${kind} data: they never mix.`;
  }
  const known = (await readMigrations()).map(({ version }) => version);
  const newest = Math.max(...known);
  if (header.migration > newest) {
    return `This backup has migration ${header.migration}, and this program knows none after ${newest}. It was made by Viewcurve ${header.product}: restore it with that version or a later one.`;
  }
  return known.includes(header.migration) ? null : `This backup is of no schema that Viewcurve ever had.`;
}

/** Empty tables of the backup's schema in the place of what there is; months of snapshots are made as they come. */
async function prepare(trx: Db, header: BackupHeader, now: Instant): Promise<void> {
  for (const { name } of await readTables(trx)) await sql`drop table ${sql.table(name)}`.execute(trx);
  await makeSchema(trx, header.migration, header.kind, now);
  for (const { name } of await readTables(trx)) await sql`delete from ${sql.table(name)}`.execute(trx);
}

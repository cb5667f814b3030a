import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import { readMigrations } from "#storage/migrate.ts";
import { type BackupHeader, FORMAT } from "./backup-format.ts";
import { type BackupWriter, openBackupWriter } from "./backup-writer.ts";
import { copyOut } from "./copy.ts";
import { openSession, type Session } from "./session.ts";
import { copyTarget, readStoredParts, readTables } from "./stored-tables.ts";

export type BackedUp =
  | { readonly kind: "written"; readonly rows: number; readonly bytes: number }
  /** Nothing was written, and what was at the path is still there. */
  | { readonly kind: "refused"; readonly reason: string };

export interface BackupOptions {
  readonly connectionString: string;
  /** Replaced, in one step, when it exists: whoever minds looks first. */
  readonly path: string;
  /** The version of Viewcurve, for the header. */
  readonly product: string;
  readonly now: Instant;
  /** Told the rows so far, and of about how many. */
  readonly progress?: (rows: number, about: number) => void;
  /** Gives it up: then this throws the signal's reason, and nothing is left of it. */
  readonly signal?: AbortSignal;
}

/**
 * Writes every row of the database to a file, as they all were at one moment, while others go on working. Memory stays
 * within a few blocks, however much there is. API keys are in it as the database has them, sealed; the secret that
 * opens them is not. Throws the driver's error when the database fails.
 */
export async function writeBackup(options: BackupOptions): Promise<BackedUp> {
  const session = await openSession(options.connectionString);
  try {
    const tables = (await readTables(session.db)).map(({ name }) => name);
    if (!tables.includes("installation")) return refused("There is nothing to back up: the database is empty.");
    return await session.db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (trx) => {
        // The moment that is copied is that of the first query after this: no table can be emptied or dropped in
        // between. The tables of a month are locked with their parent.
        await sql`lock table ${sql.join(tables.map((name) => sql.table(name)))} in access share mode`.execute(trx);
        return await copyAll({ client: session.client, db: trx }, options);
      });
  } catch (error) {
    return refusedBySystem(error, options.path);
  } finally {
    await session.close();
  }
}

async function copyAll(
  { client, db }: Pick<Session, "client" | "db">,
  { path, product, now, progress, signal }: BackupOptions,
): Promise<BackedUp> {
  const header = await readHeader(db, product, now);
  if (typeof header === "string") return refused(header);
  const parts = await readStoredParts(db);
  const about = parts.reduce((sum, part) => sum + part.rowsAbout, 0);
  const writer = await openBackupWriter(path, header);
  try {
    let rows = 0;
    for (const { table, columns, month, relation } of parts) {
      await writer.begin({ table, columns, month });
      rows += await copyRelation(client, writer, `copy ${copyTarget(relation, columns)} to stdout`, (n) => {
        signal?.throwIfAborted();
        progress?.(rows + n, about);
      });
    }
    return { kind: "written", rows, bytes: await writer.finish({ parts: parts.length, rows }) };
  } finally {
    await writer.discard();
  }
}

async function copyRelation(
  client: Session["client"],
  writer: BackupWriter,
  statement: string,
  progress: (rows: number) => void,
): Promise<number> {
  let rows = 0;
  for await (const block of copyOut(client, statement)) {
    rows = block.rows;
    await writer.rows(block.bytes);
    progress(rows);
  }
  return rows;
}

/** What the file says of itself; a sentence when this program must not copy the database. */
async function readHeader(db: Session["db"], product: string, now: Instant): Promise<BackupHeader | string> {
  const { kind } = await db.selectFrom("installation").select("kind").executeTakeFirstOrThrow();
  const { migration } = await db
    .selectFrom("migration")
    .select(({ fn }) => fn.max("version").as("migration"))
    .executeTakeFirstOrThrow();
  const known = Math.max(...(await readMigrations()).map(({ version }) => version));
  if (migration > known) {
    return `This database has migration ${migration}, and this program knows none after ${known}: back it up with the newer Viewcurve that uses it.`;
  }
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db);
  return { format: FORMAT, product, postgres: rows[0]?.version ?? "", migration, kind, createdAt: toIso(now) };
}

const refused = (reason: string): BackedUp => ({ kind: "refused", reason });

/** A refusal for what the file system may always say; anything else is the database's, or a bug of ours. */
function refusedBySystem(error: unknown, path: string): BackedUp {
  const { syscall, code = "", message } = error as NodeJS.ErrnoException;
  if (syscall === undefined || NETWORK_CALLS.test(syscall) || NETWORK_CODES.test(code)) throw error;
  return refused(`${path} cannot be written: ${message}.`);
}

/** By these a database is away: a file never is. */
const NETWORK_CALLS = /^(?:connect|getaddrinfo)$/;
const NETWORK_CODES = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOST|ENET)/;

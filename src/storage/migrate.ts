import { readdir, readFile } from "node:fs/promises";
import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { statementsIn } from "#storage/sql/sql-statements.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { at, type Db } from "./database.ts";

export type Migrated =
  | { readonly kind: "migrated"; readonly applied: number }
  /** The database is not ours to touch. `reason` says why and what to do; nothing was changed. */
  | { readonly kind: "refused"; readonly reason: string };

export type InstallationKind = "real" | "virtual";

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
}

/** Two levels up both from `src/storage` and from `dist/storage`. */
const FOLDER = new URL("../../migrations/", import.meta.url);

/** The advisory lock under which migrations run: any number, as long as it is always this one. */
const MIGRATION_LOCK = 8_686_001;

/**
 * Brings a database to the newest schema, each migration in a transaction of its own, and marks a fresh one as `real`
 * or `virtual`. Processes that migrate at the same time wait for each other. Refused: a database of the other kind, one
 * with newer migrations than this program knows, and one where somebody else's tables are in the way.
 */
export async function migrate(db: Db, kind: InstallationKind, now: Instant): Promise<Migrated> {
  const known = await readMigrations();
  let applied = 0;
  for (const migration of known) {
    const step = await inTransaction(db, async (trx) => {
      await holdMigrations(trx);
      const found = await readVersions(trx);
      const reason = found ? await objection(trx, found, known, kind) : await obstacle(trx, known, kind);
      if (reason !== null) return { kind: "refused", reason } as const;
      if (found?.has(migration.version)) return { kind: "known" } as const;
      await apply(trx, migration, found ? null : kind, now);
      return { kind: "applied" } as const;
    });
    if (step.kind === "refused") return step;
    if (step.kind === "applied") applied += 1;
  }
  return { kind: "migrated", applied };
}

/** Lets nobody else migrate until the transaction ends. */
export const holdMigrations = (trx: Db): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx);

/** Makes the schema as it was after the migration `version`, in a database that has no table of ours. */
export async function makeSchema(trx: Db, version: number, kind: InstallationKind, now: Instant): Promise<void> {
  const known = (await readMigrations()).filter((migration) => migration.version <= version);
  for (const [i, migration] of known.entries()) await apply(trx, migration, i === 0 ? kind : null, now);
}

/** The migrations this program knows, in order. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      version: Number(name.slice(0, 4)),
      name,
      text: await readFile(new URL(name, FOLDER), "utf8"),
    })),
  );
}

/** The versions applied so far; `null` when this is no database of ours yet. */
async function readVersions(trx: Db): Promise<ReadonlySet<number> | null> {
  const { rows } = await sql<{ ours: boolean }>`
    select to_regclass('installation') is not null and to_regclass('migration') is not null as ours`.execute(trx);
  if (!rows[0]?.ours) return null;
  const applied = await trx.selectFrom("migration").select("version").execute();
  return new Set(applied.map(({ version }) => version));
}

/** Why a database of ours may not be migrated by this program. */
async function objection(
  trx: Db,
  found: ReadonlySet<number>,
  known: readonly Migration[],
  kind: InstallationKind,
): Promise<string | null> {
  const installation = await trx.selectFrom("installation").select("kind").executeTakeFirst();
  if (installation?.kind !== kind) {
    return kind === "real"
      ? "This database holds virtual data (of a demo, a test or a benchmark), which never mixes with real data. Name another database in DATABASE_URL, or another directory in VIEWCURVE_DATA."
      : "This database holds real data. Demos, tests and benchmarks use a database of their own.";
  }
  const newest = Math.max(...found);
  const newestKnown = Math.max(...known.map(({ version }) => version));
  if (newest <= newestKnown) return null;
  return `This database has migration ${newest}, and this program knows none after ${newestKnown}. It was used by a newer Viewcurve: run that version, or restore a backup made before the upgrade.`;
}

/** Why tables cannot be made in a database that is not ours yet. */
async function obstacle(trx: Db, known: readonly Migration[], kind: InstallationKind): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    order by relname`.execute(trx);
  const there = rows.map(({ name }) => name);
  if (kind === "virtual") {
    if (there.length === 0) return null;
    return `Virtual data goes into an empty database only, and this one has other tables (${sample(there)}).`;
  }
  const ours = tablesEverMade(known);
  const clashing = there.filter((name) => ours.has(name));
  if (clashing.length === 0) return null;
  return `This database has other tables by names that Viewcurve needs (${sample(clashing)}). Give Viewcurve a database of its own in DATABASE_URL.`;
}

/** The names of all tables that are or were ours. */
export const tablesEverMade = (known: readonly Migration[]): ReadonlySet<string> =>
  new Set(["migration", ...known.flatMap(({ text }) => tablesIn(text))]);

const tablesIn = (text: string): string[] =>
  [...text.matchAll(/^create table (\w+)/gm)].flatMap(([, name]) => name ?? []);

const sample = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");

/** Runs one migration; the first also makes the two tables' first rows that say whose database this is. */
async function apply(trx: Db, migration: Migration, mark: InstallationKind | null, now: Instant): Promise<void> {
  if (mark !== null) {
    await sql`create table migration (
      version integer primary key, name text not null, applied_at timestamptz not null)`.execute(trx);
  }
  for (const statement of statementsIn(migration.text)) await sql.raw(statement).execute(trx);
  if (mark !== null) {
    await trx
      .insertInto("installation")
      .values({ singleton: true, kind: mark, created_at: at(now), several_projects_at: null })
      .execute();
  }
  await trx
    .insertInto("migration")
    .values({ version: migration.version, name: migration.name, applied_at: at(now) })
    .execute();
}

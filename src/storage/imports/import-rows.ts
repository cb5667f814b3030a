import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import type { ImportTables } from "#storage/import-tables.ts";
import { storableJson } from "#storage/sql/row-set.ts";

/** What is imported. */
export type ImportKind = ImportTables["import"]["kind"];

/** One run of an import, as far as it has come. */
export interface ImportRow {
  readonly id: string;
  readonly kind: ImportKind;
  /** The file's name without its folder; `-` = standard input. */
  readonly name: string;
  readonly sha256: string;
  readonly state: ImportTables["import"]["state"];
  /** Rows taken so far: stored + present + refused. */
  readonly position: number;
  readonly stored: number;
  /** Rows that said what was there already. */
  readonly present: number;
  readonly refused: number;
  /** How many rows were refused for which reason. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
  /** Why it failed; `null` otherwise. */
  readonly reason: string | null;
  readonly startedAt: Instant;
  readonly updatedAt: Instant;
}

/** What an import is of. The same file understood otherwise (`mapping`) is another import. */
export interface ImportedFile {
  readonly kind: ImportKind;
  readonly name: string;
  readonly sha256: string;
  readonly mapping: Readonly<Record<string, unknown>>;
}

/**
 * The row of a run: that of one of the same file which did not come to its end, or a new one. What was refused before a kill
 * is counted already.
 */
export async function beginImport(db: Db, file: ImportedFile, now: Instant): Promise<ImportRow> {
  const mapping = storableJson(file.mapping);
  const [unfinished] = await db
    .selectFrom("import")
    .select("id")
    .where("kind", "=", file.kind)
    .where("sha256", "=", file.sha256)
    .where(sql<boolean>`mapping = ${mapping}::text::jsonb`)
    .where("state", "<>", "done")
    .orderBy("started_at", "desc")
    .limit(1)
    .execute();
  const id = unfinished?.id ?? `${now.toString(36)}-${file.sha256.slice(0, 12)}`;
  await sql`
    insert into import (id, kind, name, sha256, mapping, state, started_at, updated_at)
    values (${id}, ${file.kind}, ${file.name}, ${file.sha256}, ${mapping}::text::jsonb, 'reading', ${at(now)}, ${at(now)})
    on conflict (id) do update set reason = null, updated_at = excluded.updated_at,
      state = case import.state when 'failed' then 'reading' else import.state end`.execute(db);
  const row = await readImport(db, id);
  if (!row) throw new Error(`the import ${id} was begun and is not there`);
  return row;
}

/** What a part of a file adds to its import. */
export interface ImportStep {
  readonly taken: number;
  readonly stored: number;
  readonly present: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
}

/**
 * Adds what a part brought, in its transaction. `false` when the import does not stand at `from` any more: another process is
 * importing the same file, and everything of this transaction is to be undone.
 */
export async function advanceImport(
  trx: Db,
  id: string,
  from: number,
  { taken, stored, present, refusals, firstAt, lastAt }: ImportStep,
  now: Instant,
): Promise<boolean> {
  const refused = Object.values(refusals).reduce((sum, n) => sum + n, 0);
  const { rows } = await sql`
    update import i set position = position + ${taken}::bigint, stored = stored + ${stored}::bigint,
      present = present + ${present}::bigint, refused = refused + ${refused}::bigint,
      refusals = (
        select coalesce(jsonb_object_agg(key, n), '{}') from (
          select key, sum(value::bigint) as n
          from (select * from jsonb_each_text(i.refusals)
            union all select * from jsonb_each_text(${JSON.stringify(refusals)}::text::jsonb)) both_of
          group by key
        ) sums
      ),
      first_at = least(first_at, ${firstAt === null ? null : at(firstAt)}),
      last_at = greatest(last_at, ${lastAt === null ? null : at(lastAt)}), updated_at = ${at(now)}
    where id = ${id} and position = ${from}::bigint and state = 'reading'
    returning id`.execute(trx);
  return rows.length === 1;
}

/** Says what an import is doing from now on; `reason` = why it failed. */
export async function markImport(
  db: Db,
  id: string,
  state: Exclude<ImportRow["state"], "reading">,
  reason: string | null,
  now: Instant,
): Promise<void> {
  await db
    .updateTable("import")
    .set({ state, reason, updated_at: at(now) })
    .where("id", "=", id)
    .execute();
}

const COLUMNS = [
  "id",
  "kind",
  "name",
  "sha256",
  "state",
  "position",
  "stored",
  "present",
  "refused",
  "refusals",
  "first_at as firstAt",
  "last_at as lastAt",
  "reason",
  "started_at as startedAt",
  "updated_at as updatedAt",
] as const;

export function readImport(db: Db, id: string): Promise<ImportRow | undefined> {
  return db.selectFrom("import").select(COLUMNS).where("id", "=", id).executeTakeFirst();
}

/** Where a page of imports goes on: after this one. */
export interface ImportPlace {
  readonly startedAt: Instant;
  readonly id: string;
}

/** The imports, newest first, at most `limit`. */
export async function listImports(db: Db, after: ImportPlace | null, limit: number): Promise<readonly ImportRow[]> {
  let imports = db.selectFrom("import").select(COLUMNS);
  if (after) imports = imports.where(sql<boolean>`(started_at, id) < (${at(after.startedAt)}, ${after.id})`);
  return imports.orderBy("started_at", "desc").orderBy("id", "desc").limit(limit).execute();
}

import { sql } from "kysely";
import type { Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** The titles of some videos; those that are not known, or whose texts were cleared, are left out. */
export async function readTitles(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; title: string }>`
    select ${ONE_PLAN} id, title from video where id = any(${[...new Set(ids)]}::text[]) and title <> ''`.execute(db);
  return new Map(rows.map(({ id, title }) => [id, title]));
}

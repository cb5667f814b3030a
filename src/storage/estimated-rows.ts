import { type RawBuilder, sql } from "kysely";
import type { Db } from "./database.ts";

/** How many rows PostgreSQL's statistics expect of a query: a fraction of a millisecond, whatever the query would cost. */
export async function estimatedRows(db: Db, query: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${query}`.execute(db);
  return Number(/ rows=(\d+)/.exec(rows[0]?.["QUERY PLAN"] ?? "")?.[1] ?? 0);
}

import { type RawBuilder, sql } from "kysely";
import type { Db } from "#storage/database.ts";

/** How many rows PostgreSQL's statistics expect of a query: a fraction of a millisecond, whatever the query would cost. */
export const estimatedRows = async (db: Db, query: RawBuilder<unknown>): Promise<number> =>
  Number(/ rows=(\d+)/.exec(await topOfPlan(db, query))?.[1] ?? 0);

/** What PostgreSQL expects a query to cost, in its own units: reading a page of a table one after the other is 1. */
export const estimatedCost = async (db: Db, query: RawBuilder<unknown>): Promise<number> =>
  Number(/\(cost=[\d.]+\.\.([\d.]+)/.exec(await topOfPlan(db, query))?.[1] ?? 0);

async function topOfPlan(db: Db, query: RawBuilder<unknown>): Promise<string> {
  const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${query}`.execute(db);
  return rows[0]?.["QUERY PLAN"] ?? "";
}

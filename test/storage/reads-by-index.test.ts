import { type KyselyPlugin, type RootOperationNode, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "#storage/database.ts";
import { listVideos, type VideoSort } from "#storage/videos.ts";
import { seed, seededVideoId } from "../api/seed.ts";
import { inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 60);
});
afterAll(() => database.close());

/** How PostgreSQL would run each query that `act` runs, if it sorted and scanned only where it must. */
async function plansOf(db: Db, act: (db: Db) => Promise<unknown>): Promise<readonly string[]> {
  const nodes: RootOperationNode[] = [];
  const recorder: KyselyPlugin = {
    transformQuery: ({ node }) => {
      nodes.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await sql`set local enable_sort = off`.execute(db);
  await sql`set local enable_incremental_sort = off`.execute(db);
  await sql`set local enable_seqscan = off`.execute(db);
  await act(db.withPlugin(recorder));
  const plans: string[] = [];
  for (const node of nodes) {
    const compiled = db.getExecutor().compileQuery(node, { queryId: "plan" });
    const { rows } = await db.executeQuery<{ "QUERY PLAN": string }>({ ...compiled, sql: `explain ${compiled.sql}` });
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
  }
  return plans;
}

describe("pages walk an index, first and deep, with values and without", () => {
  const sorts: readonly (readonly [VideoSort, string, number])[] = [
    ["publishedAt", "video_newest", Date.UTC(2026, 10, 15)],
    ["performance", "video_counter_performance", 1.5],
    ["outlier", "video_counter_outlier", 0.1],
  ];
  it.each(sorts.flatMap((sort) => [[...sort, true] as const, [...sort, false] as const]))(
    "%s by %s (after %d, descending: %s)",
    async (sort, index, value, descending) => {
      await inRollback(database.db, async (db) => {
        for (const after of [null, { value, id: seededVideoId(5) }, { value: null, id: seededVideoId(5) }]) {
          if (after?.value === null && sort === "publishedAt") continue;
          const plans = await plansOf(db, (recorded) =>
            listVideos(recorded, {}, { sort, descending, after, limit: 100 }),
          );
          expect(plans.length).toBeGreaterThan(0);
          for (const plan of plans) {
            expect(plan).toContain(index);
            expect(plan).not.toMatch(/\bSort\b/);
          }
        }
      });
    },
  );
});

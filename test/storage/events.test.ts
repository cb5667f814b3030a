import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hours, minus, plus } from "#domain/time.ts";
import { recordSettlement } from "#storage/collecting/settlement.ts";
import { at } from "#storage/database.ts";
import { tidyLogs } from "#storage/retention/tidy-logs.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOON, NOTHING, Recorder, sampled } from "./settlements.ts";

describe.each(engines)("what is news of a settlement, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("is stored once, and not at all when nothing is recorded", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const number = await recorder.charge();
      const { snapshot, video } = sampled(1, plus(NOON, hours(24)), 5);
      const settlement = { snapshots: [snapshot], videos: [video], sightingSource: "uploads" } as const;
      await recorder.recordAs(number, settlement);
      await recorder.recordAs(number, settlement);
      await recorder.record({});
      const rows = await db.selectFrom("event").select(["number", "events"]).execute();
      expect(rows.map((row) => row.number)).toEqual([number]);
      expect(rows[0]?.events).toMatchObject([{ kind: "sample" }, { kind: "milestone", milestone: "24h", views: 5 }]);
    }));

  it("is that a bucket is spent, or answers again; not that one which was tried still is", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const limits = { default_limit: 10_000, search_limit: 100, batch_limit: 10_000 };
      await db
        .insertInto("project")
        .values({ id: "main", ...limits, created_at: at(NOON) })
        .execute();
      const settle = async (probes: "batch" | null, spent: "batch" | null) => {
        const charge = { number: await recorder.charge(), projectId: "main", fingerprint: null, probes };
        const outcome = { kind: spent ? "quotaSpent" : "answered", detail: null, answered: 0 } as const;
        await recordSettlement(db, recorder.lease, charge, { ...NOTHING, outcome, spent });
      };
      await settle(null, "batch");
      await settle("batch", "batch");
      await settle("batch", null);
      await settle(null, null);
      const rows = await db.selectFrom("event").select("events").orderBy("number").execute();
      expect(rows.flatMap(({ events }) => events)).toEqual(
        ["spent", "reopened"].map((state) => ({ kind: "quota", project: "main", bucket: "batch", state })),
      );
    }));

  it("is kept for a day", () =>
    inRollback(test.db, async (db) => {
      for (const [number, age] of [23, 24, 25].entries()) {
        await db
          .insertInto("event")
          .values({ epoch: 1, number, at: at(minus(NOON, hours(age))), events: "[]" })
          .execute();
      }
      await tidyLogs(db, NOON);
      expect(await db.selectFrom("event").select("number").orderBy("number").execute()).toEqual([
        { number: 0 },
        { number: 1 },
      ]);
    }));
});

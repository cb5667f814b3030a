import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Bucket } from "#domain/quota.ts";
import { hours, type Instant, instant, minutes, plus } from "#domain/time.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import { recordSettlement } from "#storage/collecting/settlement.ts";
import { chargeCall } from "#storage/ledger/ledger.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { addProject, entry, lease } from "./charges.ts";
import { NOTHING } from "./settlements.ts";

/** Midnight in Los Angeles: a count that is late is yesterday's. */
const RESET: Instant = instant(Date.UTC(2026, 5, 10, 7));

describe.each(engines)("a bucket that YouTube calls spent before its limit just after the reset, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("is tried a quarter of an hour later, then hourly, by one call each", () =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 10);
      const held = await lease(db);
      let number = 0;
      const charge = (minute: number) => chargeCall(db, held, entry(++number), plus(RESET, minutes(minute)));
      const settle = (spent: Bucket | null, probes: Bucket | null, minute: number) => {
        const outcome = { kind: spent ? ("quotaSpent" as const) : ("answered" as const), detail: null, answered: 0 };
        const settled = { ...NOTHING, at: plus(RESET, minutes(minute)), spent, outcome };
        return recordSettlement(db, held, { number, projectId: "p", fingerprint: "f", probes }, settled);
      };
      const limitAt = async (minute: number) =>
        (await readPulse(db, plus(RESET, minutes(minute)))).budgets.find(({ bucket }) => bucket === "batch")?.limit;

      await charge(0);
      await settle("batch", null, 0);
      expect([await limitAt(14), await limitAt(15)]).toEqual([1, 10]);
      expect((await charge(14)).kind).toBe("spent");
      expect(await charge(15)).toMatchObject({ kind: "charged", probes: "batch" });
      // While it is under way nobody else tries.
      expect((await charge(15)).kind).toBe("spent");
      number = 3;
      await settle("batch", "batch", 16);
      expect([await limitAt(16), await limitAt(74), await limitAt(75)]).toEqual([2, 2, 10]);
      expect((await charge(74)).kind).toBe("spent");
      expect(await charge(75)).toMatchObject({ kind: "charged", probes: "batch" });
      await settle(null, "batch", 75);
      // It was answered: the whole day's limit is open again.
      expect(await limitAt(75)).toBe(10);
      expect(await charge(76)).toMatchObject({ kind: "charged", probes: null });
      await settle("batch", null, 140);
      expect([await limitAt(199), await limitAt(200)]).toEqual([4, 10]);
    }));

  it("is never tried beyond its limit, nor opened by any answer but a try's", () =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 2);
      const held = await lease(db);
      await chargeCall(db, held, entry(1), RESET);
      await chargeCall(db, held, entry(2), RESET);
      const by = (number: number) => ({ number, projectId: "p", fingerprint: "f" });
      await recordSettlement(db, held, by(1), { ...NOTHING, at: RESET, spent: "batch" });
      await recordSettlement(db, held, by(2), { ...NOTHING, at: RESET });
      const later = plus(RESET, hours(2));
      const { budgets } = await readPulse(db, later);
      expect(budgets).toContainEqual({ projectId: "p", bucket: "batch", limit: 2, used: 2, lastUsedAt: RESET });
      expect((await chargeCall(db, held, entry(3), later)).kind).toBe("spent");
      const row = await db.selectFrom("ledger").select(["used", "allowance", "spent_at"]).executeTakeFirst();
      expect(row).toEqual({ used: 2, allowance: 2, spent_at: RESET });
    }));

  it.each([
    ["an hour after the reset", hours(1), hours(20)],
    ["just before the next", hours(24) - 1, hours(24) - 1],
  ])("is taken for spent until the reset when it is called so %s", (_when, after, until) =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 10);
      const held = await lease(db);
      const when = instant(RESET + after);
      await chargeCall(db, held, entry(1), when);
      const charge = { number: 1, projectId: "p", fingerprint: "f" };
      // The answer may come when the next day has begun.
      await recordSettlement(db, held, charge, { ...NOTHING, at: plus(when, minutes(1)), spent: "batch" });
      expect((await chargeCall(db, held, entry(2), instant(RESET + until))).kind).toBe("spent");
      expect((await chargeCall(db, held, entry(3), plus(RESET, hours(24)))).kind).toBe("charged");
    }),
  );

  it.each(["p", "q"])("is spent for the whole quota, whichever of its projects was told: %s", (spentAs) =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 10);
      await addProject(db, "q", 10);
      const held = await lease(db);
      const order = spentAs === "p" ? ["p", "q"] : ["q", "p"];
      for (const [n, projectId] of order.entries()) {
        await chargeCall(db, held, entry(n, { projectId }), RESET);
        const spent = n === 0 ? ("batch" as const) : null;
        const charge = { number: n, projectId, fingerprint: null };
        await recordSettlement(db, held, charge, { ...NOTHING, at: RESET, spent, consumer: "projects/1" });
      }
      const { budgets } = await readPulse(db, RESET);
      const batch = budgets.filter(({ bucket }) => bucket === "batch");
      expect(batch).toEqual([{ projectId: "p", bucket: "batch", limit: 2, used: 2, lastUsedAt: RESET }]);
      const row = await db.selectFrom("ledger").select(["project_id", "spent_at", "probe_at"]).execute();
      expect(row).toEqual([{ project_id: "p", spent_at: RESET, probe_at: plus(RESET, minutes(15)) }]);
    }),
  );
});

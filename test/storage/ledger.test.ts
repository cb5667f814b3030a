import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Bucket } from "#domain/quota.ts";
import { days, hours, type Instant, instant, minutes, plus, seconds } from "#domain/time.ts";
import type { Lease } from "#storage/collecting/lease.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import { recordSettlement } from "#storage/collecting/settlement.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { chargeCall } from "#storage/ledger/ledger.ts";
import { migrate } from "#storage/migrate.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openNative } from "../harness/native-database.ts";
import { addProject, entry, lease } from "./charges.ts";
import { NOON, NOTHING } from "./settlements.ts";

const used = async (db: Db, bucket: Bucket = "batch") =>
  db.selectFrom("ledger").select(["day", "used"]).where("bucket", "=", bucket).orderBy("day").execute();

describe.each(engines)("the ledger on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("charges up to the limit and not a unit more, and logs exactly the charged calls", () =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 3);
      const held = await lease(db);
      const kinds: string[] = [];
      for (let n = 1; n <= 5; n++) kinds.push((await chargeCall(db, held, entry(n), NOON)).kind);
      expect(kinds).toEqual(["charged", "charged", "charged", "spent", "spent"]);
      expect(await used(db)).toEqual([{ day: "2026-06-10", used: 3 }]);
      const calls = await db.selectFrom("call").select(["number", "units"]).orderBy("number").execute();
      expect(calls).toEqual([1, 2, 3].map((number) => ({ number, units: 1 })));
    }));

  it("charges nothing from a limit of 0, and to a project that does not exist", () =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 0);
      const held = await lease(db);
      expect((await chargeCall(db, held, entry(1), NOON)).kind).toBe("spent");
      expect((await chargeCall(db, held, entry(2, { projectId: "nobody" }), NOON)).kind).toBe("spent");
      expect(await db.selectFrom("call").select("number").execute()).toEqual([]);
    }));

  it("keeps buckets and projects apart", () =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 1);
      await addProject(db, "q", 1);
      const held = await lease(db);
      const charges = [{}, { bucket: "default" as const }, { projectId: "q" }, {}];
      const kinds: string[] = [];
      for (const [n, over] of charges.entries()) kinds.push((await chargeCall(db, held, entry(n, over), NOON)).kind);
      expect(kinds).toEqual(["charged", "charged", "charged", "spent"]);
    }));

  it("logs a call that costs nothing under the lease alone", () =>
    inRollback(test.db, async (db) => {
      const held = await lease(db);
      const feed = entry(1, { call: "feed", bucket: null, projectId: null, fingerprint: null });
      expect(await chargeCall(db, held, feed, NOON)).toEqual({
        kind: "charged",
        projectId: null,
        fingerprint: null,
        probes: null,
      });
      expect(await db.selectFrom("call").select(["kind", "units"]).execute()).toEqual([{ kind: "feed", units: 0 }]);
      expect(await db.selectFrom("ledger").selectAll().execute()).toEqual([]);
    }));

  it.each([
    ["an expired lease", (held: Lease) => ({ held, now: plus(NOON, days(1000)) })],
    ["a former epoch", (held: Lease) => ({ held: { ...held, epoch: held.epoch - 1 }, now: NOON })],
    ["another holder", (held: Lease) => ({ held: { ...held, holder: "you" }, now: NOON })],
  ])("refuses %s and charges nothing", (_what, stale) =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 3);
      const { held, now } = stale(await lease(db));
      expect((await chargeCall(db, held, entry(1), now)).kind).toBe("fenced");
      const feed = entry(2, { bucket: null, projectId: null, fingerprint: null });
      expect((await chargeCall(db, held, feed, now)).kind).toBe("fenced");
      expect(await used(db)).toEqual([]);
      expect(await db.selectFrom("call").select("number").execute()).toEqual([]);
    }),
  );

  it("charges nothing twice under one number", () =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 3);
      const held = await lease(db);
      await chargeCall(db, held, entry(1), NOON);
      await sql`savepoint s`.execute(db);
      await expect(chargeCall(db, held, entry(1), NOON)).rejects.toThrow(/call_pkey/);
      await sql`rollback to savepoint s`.execute(db);
      expect(await used(db)).toEqual([{ day: "2026-06-10", used: 1 }]);
    }));

  it.each([
    ["of 23 hours", Date.UTC(2026, 2, 8, 8), 23],
    ["of 24 hours", Date.UTC(2026, 2, 9, 7), 24],
    ["of 25 hours", Date.UTC(2026, 10, 1, 7), 25],
  ])("opens a new day's allowance at midnight in Los Angeles, after a day %s", (_what, startsAt, length) =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 1);
      const held = await lease(db);
      const start = instant(startsAt);
      const moments: [Instant, string][] = [
        [instant(start - 1), "charged"],
        [start, "charged"],
        [instant(start + hours(length) - 1), "spent"],
        [plus(start, hours(length)), "charged"],
      ];
      for (const [n, [moment, kind]] of moments.entries()) {
        expect([moment, (await chargeCall(db, held, entry(n), moment)).kind]).toEqual([moment, kind]);
      }
      expect(await used(db)).toHaveLength(3);
    }),
  );

  it("holds a bucket that YouTube calls spent for spent until the reset", () =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 10);
      const held = await lease(db);
      await chargeCall(db, held, entry(1), NOON);
      const charge = { number: 1, projectId: "p", fingerprint: "key of p" };
      await recordSettlement(db, held, charge, { ...NOTHING, at: plus(NOON, minutes(1)), spent: "batch" });
      const { budgets } = await readPulse(db, NOON);
      expect(budgets).toContainEqual({ projectId: "p", bucket: "batch", limit: 1, used: 1, lastUsedAt: NOON });
      expect(budgets).toContainEqual({ projectId: "p", bucket: "default", limit: 10, used: 0, lastUsedAt: null });
      expect((await chargeCall(db, held, entry(2), NOON)).kind).toBe("spent");
      expect((await chargeCall(db, held, entry(2), plus(NOON, days(1)))).kind).toBe("charged");
    }));

  it("does not spend a new day for an answer that crossed the reset", () =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 10);
      const held = await lease(db);
      const reset = instant(Date.UTC(2026, 5, 11, 7));
      await chargeCall(db, held, entry(1), instant(reset - 1));
      const charge = { number: 1, projectId: "p", fingerprint: "f" };
      await recordSettlement(db, held, charge, { ...NOTHING, at: instant(reset + 100), spent: "batch" });
      expect((await chargeCall(db, held, entry(2), instant(reset + 200))).kind).toBe("charged");
    }));

  it("shows a refused key's project no longer, and the version of the refusal", () =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 10);
      const held = await lease(db);
      await chargeCall(db, held, entry(1), NOON);
      const before = await readPulse(db, NOON);
      expect(before.budgets).toHaveLength(3);
      const charge = { number: 1, projectId: "p", fingerprint: "key of p" };
      await recordSettlement(db, held, charge, { ...NOTHING, keyRefused: "API not enabled" });
      expect(await readPulse(db, NOON)).toEqual({ version: before.version + 1, budgets: [], testable: new Set(["p"]) });
      const key = await db.selectFrom("api_key").select(["state", "refused_reason"]).executeTakeFirst();
      expect(key).toEqual({ state: "refused", refused_reason: "API not enabled" });
    }));

  it("treats two projects that Google calls by one name as one quota", () =>
    inRollback(test.db, async (db) => {
      await addProject(db, "p", 10);
      await addProject(db, "q", 10);
      // Found last, it must not bring along once more what was moved before.
      await addProject(db, "r", 10);
      const held = await lease(db);
      for (const [n, projectId] of ["p", "q", "q", "r"].entries()) {
        await chargeCall(db, held, entry(n, { projectId }), NOON);
        const charge = { number: n, projectId, fingerprint: null };
        await recordSettlement(db, held, charge, { ...NOTHING, consumer: n > 1 ? "projects/1" : `projects/${n + 1}` });
      }
      const { budgets } = await readPulse(db, NOON);
      const batch = budgets.filter(({ bucket }) => bucket === "batch");
      expect(batch).toEqual([{ projectId: "p", bucket: "batch", limit: 10, used: 4, lastUsedAt: NOON }]);
    }));
});

describe("two processes racing for the last units", () => {
  it("are charged exactly the limit together, however they interleave", async () => {
    const server = await openNative(inject("runDirectory"), async (db) => {
      await migrate(db, "virtual", NOON);
    });
    const pools = [1, 2].map(() => openDatabase({ connectionString: server.connectionString, connectionsMax: 8 }));
    try {
      await addProject(server.db, "p", 100);
      const held = await lease(server.db);
      const charges = Array.from({ length: 400 }, (_, n) =>
        chargeCall(pools[n % 2] ?? server.db, held, entry(n), plus(NOON, seconds(n))),
      );
      const kinds = (await Promise.all(charges)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === "charged")).toHaveLength(100);
      expect(await used(server.db)).toEqual([{ day: "2026-06-10", used: 100 }]);
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from call`.execute(server.db);
      expect(rows).toEqual([{ n: 100 }]);
    } finally {
      await Promise.all(pools.map((pool) => pool.destroy()));
      await server.close();
    }
  });
});

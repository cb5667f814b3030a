import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InsightScope } from "#domain/insight-scope.ts";
import { days, hours, type Instant, minutes, plus, seconds } from "#domain/time.ts";
import { type Lease, takeLease } from "#storage/collecting/lease.ts";
import type { Db } from "#storage/database.ts";
import {
  deleteOldSummaries,
  forgetInSummaries,
  readSummary,
  requestSummary,
  withdrawSummary,
} from "#storage/insights/summaries.ts";
import { chargeModelCall, finishSummary, takeSummary } from "#storage/insights/summary-writing.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOON } from "./settlements.ts";

const EVERYTHING: InsightScope = { channels: [], watch: null, tag: null, categories: [], formats: [] };

const wanted = (id: string, gatheredAt: Instant = NOON) => ({
  id,
  model: "m-1",
  language: "de",
  scope: EVERYTHING,
  window: { from: NOON, until: plus(NOON, days(7)) },
  facts: { of: id },
  videoIds: [`v-${id}`, "v-all"],
  channelIds: [`c-${id}`],
  gatheredAt,
});

async function held(db: Db, holder: string, now: Instant = NOON): Promise<Lease> {
  const lease = await takeLease(db, holder, hours(1), now);
  if (!lease) throw new Error("somebody else holds the lease");
  return lease;
}

const versionOf = async (db: Db): Promise<number> =>
  (await db.selectFrom("planning_change").select("version").executeTakeFirstOrThrow()).version;

const stateOf = async (db: Db, id: string) => (await readSummary(db, id))?.state;

describe.each(engines)("summaries by a model, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());
  const on = (act: (db: Db) => Promise<void>) => () => inRollback(test.db, act);

  it(
    "are asked for once, however often, and whoever collects is told",
    on(async (db) => {
      const before = await versionOf(db);
      await requestSummary(db, wanted("a"), NOON);
      await requestSummary(db, wanted("a"), plus(NOON, minutes(1)));
      expect(await versionOf(db)).toBe(before + 1);
      expect(await readSummary(db, "a")).toMatchObject({
        ...{ state: "waiting", requestedAt: NOON, facts: { of: "a" }, scope: EVERYTHING, language: "de" },
        window: { from: NOON, until: plus(NOON, days(7)) },
      });
    }),
  );

  it(
    "are taken in the order in which they were asked for, and written once",
    on(async (db) => {
      const lease = await held(db, "one");
      await requestSummary(db, wanted("b"), plus(NOON, seconds(1)));
      await requestSummary(db, wanted("a"), plus(NOON, seconds(2)));
      const now = plus(NOON, seconds(3));
      const first = await takeSummary(db, lease, now);
      expect(first).toEqual({
        ...{ id: "b", model: "m-1", language: "de", facts: { of: "b" }, attempts: 1 },
        requestedAt: plus(NOON, seconds(1)),
      });
      await finishSummary(db, lease, { id: "b", draft: { title: "T" }, reason: null }, now);
      await finishSummary(db, lease, { id: "b", draft: { title: "again" }, reason: null }, now);
      expect(await readSummary(db, "b")).toMatchObject({ state: "written", draft: { title: "T" }, reason: null });
      expect((await takeSummary(db, lease, now))?.id).toBe("a");
      // It is written for good: whoever asks is given it.
      await requestSummary(db, wanted("b"), plus(NOON, days(1)));
      expect(await stateOf(db, "b")).toBe("written");
    }),
  );

  it(
    "are begun again by the next holder, and no former holder writes one",
    on(async (db) => {
      const former = await held(db, "one");
      await requestSummary(db, wanted("a"), NOON);
      await takeSummary(db, former, NOON);
      const later = plus(NOON, hours(2));
      const lease = await held(db, "two", later);
      expect(await takeSummary(db, former, later)).toBeNull();
      expect(await takeSummary(db, lease, later)).toMatchObject({ id: "a", attempts: 2 });
      await finishSummary(db, former, { id: "a", draft: { title: "late" }, reason: null }, later);
      expect(await stateOf(db, "a")).toBe("writing");
    }),
  );

  it(
    "that failed are asked for again after some minutes, those that nobody began at once, and dead ones after half an hour",
    on(async (db) => {
      const lease = await held(db, "one");
      const ask = async (id: string, after: number) => {
        await requestSummary(db, wanted(id), plus(NOON, minutes(after)));
        return stateOf(db, id);
      };
      await ask("a", 0);
      await takeSummary(db, lease, NOON);
      await finishSummary(db, lease, { id: "a", draft: null, reason: "It was away." }, NOON);
      expect([await ask("a", 4), await ask("a", 5)]).toEqual(["written", "waiting"]);
      await ask("b", 5);
      await withdrawSummary(db, "b", "Nobody collects.", plus(NOON, minutes(5)));
      expect([await stateOf(db, "b"), await ask("b", 5)]).toEqual(["written", "waiting"]);
      await takeSummary(db, lease, plus(NOON, minutes(6)));
      expect([await stateOf(db, "a"), await ask("a", 34), await ask("a", 35)]).toEqual([
        "writing",
        "writing",
        "waiting",
      ]);
      // What somebody has begun is not taken back.
      await takeSummary(db, lease, plus(NOON, minutes(36)));
      await withdrawSummary(db, "b", "Nobody collects.", plus(NOON, minutes(36)));
      expect(await stateOf(db, "b")).toBe("writing");
    }),
  );

  it(
    "cost no more calls a UTC day than were allowed, and none without the lease",
    on(async (db) => {
      const lease = await held(db, "one");
      const charge = (limit: number, now: Instant, by = lease) => chargeModelCall(db, by, limit, now);
      const charged = [await charge(2, NOON), await charge(2, NOON), await charge(2, NOON), await charge(3, NOON)];
      expect(charged).toEqual(["charged", "charged", "spent", "charged"]);
      expect(await charge(1, NOON, { ...lease, epoch: lease.epoch + 1 })).toBe("fenced");
      const tomorrow = plus(NOON, hours(12));
      const next = await held(db, "two", tomorrow);
      expect([await charge(1, tomorrow, next), await charge(1, tomorrow, next)]).toEqual(["charged", "spent"]);
    }),
  );

  it(
    "go with the first video or channel that goes of which they tell, and after 30 days",
    on(async (db) => {
      for (const id of ["a", "b", "c"]) await requestSummary(db, wanted(id), NOON);
      await requestSummary(db, wanted("old", plus(NOON, seconds(-1))), NOON);
      await forgetInSummaries(db, { videoIds: ["v-a"] });
      await forgetInSummaries(db, { channelIds: ["c-b"] });
      const left = async () =>
        (await db.selectFrom("summary").select("id").orderBy("id").execute()).map(({ id }) => id);
      expect(await left()).toEqual(["c", "old"]);
      await deleteOldSummaries(db, plus(NOON, days(30)));
      expect(await left()).toEqual(["c"]);
    }),
  );
});

it("the calls of a day are counted right when many leave at once", async () => {
  const test = await openTestDatabase("native");
  const lease = await held(test.db, "one");
  const charged = await Promise.all(Array.from({ length: 40 }, () => chargeModelCall(test.db, lease, 7, NOON)));
  expect(charged.filter((charge) => charge === "charged")).toHaveLength(7);
  await test.close();
});

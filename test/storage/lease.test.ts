import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { minutes, plus, seconds } from "#domain/time.ts";
import { readLease, releaseLease, renewLease, takeLease } from "#storage/collecting/lease.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOON } from "./settlements.ts";

const TERM = seconds(30);
const later = plus(NOON, minutes(1));

describe.each(engines)("the lease on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("has one holder until it expires, and a new epoch with every taking", () =>
    inRollback(test.db, async (db) => {
      expect(await readLease(db)).toBeNull();
      const mine = await takeLease(db, "me", TERM, NOON);
      expect(mine).toEqual({ shard: 0, holder: "me", epoch: 1, expiresAt: plus(NOON, TERM) });
      expect(await takeLease(db, "you", TERM, plus(NOON, seconds(29)))).toBeNull();
      expect(await readLease(db)).toEqual(mine);
      expect(await takeLease(db, "you", TERM, plus(NOON, TERM))).toMatchObject({ holder: "you", epoch: 2 });
    }));

  it("is prolonged by its holder only, in its epoch only", () =>
    inRollback(test.db, async (db) => {
      const mine = await takeLease(db, "me", TERM, NOON);
      if (!mine) throw new Error("not taken");
      const renewed = await renewLease(db, mine, TERM, plus(NOON, seconds(10)));
      expect(renewed).toEqual({ ...mine, expiresAt: plus(NOON, seconds(40)) });
      const yours = await takeLease(db, "you", TERM, later);
      expect(await renewLease(db, mine, TERM, later)).toBeNull();
      expect(await readLease(db)).toEqual(yours);
    }));

  it("is free at once when let go, and not by a former holder", () =>
    inRollback(test.db, async (db) => {
      const mine = await takeLease(db, "me", TERM, NOON);
      if (!mine) throw new Error("not taken");
      await releaseLease(db, mine);
      const yours = await takeLease(db, "you", TERM, NOON);
      expect(yours).toMatchObject({ holder: "you", epoch: 2 });
      await releaseLease(db, mine);
      expect(await readLease(db)).toEqual(yours);
    }));
});

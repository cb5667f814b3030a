import { afterAll, beforeAll, expect, it } from "vitest";
import { openHolding } from "#collector/holding.ts";
import { minutes, plus, seconds } from "#domain/time.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { takeLease } from "#storage/collecting/lease.ts";
import { openVault } from "#storage/keys/vault.ts";
import { inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOON } from "../storage/settlements.ts";

const TERM = minutes(1);

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase("pglite");
});
afterAll(() => test.close());

const sourcesAt = (db: TestDatabase["db"], at: typeof NOON) => ({
  db,
  vault: openVault("a secret"),
  clock: virtualClock(at),
  report: () => undefined,
  pace: { leaseTerm: TERM, changePoll: TERM },
});

it("a lease is renewed when reading the state has used up half of its term", () =>
  inRollback(test.db, async (db) => {
    const lease = await takeLease(db, "slow", TERM, NOON);
    if (!lease) throw new Error("nobody else is there");
    const read = plus(NOON, seconds(40));
    const holding = await openHolding(sourcesAt(db, read), lease);
    expect(holding?.lease).toEqual({ ...lease, expiresAt: plus(read, TERM) });
  }));

it("nothing is held when somebody else took the lease while the state was read", () =>
  inRollback(test.db, async (db) => {
    const lease = await takeLease(db, "slow", TERM, NOON);
    if (!lease) throw new Error("nobody else is there");
    const read = plus(NOON, TERM);
    expect(await takeLease(db, "quick", TERM, read)).not.toBeNull();
    expect(await openHolding(sourcesAt(db, read), lease)).toBeNull();
  }));

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planReader } from "#api/read-plans.ts";
import { type Clock, systemClock } from "#clock.ts";
import { instant, plus, seconds } from "#domain/time.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { seed } from "./seed.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase("pglite");
  await seed(database.db, 40);
});
afterAll(() => database.close());

describe("the plan, read from rows alone", () => {
  it("says for every lane what comes next and why, and is kept a few seconds", async () => {
    let now = NOW;
    const clock: Clock = { ...systemClock, now: () => now };
    const read = planReader({ db: database.db, clock, policy: DEFAULT_POLICY });
    const plans = await read();
    expect(plans.map(({ lane }) => lane)).toEqual(["sampling", "finding", "free"]);
    for (const { plan } of plans) expect(plan.why).not.toBe("");

    now = plus(NOW, seconds(4));
    expect(await read()).toBe(plans);
    now = plus(NOW, seconds(5));
    expect(await read()).not.toBe(plans);
  });

  it("does not keep a failure", async () => {
    let failing = true;
    const clock: Clock = {
      ...systemClock,
      now: () => {
        if (!failing) return NOW;
        failing = false;
        return instant(Number.NaN);
      },
    };
    const read = planReader({ db: database.db, clock, policy: DEFAULT_POLICY });
    await expect(read()).rejects.toThrow();
    expect(await read()).toHaveLength(3);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planView } from "#api/operations/plan.ts";
import { planningReader } from "#api/operations/read-planning.ts";
import { type Clock, systemClock } from "#clock.ts";
import { instant, plus, seconds } from "#domain/time.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { seed } from "./seed.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 40);
});
afterAll(() => database.close());

describe("the plan, read from rows alone", () => {
  it("says for every lane what comes next and why, and is kept a few seconds", async () => {
    let now = NOW;
    const clock: Clock = { ...systemClock, now: () => now };
    const read = planningReader({ db: database.db, clock, live: () => null });
    const view = await read();
    const { lanes } = planView(view, DEFAULT_POLICY, NOW);
    expect(lanes.map(({ lane }) => lane)).toEqual(["sampling", "finding", "free", "watching", "exploring"]);
    for (const { why } of lanes) expect(why).not.toBe("");

    now = plus(NOW, seconds(4));
    expect(await read()).toBe(view);
    now = plus(NOW, seconds(5));
    expect(await read()).not.toBe(view);
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
    const read = planningReader({ db: database.db, clock, live: () => null });
    await expect(read()).rejects.toThrow();
    expect((await read()).state.videos.slotOf.size).toBeGreaterThan(0);
  });

  it("is the collector's own while this process collects, and read anew when it does no more", async () => {
    const clock: Clock = { ...systemClock, now: () => NOW };
    const own = await planningReader({ db: database.db, clock, live: () => null })();
    let live: typeof own | null = own;
    const read = planningReader({ db: database.db, clock, live: () => live });
    expect(await read()).toBe(own);
    live = null;
    expect(await read()).not.toBe(own);
  });
});

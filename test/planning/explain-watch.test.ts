import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quotaDay } from "#domain/quota.ts";
import { days, hours, minus, minutes } from "#domain/time.ts";
import type { TrackedWatch } from "#domain/watch.ts";
import { explainWatch } from "#planning/explaining/explain-watch.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { stateOf } from "#planning/state.ts";
import { budgets, NOON, rowsOf, watch, watchId } from "./rows.ts";

const explained = (watches: readonly TrackedWatch[], n: number, search = { limit: 100, used: 20 }) =>
  explainWatch(stateOf(rowsOf({ watches })), budgets({ search }), DEFAULT_POLICY, watchId(n), NOON);

const chart = { kind: "chart", filters: { regionCode: "DE" } } as const;

describe("when a watch asks next", () => {
  it("is, of the first of them all, what is planned next", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            ago: fc.integer({ min: 0, max: 600 }),
            every: fc.option(fc.integer({ min: 10, max: 600 })),
            paused: fc.boolean(),
            isChart: fc.boolean(),
          }),
          { minLength: 1, maxLength: 6 },
        ),
        (chosen) => {
          const watches = chosen.map(({ ago, every, paused, isChart }, n) => {
            const ranAt = minus(NOON, minutes(ago));
            const cadence = {
              every: every === null ? null : minutes(every),
              everyMin: minutes(10),
              everyMax: days(1),
              share: 1,
            };
            const since = minus(NOON, days(1));
            const row = { paused, cadence, ranAt, watermark: ranAt, runs: 1, since, createdAt: since };
            return watch(n, isChart ? { ...row, source: chart } : row);
          });
          const state = stateOf(rowsOf({ watches }));
          const plan = planNext("watching", state, budgets(), DEFAULT_POLICY, NOON);
          const all = watches.map((_, n) => explainWatch(state, budgets(), DEFAULT_POLICY, watchId(n), NOON));
          expect(all.map((one) => one === null)).toEqual(watches.map(({ paused }) => paused));
          const instants = all.map((one) => one?.nextRunAt ?? Number.POSITIVE_INFINITY);
          if (plan.kind === "call") expect(Math.min(...instants)).toBe(plan.at);
          else expect(Math.min(...instants)).toBeGreaterThanOrEqual(plan.at);
        },
      ),
    ));

  it("is the reset once the day's searches are spent, and never without a key", () => {
    const { resetsAt } = quotaDay(NOON);
    expect(explained([watch(1)], 1, { limit: 100, used: 100 })).toMatchObject({
      nextRunAt: resetsAt,
      why: expect.stringContaining("spent"),
    });
    expect(explained([watch(1)], 1, { limit: 0, used: 0 })).toMatchObject({
      nextRunAt: null,
      why: expect.stringContaining("no key"),
    });
  });

  it("is unknown of one that is paused, and of one that nobody has", () => {
    expect(explained([watch(1, { paused: true, ranAt: minus(NOON, hours(1)) })], 1)).toBeNull();
    expect(explained([watch(1)], 2)).toBeNull();
  });
});

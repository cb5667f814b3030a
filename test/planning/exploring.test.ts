import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChannelId, refKey } from "#domain/channel.ts";
import type { TrackedDiscovery } from "#domain/discovery-step.ts";
import type { FrontierMemory } from "#domain/frontier.ts";
import { quotaDay } from "#domain/quota.ts";
import { days, type Instant, plus } from "#domain/time.ts";
import { advance } from "#planning/advance.ts";
import { restsOf } from "#planning/exploring/plan-exploring.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { type PlannerState, stateOf } from "#planning/state.ts";
import { budgets, explore } from "./explore.ts";
import { answer, byName, CHANNELS, discovery, factsOf } from "./explored-lists.ts";
import { NOON, rowsOf, watch } from "./rows.ts";

/** Everything that a state knows of discoveries, whatever the order; what only seeds tell is not kept in rows. */
function known(state: PlannerState, now: Instant) {
  return state.discoveries.inOrder().map((discovery) => {
    const { day } = quotaDay(now);
    // On another day charts are open again.
    discovery.look("default", day);
    const { terms, frontier, matching } = discovery;
    const memory = frontier.memory();
    const { going } = memory;
    return { id: terms.id, matching, going, spent: discovery.spentOn(day), memory: byName(memory) };
  });
}

describe("discoveries", () => {
  it("know from their rows all that they knew in process, at any moment, and go on from there", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 3, max: 40 }), (seed, every) => {
        let calls = 0;
        const rows = rowsOf({ discoveries: [discovery(1), discovery(2, { filters: { categories: ["27"] } })] });
        explore(rows, seed, plus(NOON, days(1)), (step) => {
          calls += 1;
          if (calls % every !== 0) return undefined;
          const rebuilt = stateOf(step.rows);
          expect(known(rebuilt, step.now)).toEqual(known(step.state, step.now));
          for (const { id, memory } of step.rows.discoveries ?? []) {
            const inProcess = step.state.discoveries.get(id)?.frontier.memory() ?? memory;
            const met = (kept: FrontierMemory) =>
              byName({ ...kept, nodes: [], channels: kept.channels.filter(({ seen }) => seen > 0) });
            expect(met(inProcess)).toEqual(met(memory));
          }
          return rebuilt;
        });
        expect(calls).toBeGreaterThan(50);
      }),
      { numRuns: 3 },
    );
  });

  it("describe no channel twice, also not two of them, and spend no more than each may a day, evenly", () => {
    const described: string[] = [];
    const spent = new Map<string, number>();
    const times: Instant[] = [];
    const discoveries = [
      discovery(1, { budget: { unitsPerDay: 60, searchesPerDay: 4 } }),
      discovery(2, { filters: { categories: ["27"] }, budget: { unitsPerDay: 30, searchesPerDay: 0 } }),
    ];
    const { state } = explore(rowsOf({ discoveries }), 5, plus(NOON, days(4)), ({ call, now }) => {
      if (call.kind === "survey") described.push(...call.refs.map(refKey));
      const isSearch = call.kind === "explore" && call.look.errand.node.source === "search";
      const key = `${call.discoveryId} ${isSearch ? "search" : "default"} ${quotaDay(now).day}`;
      spent.set(key, (spent.get(key) ?? 0) + 1);
      if (call.discoveryId === discoveries[0]?.id && !isSearch) times.push(now);
      return undefined;
    });
    expect(described.length).toBeGreaterThan(CHANNELS / 2);
    expect(new Set(described).size).toBe(described.length);
    for (const [key, n] of spent)
      expect([key, n <= (key.includes("001") ? (key.includes("search") ? 4 : 60) : 30)]).toEqual([key, true]);
    expect([...spent.keys()].some((key) => key.includes("search"))).toBe(true);
    // No two calls of a bucket are closer than an even day of the budget allows.
    const first = times.slice(0, 30);
    for (const [i, at] of first.entries()) if (i > 0) expect(at - (first[i - 1] ?? 0)).toBeGreaterThan(days(0.48) / 60);
    // Each knows as many as the filter has among those that were met.
    for (const { matching } of state.discoveries.inOrder()) expect(matching).toBeGreaterThan(0);
  });

  it("describe what fits again before it is forgotten, also when enough is found, and nobody whose data were purged", () => {
    const { rows } = explore(rowsOf({ discoveries: [discovery(1)] }), 5, plus(NOON, days(2)), () => undefined);
    const [only = discovery(1)] = rows.discoveries ?? [];
    const facts = only.memory.channels.flatMap(({ id, fits }) => (fits ? [factsOf(id as ChannelId)] : []));
    const done = { ...rows, discoveries: [{ ...only, until: 1 }], channelFacts: facts };
    const later = plus(NOON, days(26));
    const surveyed = (state: PlannerState) => {
      const plan = planNext("exploring", state, budgets, DEFAULT_POLICY, later);
      return plan.kind === "call" && plan.call.kind === "survey" ? plan.call.refs.map(refKey) : [];
    };
    const state = stateOf(done);
    expect(surveyed(state)).toEqual(facts.map(({ id }) => id).toSorted());
    const [purged, ...others] = surveyed(state);
    state.discoveries.forget(purged as ChannelId);
    expect(surveyed(state)).toEqual(others);
    const plan = planNext("exploring", state, budgets, DEFAULT_POLICY, later);
    if (plan.kind !== "call" || plan.call.kind !== "survey") throw new Error("nothing was planned");
    const settlement = settle(answer(plan.call, 5, later), state, DEFAULT_POLICY, later, 0.5);
    expect(settlement.foundChannels.length).toBe(others.length);
    expect(surveyed(advance(state, settlement))).toEqual([]);
  });

  it("rest and say why: enough is found, nothing is worth a unit, the budget is spent, units are needed elsewhere", () => {
    const restOf = (over: Partial<TrackedDiscovery>, spend: typeof budgets, hours = 12) => {
      const { state, now } = explore(
        rowsOf({ discoveries: [discovery(1, over)] }),
        5,
        plus(NOON, (hours * 3_600_000) as never),
        () => undefined,
      );
      return restsOf(state, spend, DEFAULT_POLICY, now)[0]?.rest?.kind;
    };
    expect(restOf({ until: 1 }, budgets)).toBe("until");
    expect(restOf({ floor: 40 }, budgets)).toBe("floor");
    expect(restOf({ sources: ["featured"], seeds: { terms: [], channels: [] } }, budgets)).toBe("nothing");
    expect(restOf({ budget: { unitsPerDay: 2, searchesPerDay: 0 } }, budgets, 11)).toBe("budget");
    expect(restOf({}, { ...budgets, default: { limit: 10, used: 10 }, search: { limit: 0, used: 0 } }, 0)).toBe(
      "units",
    );
    // Samples are taken with these units while batch statistics are spent.
    const stoodIn = { ...budgets, batch: { limit: 1, used: 1 }, search: { limit: 0, used: 0 } };
    expect(restOf({}, stoodIn, 0)).toBe("units");
  });

  it("are woken by seeds that people add, and by the charts of a new day", () => {
    const kindAt = (state: PlannerState, now: Instant) =>
      planNext("exploring", state, budgets, DEFAULT_POLICY, now).kind;
    const bare = discovery(1, { sources: ["search"], seeds: { terms: [], channels: [] } });
    const state = stateOf(rowsOf({ discoveries: [bare] }));
    expect(kindAt(state, NOON)).toBe("idle");
    state.discoveries.fold({ ...bare, seeds: { terms: ["more"], channels: [] } });
    expect(kindAt(state, NOON)).toBe("call");

    const charts = discovery(2, { sources: ["chart"], seeds: { terms: [], channels: [] } });
    const read = explore(rowsOf({ discoveries: [charts] }), 5, plus(NOON, days(0.49)), () => undefined);
    expect(kindAt(read.state, read.now)).toBe("idle");
    expect(kindAt(stateOf(read.rows), read.now)).toBe("idle");
    expect(kindAt(read.state, plus(NOON, days(0.51)))).toBe("call");
    expect(kindAt(stateOf(read.rows), plus(NOON, days(0.51)))).toBe("call");
  });

  it("leave watches the searches of their fixed cadences, and half of the rest where others choose for themselves", () => {
    const spend = { ...budgets, search: { limit: 100, used: 90 } };
    const only = discovery(1, { sources: ["search"], seeds: { terms: ["a"], channels: [] } });
    const planned = (every: number | null) => {
      const cadence = { every, everyMin: 600_000, everyMax: days(1), share: 1 } as never;
      const rows = rowsOf({ discoveries: [only], watches: [watch(1, { cadence, ranAt: NOON })] });
      return planNext("exploring", stateOf(rows), spend, DEFAULT_POLICY, NOON).kind;
    };
    // Twelve hours are left, and ten searches.
    expect(planned(days(1 / 24))).toBe("idle");
    expect(planned(days(1 / 8))).toBe("call");
    expect(planned(null)).toBe("call");
  });

  it("track what fits with their weight, once, and leave alone who is tracked", () => {
    const rows = rowsOf({ discoveries: [discovery(1, { onFound: { kind: "track", weight: 3 } })] });
    const { state } = explore(rows, 5, plus(NOON, days(1)), () => undefined);
    const [found] = state.discoveries.inOrder();
    expect(found?.matching).toBeGreaterThan(3);
    expect([...state.channels.values()].map(({ weight }) => weight)).toEqual(
      Array.from({ length: found?.matching ?? 0 }, () => 3),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketOf, type Call, idsIn } from "#domain/call.ts";
import { refKey } from "#domain/channel.ts";
import type { Payer } from "#domain/key-test.ts";
import { LANES, type Plan } from "#domain/plan.ts";
import { type Bucket, IDS_PER_CALL, quotaDay } from "#domain/quota.ts";
import type { Settlement } from "#domain/settlement.ts";
import { days, type Instant, instant, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedRows } from "#domain/tracked.ts";
import { advance } from "#planning/advance.ts";
import { outlook } from "#planning/explaining/outlook.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { settlePushes } from "#planning/settling/settle-pushes.ts";
import { stateOf } from "#planning/state.ts";
import { randomExchange } from "./random-exchange.ts";
import { randomPushes } from "./random-pushes.ts";
import { channel, channelId, NOON, refOf, rowsOf, watch } from "./rows.ts";

const steps = fc.array(
  fc.record({
    lane: fc.constantFrom(...LANES),
    seed: fc.nat(),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    // Now and then a call takes long, or the process sleeps.
    late: fc.oneof({ weight: 9, arbitrary: fc.nat(2_000) }, { weight: 1, arbitrary: fc.nat(20_000_000) }),
  }),
  { minLength: 1, maxLength: 90, size: "max" },
);

/** The hub can reach us, so that it is asked and tells. */
const POLICY = { ...DEFAULT_POLICY, push: { ...DEFAULT_POLICY.push, reachable: true } };

const ASKED: TrackedRows = rowsOf({
  requests: [1, 2, 3].map((n) => ({ ref: refOf(n), requestedAt: NOON, weight: n, watched: n === 2 })),
  watches: [
    watch(1, { since: minus(NOON, days(40)) }),
    watch(2, { cadence: { every: minutes(40), everyMin: minutes(10), everyMax: days(1), share: 1 } }),
    watch(3, { source: { kind: "search", filters: { q: "best", order: "viewCount" } } }),
    watch(4, { source: { kind: "chart", filters: { regionCode: "GB" } } }),
    watch(5, { paused: true }),
  ],
});

/** The rows as storage would keep them: a second, plain account of what settlements say. */
function recorded(rows: TrackedRows, settlement: Settlement): TrackedRows {
  const merged = <Row, Key>(old: readonly Row[], made: readonly Row[], keyOf: (row: Row) => Key): Row[] => [
    ...new Map([...old, ...made].map((row) => [keyOf(row), row])).values(),
  ];
  const settled = new Set(settlement.requests.map(({ ref }) => refKey(ref)));
  const over = new Set(settlement.pausesOver);
  const channels = merged(rows.channels, settlement.channels, (row) => row.id);
  const worth = new Map(channels.map((row) => [row.id, { weight: row.weight, watched: row.watched }]));
  return {
    videos: merged(rows.videos, settlement.videos, (row) => row.id)
      .filter((row) => row.goneAt === null)
      .map((row) => ({ ...row, ...worth.get(row.channelId) })),
    channels,
    requests: merged(
      rows.requests.filter(({ ref }) => !settled.has(refKey(ref))),
      settlement.trackRequests,
      ({ ref }) => refKey(ref),
    ),
    pauses: merged(rows.pauses, settlement.pauses, (row) => row.subject).filter((row) => !over.has(row.subject)),
    learned: merged(rows.learned, settlement.learned, (row) => row.subject),
    keyTests: merged(
      rows.keyTests.filter(({ fingerprint }) => fingerprint !== settlement.keyTested?.fingerprint),
      settlement.keyTests,
      (row) => row.fingerprint,
    ),
    watches: merged(rows.watches, settlement.watches, (row) => row.id),
    watchSeen: merged(
      rows.watchSeen,
      settlement.watchPages.flatMap(({ watchId, hits }) => hits.map((hit) => ({ watchId, ...hit }))),
      ({ watchId, videoId }) => `${watchId} ${videoId}`,
    ),
  };
}

const backwards = (rows: TrackedRows): TrackedRows => ({
  videos: rows.videos.toReversed(),
  channels: rows.channels.toReversed(),
  requests: rows.requests.toReversed(),
  pauses: rows.pauses.toReversed(),
  learned: rows.learned.toReversed(),
  keyTests: rows.keyTests.toReversed(),
  watches: rows.watches.toReversed(),
  watchSeen: rows.watchSeen.toReversed(),
});

/** Plans and settles call after call, and shows each step to `check`. */
function follow(
  taken: readonly { lane: (typeof LANES)[number]; seed: number; jitter: number; late: number }[],
  check: (step: { plan: Plan; rows: TrackedRows; state: ReturnType<typeof stateOf>; now: Instant; used: Used }) => void,
  from: TrackedRows = ASKED,
): void {
  let rows = from;
  let state = stateOf(rows);
  let now = NOON;
  let used: Used = { default: 0, batch: 0, search: 0 };
  for (const { lane, seed, jitter, late } of taken) {
    const plan = planNext(lane, state, budgetsOf(used), POLICY, now);
    check({ plan, rows, state, now, used });
    const day = quotaDay(now).day;
    now = instant(Math.max(now, plan.at) + late);
    if (quotaDay(now).day !== day) used = { default: 0, batch: 0, search: 0 };
    if (plan.kind === "idle") continue;
    const bucket = bucketOf(plan.call);
    if (bucket) used = { ...used, [bucket]: used[bucket] + 1 };
    const settlement = settle(
      randomExchange(plan.call, now, seed),
      state,
      POLICY,
      now,
      jitter,
      payerOf(plan.call, seed),
    );
    state = advance(state, settlement);
    rows = recorded(rows, settlement);
    const arrived = settlePushes(randomPushes(rows, now, seed), state, POLICY, now);
    state = advance(state, arrived);
    rows = recorded(rows, arrived);
  }
  check({ plan: planNext("sampling", state, budgetsOf(used), POLICY, now), rows, state, now, used });
}

type Used = Readonly<Record<"default" | "batch" | "search", number>>;

/** So few that days run out. */
const LIMITS = { default: 60, batch: 30, search: 100 } as const;

const budgetsOf = (used: Used) => {
  const budget = (bucket: Bucket) => ({
    limit: LIMITS[bucket],
    used: used[bucket],
    shares: PROJECTS.map((projectId, n) => ({
      projectId,
      limit: LIMITS[bucket] / 2,
      used: Math.floor((used[bucket] + n) / 2),
    })),
  });
  return { default: budget("default"), batch: budget("batch"), search: budget("search"), testable: new Set(["p"]) };
};

const PROJECTS = ["p", "q"] as const;

/** One of two projects and of their keys; a test is its own key's. */
function payerOf(call: Call, seed: number): Payer | null {
  if (call.kind === "test") return { projectId: call.projectId, fingerprint: call.fingerprint };
  const projectId = PROJECTS[seed % 2] ?? "p";
  return bucketOf(call) && { projectId, fingerprint: `${projectId}${seed % 3}` };
}

describe("planning", () => {
  it("goes on after a restart exactly as it would have without", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        follow(taken, ({ rows, state, now, used }) => {
          expect(new Set(state.pauses.values())).toEqual(new Set(rows.pauses));
          const rebuilt = stateOf(backwards(rows));
          for (const { id } of state.watches.inOrder())
            expect(rebuilt.watches.seenPublications(id)).toEqual(state.watches.seenPublications(id));
          const spend = budgetsOf(used);
          expect(outlook(rebuilt, spend, POLICY, now)).toEqual(outlook(state, spend, POLICY, now));
          for (const lane of LANES) {
            expect(planNext(lane, rebuilt, budgetsOf(used), POLICY, now)).toEqual(
              planNext(lane, state, budgetsOf(used), POLICY, now),
            );
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it("rations its looks after a restart exactly as it would have without", () => {
    // Three looks a channel and day are affordable: each has its price.
    const many = Array.from({ length: 1000 }, (_, n) => channel(channelId(n), { lookAt: plus(NOON, minutes(n / 10)) }));
    fc.assert(
      fc.property(steps, (taken) => {
        const last = { at: -1 };
        follow(
          taken,
          ({ rows, state, now, used }) => {
            // Rebuilding a thousand channels is slow: now and then is often enough.
            if (++last.at % 9 !== 0) return;
            const rebuilt = stateOf(backwards(rows));
            for (const lane of LANES) {
              const plan = planNext(lane, rebuilt, budgetsOf(used), DEFAULT_POLICY, now);
              expect(plan).toEqual(planNext(lane, state, budgetsOf(used), DEFAULT_POLICY, now));
              if (plan.kind === "call" && plan.call.kind === "count") expect(plan.call.ration.price).toBeGreaterThan(0);
            }
          },
          rowsOf({ channels: many }),
        );
      }),
      { numRuns: 15 },
    );
  });

  it("never overspends, repeats an id, exceeds fifty, or samples thin while videos are known", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        follow(taken, ({ plan, rows, now, used }) => {
          expect(plan.at).toBeGreaterThanOrEqual(now);
          if (plan.kind === "idle") {
            expect(plan.at).toBeGreaterThan(now);
            return;
          }
          const { call } = plan;
          const bucket = bucketOf(call);
          if (bucket) expect(used[bucket]).toBeLessThan(LIMITS[bucket]);
          expect(plan.at).toBeLessThan(quotaDay(now).resetsAt);
          expect(idsIn(call)).toBeGreaterThan(0);
          expect(idsIn(call)).toBeLessThanOrEqual(IDS_PER_CALL);
          if ("videoIds" in call) expect(new Set(call.videoIds).size).toBe(call.videoIds.length);
          if (call.kind === "sample") expect(idsIn(call)).toBe(Math.min(IDS_PER_CALL, rows.videos.length));
        });
      }),
      { numRuns: 120 },
    );
  });
});

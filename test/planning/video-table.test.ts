import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MILESTONE_AGES } from "#domain/milestone.ts";
import { type Duration, days, hours, instant, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { densityOf, FLAT } from "#planning/sampling/density.ts";
import { inMilestoneShadow } from "#planning/sampling/milestone-jobs.ts";
import { longestUnsampled, worthiest } from "#planning/sampling/sample-index.ts";
import { type SamplingTerms, worthFunction } from "#planning/sampling/sample-worth.ts";
import { DEFAULT_SAMPLING } from "#planning/sampling/sampling-policy.ts";
import { Ranking } from "#planning/videos/ranking.ts";
import {
  dropVideo,
  emptyTable,
  idAt,
  lastResampledAt,
  loadVideos,
  putVideo,
  rowAt,
  settleLoad,
  type VideoTable,
  videoOf,
} from "#planning/videos/video-table.ts";
import { channelId, NOON, video, videoId } from "./rows.ts";

/** Whole hours and few of them, so that ties abound; now and then any instant that PostgreSQL can give. */
const instants = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 30 }).map((n) => minus(NOON, hours(n))) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 4e12 }).map(instant) },
);
const samples = fc.record({ at: instants, views: fc.option(fc.maxSafeNat()) });

const rows: fc.Arbitrary<TrackedVideo> = fc.record({
  id: fc.nat(30).map(videoId),
  channelId: fc.nat(5).map(channelId),
  publishedAt: fc.option(instants),
  startAt: fc.option(instants),
  format: fc.constantFrom("long", "short", "live", "unknown"),
  shortsLink: fc.constantFrom(null, false, true),
  weight: fc.constantFrom(1, 0.5, Math.fround(0.1), 100),
  watched: fc.boolean(),
  searched: fc.boolean(),
  firstSeenAt: instants,
  last: fc.option(samples),
  previous: fc.option(samples),
  describeAt: fc.option(instants),
  describeWhy: fc.constantFrom("new", "start", "missing", "refresh"),
  missingSince: fc.option(instants, { freq: 2 }),
  goneAt: fc.constant(null),
});

const changes = fc.array(fc.record({ row: rows, drops: fc.nat(4).map((n) => n === 0) }), {
  maxLength: 80,
  size: "max",
});

function tableOf(videos: Iterable<TrackedVideo>): VideoTable {
  const table = emptyTable();
  loadVideos(table, videos);
  settleLoad(table);
  return table;
}

/** Changes a table step by step, and shows it to `check` beside a plain account of its rows. */
function follow(
  taken: readonly { row: TrackedVideo; drops: boolean }[],
  check: (table: VideoTable, known: ReadonlyMap<string, TrackedVideo>, step: number) => void,
): void {
  const table = emptyTable();
  const known = new Map<string, TrackedVideo>();
  for (const [step, { row, drops }] of taken.entries()) {
    if (drops) {
      dropVideo(table, row.id);
      known.delete(row.id);
    } else {
      putVideo(table, row);
      known.set(row.id, row);
    }
    check(table, known, step);
  }
}

const byId = (a: TrackedVideo, b: TrackedVideo): number => (a.id < b.id ? -1 : 1);

describe("the video table", () => {
  it("gives every row back as it was put", () => {
    fc.assert(
      fc.property(changes, (taken) => {
        follow(taken, (table, known) => {
          for (const { row } of taken) expect(videoOf(table, row.id)).toEqual(known.get(row.id) ?? null);
          expect(table.slotOf.size).toBe(known.size);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("keeps its lists in step with its rows", () => {
    fc.assert(
      fc.property(changes, fc.array(fc.nat(3)), (taken, windows) => {
        follow(taken, (table, known, step) => {
          const all = [...known.values()];
          for (const [m, age] of MILESTONE_AGES.entries()) {
            // Another policy now and then: windows widen and narrow.
            const half = [0, minutes(20), hours(3), hours(12)][windows[step] ?? m] as Duration;
            const lead = half < minutes(10) ? 0 : half;
            const expected = all
              .filter(({ startAt, last }) => startAt !== null && (last?.at ?? startAt) < startAt + age - lead)
              .sort((a, b) => (a.startAt ?? 0) - (b.startAt ?? 0) || byId(a, b));
            const list = table.awaiting[m]?.slotsFor(half);
            const ids = expected.map(({ id }) => id);
            expect([...(list?.from(0) ?? [])].map((slot) => idAt(table, slot))).toEqual(ids);
            expect([...(list?.before(8e15) ?? [])].map((slot) => idAt(table, slot))).toEqual(ids.toReversed());
            const earlier = expected.filter(({ startAt }) => (startAt ?? 0) < NOON).length;
            expect(table.awaiting[m]?.countBefore(NOON)).toBe(earlier);
          }
          for (const [queue, renewal] of [
            [table.urgent, false],
            [table.refreshes, true],
          ] as const) {
            const expected = all
              .filter((row) => row.describeAt !== null && (row.describeWhy === "refresh") === renewal)
              .sort((a, b) => (a.describeAt ?? 0) - (b.describeAt ?? 0) || byId(a, b));
            expect([...queue.inOrder()].map(({ key }) => idAt(table, key))).toEqual(expected.map(({ id }) => id));
          }
          const resampled = all.flatMap(({ last, previous }) => (last && previous ? [last.at] : []));
          expect(lastResampledAt(table)).toBe(resampled.length === 0 ? null : Math.max(...resampled));
        });
      }),
      { numRuns: 60 },
    );
  });

  it("keeps a thousand videos' order through a life of each", () => {
    const table = tableOf(
      Array.from({ length: 1_000 }, (_, n) => video(videoId(n), { startAt: minus(NOON, minutes(n % 97)) })),
    );
    for (let n = 0; n < 3_000; n++) {
      dropVideo(table, videoId(n));
      putVideo(table, video(videoId(n + 1_000), { startAt: plus(NOON, minutes((n * 31) % 89)) }));
    }
    const starts = [...(table.awaiting[0]?.slotsFor(0 as Duration).from(0) ?? [])].map((slot) => rowAt(table, slot));
    expect(starts.map(({ id }) => id)).toEqual(
      starts.toSorted((a, b) => (a.startAt ?? 0) - (b.startAt ?? 0) || byId(a, b)).map(({ id }) => id),
    );
    expect(starts).toHaveLength(1_000);
  });
});

const terms = (tilt: number): SamplingTerms => {
  const factors = FLAT.map((row) => row.map((factor, bin) => factor * (1 + ((bin * tilt) % 3))));
  return { ...DEFAULT_SAMPLING, density: densityOf(factors, DEFAULT_SAMPLING), panel: tilt > 0 };
};

describe("choosing", () => {
  const moments = fc.array(
    fc.record({
      row: rows,
      // Backwards too: nothing that was learned about a later instant may show.
      at: fc.integer({ min: -60, max: 60 * 24 }).map((n) => plus(NOON, minutes(n))),
      tilt: fc.constantFrom(0, 0, 0, 1),
    }),
    { minLength: 40, maxLength: 90, size: "max" },
  );
  const policies = [terms(0), terms(1)] as const;

  it("takes exactly those that a look at every video would", () => {
    fc.assert(
      fc.property(moments, fc.nat(8), (taken, capacity) => {
        const table = emptyTable();
        for (const { row, at, tilt } of taken) {
          putVideo(table, row);
          const slots = [...table.slotOf.values()];
          const policy = policies[tilt === 0 ? 0 : 1];
          const { milestones, firstCurveAge, milestoneShadow } = policy;
          const barred = new Set(slots.filter((slot) => slot % 7 === 0));
          const worth = worthFunction(table, policy, at);
          const all = new Ranking(capacity, (slot) => idAt(table, slot));
          const stale = new Ranking(capacity, (slot) => idAt(table, slot));
          for (const slot of slots) {
            if (barred.has(slot)) continue;
            const { startAt, missingSince, last } = rowAt(table, slot);
            stale.offer(slot, -(last?.at ?? 0) - (missingSince === null ? 0 : 2 ** 48));
            if (startAt === null || startAt > at - firstCurveAge || missingSince !== null) continue;
            if (inMilestoneShadow(table.columns, slot, milestones, milestoneShadow, at)) continue;
            if (worth(slot) > 0) all.offer(slot, worth(slot));
          }
          const chosen = worthiest(table, policy, milestones, at, { capacity, taken: barred });
          expect(chosen.slots).toEqual(all.slots);
          expect(chosen.values).toEqual(all.values);
          expect(longestUnsampled(table, capacity, barred)).toEqual(stale.slots);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is exact among so many videos that most are not listed, hour after hour", () => {
    const policy = policies[0];
    const many = Array.from({ length: 20_000 }, (_, n) => {
      const startAt = minus(NOON, ((n * 130_363) % days(30)) as Duration);
      const views = { views: n };
      const last = {
        at: plus(startAt, Math.floor(((NOON - startAt) * ((n * 7919) % 1000)) / 1000) as Duration),
        ...views,
      };
      return video(videoId(n), { startAt, last, previous: last });
    });
    const table = tableOf(many);
    let at = NOON;
    for (let call = 0; call < 500; call++) {
      const chosen = worthiest(table, policy, [], at, { capacity: 50, taken: new Set() });
      if (call % 25 === 0) {
        const worth = worthFunction(table, policy, at);
        const all = new Ranking(50, (slot) => idAt(table, slot));
        for (const slot of table.slotOf.values()) if (worth(slot) > 0) all.offer(slot, worth(slot));
        expect(chosen.values).toEqual(all.values);
        expect(chosen.slots).toEqual(all.slots);
      }
      for (const slot of chosen.slots) {
        const row = rowAt(table, slot);
        putVideo(table, { ...row, last: { at, views: null }, previous: row.last });
      }
      at = plus(at, minutes(call % 100 === 99 ? 90 : 1));
    }
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SearchCall } from "#domain/call.ts";
import type { Failure } from "#domain/reply.ts";
import { type Duration, days, hours, type Instant, milliseconds, minus, minutes, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { DEFAULT_WATCHING } from "#planning/watching/watching-policy.ts";
import { Chance } from "#simulation/random.ts";
import { NOON, videoId, watch } from "./rows.ts";
import { type Findable, runSearches } from "./search-world.ts";

const AWAY: Failure = { kind: "unavailable", retryAfter: null, detail: "" };
const REFUSED: Failure = { kind: "refused", status: 400, reason: "invalidPageToken", detail: "" };

/** Publications of some weeks around noon, at a rate of their own, and how late search knows each. */
function worldOf(seed: number, perDay: number, span: { from: Instant; until: Instant }, lagMost: Duration): Findable[] {
  const chance = new Chance("gaps", seed);
  const videos: Findable[] = [];
  for (let day = span.from; day < span.until; day = plus(day, days(1))) {
    for (let n = chance.poisson(perDay); n > 0; n--) {
      const at = plus(day, milliseconds(Math.floor((days(1) * chance.uniform()) / 1000) * 1000));
      videos.push({ publishedAt: at, lag: milliseconds(Math.floor(lagMost * chance.uniform() ** 6)) });
    }
  }
  return videos.sort((a, b) => a.publishedAt - b.publishedAt);
}

const worlds = fc.record({
  seed: fc.nat(),
  perDay: fc.constantFrom(0.5, 6, 40, 90),
  backfill: fc.constantFrom(0, 3, 20),
  outages: fc.array(fc.record({ from: fc.nat(9 * 24), hours: fc.constantFrom(0.1, 3, 30, 80) }), { maxLength: 3 }),
  refusedTokens: fc.constantFrom(0, 0.3),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function mishaps({ seed, outages, refusedTokens }: World) {
  const chance = new Chance("mishaps", seed);
  return (at: Instant, { pageToken }: SearchCall): Failure | null => {
    const isAway = outages.some(
      (outage) => at >= plus(NOON, hours(outage.from)) && at < plus(NOON, hours(outage.from + outage.hours)),
    );
    if (isAway) return AWAY;
    return pageToken !== null && chance.happens(refusedTokens) ? REFUSED : null;
  };
}

const SPAN = days(20);
const SPAN_END = plus(NOON, SPAN);

describe("a watch", () => {
  it("finds everything that search shows within the overlap, whatever was late, away or refused", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const since = minus(NOON, days(world.backfill));
        const videos = worldOf(
          world.seed,
          world.perDay,
          { from: since, until: plus(NOON, SPAN) },
          DEFAULT_WATCHING.ripeAfter,
        );
        const found = new Set<VideoId>();
        // Where tokens are refused again and again, a long list is begun anew each time: what is left of it is a task.
        let left: readonly { readonly publishedAfter: Instant; readonly publishedBefore: Instant | null }[] = [];
        runSearches(
          [watch(1, { since })],
          videos,
          { from: NOON, until: plus(NOON, SPAN), perDay: 30 },
          mishaps(world),
          ({ state, settlement }) => {
            for (const page of settlement.watchPages) for (const { videoId: id } of page.hits) found.add(id);
            left = state.watches.inOrder()[0]?.tasks ?? [];
          },
        );
        const isLeft = (at: Instant) =>
          left.some(
            ({ publishedAfter, publishedBefore }) => at >= publishedAfter && at < (publishedBefore ?? SPAN_END),
          );
        // The last days are left out: what is late in them is read a second time when it is ripe.
        const judged = minus(SPAN_END, days(6));
        const missed = videos.flatMap(({ publishedAt }, n) =>
          publishedAt >= since && publishedAt < judged && !found.has(videoId(n)) && !isLeft(publishedAt)
            ? [videoId(n)]
            : [],
        );
        // A second reading is no promise where little is late: after outages of days some of what search learnt late, half
        // a percent at most, is skipped. What was there to be seen is never missed (the next test).
        expect(missed.length).toBeLessThanOrEqual(2 + videos.length / 200);
      }),
      { numRuns: 25 },
    );
  });

  it("has read, or has as a task, all time from `since` to its watermark after every page", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const since = minus(NOON, days(world.backfill));
        // Nothing is late: whatever is published is there to be seen.
        const videos = worldOf(world.seed, world.perDay, { from: since, until: plus(NOON, days(10)) }, minutes(0));
        const found = new Set<VideoId>();
        const until = plus(NOON, days(10));
        let unread = videos.map(({ publishedAt }, n) => ({ id: videoId(n), publishedAt }));
        runSearches(
          [watch(1, { since })],
          videos,
          { from: NOON, until, perDay: 40 },
          mishaps(world),
          ({ state, settlement }) => {
            for (const page of settlement.watchPages) for (const { videoId: id } of page.hits) found.add(id);
            const [now] = state.watches.inOrder();
            if (!now || now.ranAt === null) return;
            unread = unread.filter(({ id }) => !found.has(id));
            for (const { publishedAt } of unread) {
              if (publishedAt < since || publishedAt >= now.watermark) continue;
              expect(
                now.tasks.some((task) => publishedAt >= task.publishedAfter && publishedAt < task.publishedBefore),
              ).toBe(true);
            }
          },
        );
      }),
      { numRuns: 15 },
    );
  });

  it("comes to the end of its tasks, also of a busy month, while its runs go on", () => {
    const since = minus(NOON, days(30));
    const videos = worldOf(3, 90, { from: since, until: plus(NOON, days(6)) }, minutes(0));
    let runs = 0;
    const state = runSearches(
      [watch(1, { since })],
      videos,
      { from: NOON, until: plus(NOON, days(6)) },
      () => null,
      ({ call }) => {
        if (call.page === 0 && call.publishedBefore === null) runs += 1;
      },
    );
    expect(state.watches.inOrder()[0]?.tasks).toEqual([]);
    expect(state.watches.inOrder()[0]?.found).toBeGreaterThan(2500);
    expect(runs).toBeGreaterThan(100);
  });

  it("goes on below a list that YouTube ends near 500 results", () => {
    // More than 500 within the hour that is the shortest slice.
    const videos = Array.from({ length: 1200 }, (_, n) => ({
      publishedAt: plus(minus(NOON, hours(2)), milliseconds(n * 3000)),
      lag: milliseconds(0),
    }));
    const found = new Set<VideoId>();
    const since = minus(NOON, hours(3));
    runSearches(
      [watch(1, { since })],
      videos,
      { from: NOON, until: plus(NOON, days(1)) },
      () => null,
      (step) => {
        for (const page of step.settlement.watchPages) for (const { videoId: id } of page.hits) found.add(id);
      },
    );
    expect(found.size).toBe(1200);
  });

  it("takes no video for new twice", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const since = minus(NOON, days(world.backfill));
        const videos = worldOf(world.seed, world.perDay, { from: since, until: plus(NOON, days(8)) }, hours(30));
        const found = new Set<VideoId>();
        const state = runSearches(
          [watch(1, { since })],
          videos,
          { from: NOON, until: plus(NOON, days(8)), perDay: 40 },
          mishaps(world),
          ({ settlement }) => {
            for (const page of settlement.watchPages) for (const { videoId: id } of page.hits) found.add(id);
          },
        );
        expect(state.watches.inOrder()[0]?.found).toBe(found.size);
      }),
      { numRuns: 25 },
    );
  });
});

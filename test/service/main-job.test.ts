import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChannelItem } from "#api/channels/channel-contract.ts";
import type { VideoItem } from "#api/contract.ts";
import { days, hours, plus } from "#domain/time.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { expectCopiesToFollow } from "../storage/copies.ts";
import { recomputedMotion, storedMotion } from "../storage/recomputed.ts";
import { expectScores, expectTexts, judgeFirstHours } from "./judge.ts";
import {
  allVideos,
  counterMismatches,
  describedAt,
  fillOf,
  firstHourOffsets,
  ledgerBesideBooks,
  samplesBesideSnapshots,
  viewsAtScoring,
} from "./measures.ts";
import { FROM, raise, type Stage } from "./stage.ts";
import { eligibleVideos, medianOf, quantileOf } from "./truth.ts";

const SPAN = days(2);
const UNTIL = plus(FROM, SPAN);

describe.each([1, 2])("two days of fifteen channels (seed %i)", (seed) => {
  const world = syntheticWorld({ seed, channels: 15, from: FROM, until: UNTIL, uploadsPerDay: 60, catalogueDays: 90 });
  const eligible = eligibleVideos(world, FROM, UNTIL);
  let stage: Stage;
  let videos: readonly VideoItem[];
  beforeAll(async () => {
    stage = await raise({ world, seed });
    await stage.pass(SPAN);
    videos = await allVideos(stage);
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it("knows first hours, measured within seconds of 60:00", async () => {
    const offsets = await firstHourOffsets(stage.db, eligible);
    expect(eligible.length).toBeGreaterThan(80);
    expect(offsets.length / eligible.length).toBeGreaterThanOrEqual(0.99);
    expect(quantileOf(offsets, 0.5)).toBeLessThanOrEqual(10);
    expect(quantileOf(offsets, 0.95)).toBeLessThanOrEqual(30);
  });

  it("states first-hour views whose error, held against the world, is what it says", () => {
    const judged = judgeFirstHours(world, eligible, videos);
    expect(judged.known).toBeGreaterThanOrEqual(0.99);
    expect(judged.beyond).toEqual([]);
    // An error that is stated ten times too large would agree with everything.
    expect(judged.medianStated).toBeLessThan(0.15);
  });

  it("tells performance and outlier as a second implementation computes them from the world", async () => {
    const judged = expectScores(world, videos, await viewsAtScoring(stage.db));
    expect(judged.performances).toBeGreaterThan(50);
    expect(judged.outliers).toBeGreaterThan(100);
  });

  it("tells each channel's median of first-hour views over just those that it shows", async () => {
    const { items } = (await stage.service.get<{ items: readonly ChannelItem[] }>("/channels")).body;
    expect(items).toHaveLength(15);
    for (const { id, firstHour } of items) {
      const own = videos.flatMap((video) => (video.channel.id === id ? (video.firstHour.views ?? []) : []));
      expect({ id, n: firstHour.n }).toEqual({ id, n: own.length });
      if (own.length > 0) expect(firstHour.medianTrue).toBeCloseTo(medianOf(own), 6);
    }
  });

  it("gives titles and tags back byte for byte", async () => {
    expect(videos.length).toBeGreaterThan(500);
    expectTexts(world, videos, await describedAt(stage.db));
  });

  it("shows every video that can be seen, with its newest counters", () => {
    const visible = world.channels.flatMap(({ id }) => world.uploadsOf(id, UNTIL)).map(({ id }) => id as string);
    const shown = new Set(videos.map(({ id }) => id));
    // What was published in the last minutes may still be unknown.
    expect(visible.filter((id) => !shown.has(id)).length).toBeLessThanOrEqual(5);
    const samples = videos.filter(({ counters }) => counters.asOf !== null);
    for (const { id, counters } of samples) {
      const truth = world.countersAt(id as never, Date.parse(counters.asOf ?? "") as never);
      expect({ id, ...counters }).toEqual({ id, ...truth, asOf: counters.asOf });
    }
  });

  it("stores no counter that the world did not show", async () => {
    expect(await counterMismatches(stage)).toEqual([]);
  });

  it("keeps gains and velocities as all stored samples say them", async () => {
    const stored = await storedMotion(stage.db);
    expect(stored).toEqual(await recomputedMotion(stage.db));
    expect(stored.filter(({ velocity }) => velocity !== null).length).toBeGreaterThan(100);
  });

  it("forecasts each video at an hour and at a day of its age, by the sample there", async () => {
    const kept = await stage.db.selectFrom("forecast").selectAll().execute();
    for (const outset of [1, 24]) {
      const own = kept.filter(({ outset_hours }) => outset_hours === outset);
      const aged = eligible.filter(({ startAt }) => plus(startAt, hours(outset + 2)) <= UNTIL);
      const forecast = new Set(own.map(({ video_id }) => video_id));
      expect(aged.length).toBeGreaterThan(30);
      expect(aged.filter(({ id }) => forecast.has(id)).length / aged.length).toBeGreaterThanOrEqual(0.97);
      for (const { video_id, sampled, sampled_at, low, views, high, due_at, target_hours } of own) {
        expect(sampled).toBe(world.countersAt(video_id as never, sampled_at)?.views);
        expect([low <= views, views <= high]).toEqual([true, true]);
        const age = hours(target_hours) - (due_at - sampled_at);
        expect(Math.abs(age / hours(outset) - 1)).toBeLessThan(0.04);
      }
    }
  });

  it("lists videos as their descriptions say them", async () => {
    expect(await expectCopiesToFollow(stage.db)).toBeGreaterThan(500);
  });

  it("charges what YouTube counts, to the unit, and never beyond a limit", async () => {
    const books = await ledgerBesideBooks(stage);
    expect(books.length).toBeGreaterThanOrEqual(4);
    for (const { key, charged, counted, refused, allowance } of books) {
      expect({ key, charged, refused }).toEqual({ key, charged: counted, refused: 0 });
      expect(charged).toBeLessThanOrEqual(allowance);
    }
  });

  it("fills its sampling calls, and asks for nothing twice in one instant", async () => {
    expect(await fillOf(stage.db)).toBeGreaterThanOrEqual(0.98);
    const { answers, snapshots } = await samplesBesideSnapshots(stage.db);
    expect(snapshots).toBe(answers);
  });

  it("reports nothing that went wrong", () => {
    expect(stage.service.events.filter(({ kind }) => kind === "stumbled" || kind === "setAside")).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isChannelId } from "#domain/channel.ts";
import { days, hours, type Instant, instant, plus } from "#domain/time.ts";
import { isVideoId } from "#domain/video.ts";
import { syntheticWorld } from "./synthetic.ts";
import { isLingering, isPublic, isVisible, type WorldVideo } from "./world.ts";

const FROM = instant(Date.UTC(2026, 8, 1));
const UNTIL = plus(FROM, days(30));
const SEED = 11;
const world = syntheticWorld({ seed: SEED, channels: 200, from: FROM, until: UNTIL });
const everything = world.videosStartedBetween(instant(0), UNTIL);
const window = everything.filter((video) => video.startAt >= FROM);
const share = (videos: readonly WorldVideo[], is: (video: WorldVideo) => boolean) =>
  videos.filter(is).length / videos.length;

describe("the synthetic world", () => {
  it("says the same of an instant whatever was asked before", () => {
    const fresh = () => syntheticWorld({ seed: SEED, channels: 200, from: FROM, until: UNTIL });
    const instants = fc.integer({ min: FROM, max: UNTIL });
    const asked = fc.array(fc.tuple(fc.nat({ max: everything.length - 1 }), instants), { maxLength: 20 });
    fc.assert(
      fc.property(asked, fc.nat({ max: everything.length - 1 }), instants, (before, index, at) => {
        const other = fresh();
        for (const [i, then] of before) other.countersAt((everything[i] as WorldVideo).id, then as Instant);
        const { id, channelId } = everything[index] as WorldVideo;
        expect(other.countersAt(id, at as Instant)).toEqual(world.countersAt(id, at as Instant));
        expect(other.textOf(id, at as Instant)).toEqual(world.textOf(id, at as Instant));
        expect(other.channelCountersAt(channelId, at as Instant)).toEqual(
          world.channelCountersAt(channelId, at as Instant),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("publishes the same videos when its window is longer", () => {
    const longer = syntheticWorld({ seed: SEED, channels: 200, from: FROM, until: plus(UNTIL, days(10)) });
    expect(longer.videosStartedBetween(FROM, UNTIL).map((video) => video.id)).toEqual(window.map((video) => video.id));
  });

  it("finds a video by its id before anything of its channel was asked", () => {
    for (const { id, startAt } of everything.slice(0, 50)) {
      const fresh = syntheticWorld({ seed: SEED, channels: 200, from: FROM, until: UNTIL });
      expect(fresh.video(id)?.startAt).toBe(startAt);
    }
    expect(world.video("AAAAAAAAAAA" as WorldVideo["id"])).toBeNull();
  });

  it("gives every video and channel an id of its own, in YouTube's form", () => {
    expect(new Set(everything.map((video) => video.id)).size).toBe(everything.length);
    expect(everything.every((video) => isVideoId(video.id))).toBe(true);
    expect(new Set(world.channels.map((channel) => channel.id)).size).toBe(200);
    expect(world.channels.every((channel) => isChannelId(channel.id))).toBe(true);
  });

  it("uploads as often as it is told to, and 0.35 times a day and channel otherwise", () => {
    const told = syntheticWorld({ seed: 3, channels: 1000, from: FROM, until: UNTIL, uploadsPerDay: 369 });
    expect(told.videosStartedBetween(FROM, UNTIL).length / 30).toBeCloseTo(369, -1.5);
    const untold = syntheticWorld({ seed: 3, channels: 3000, from: FROM, until: UNTIL, catalogueDays: 1 });
    const rate = untold.videosStartedBetween(FROM, UNTIL).length / 30 / 3000;
    expect(rate).toBeGreaterThan(0.28);
    expect(rate).toBeLessThan(0.42);
  });

  it("holds the traps that a tracker must survive", () => {
    expect(share(everything, (video) => video.format === "short")).toBeGreaterThan(0.2);
    expect(share(everything, (video) => video.format === "live")).toBeCloseTo(0.04, 1);
    expect(share(everything, (video) => video.goneAt !== null)).toBeCloseTo(0.015, 2);
    const texts = everything.map((video) => world.textOf(video.id, UNTIL));
    expect(texts.filter((text) => text?.tags.length === 0).length / texts.length).toBeCloseTo(0.2, 1);
    for (const trap of ["&", '"', "'", "😂", "【", "क", "م", "ก"]) {
      expect(texts.some((text) => text?.title.includes(trap) || text?.description.includes(trap))).toBe(true);
    }
    expect(texts.every((text) => [...(text?.title ?? "")].length <= 100)).toBe(true);
    const shown = everything.map((video) => world.countersAt(video.id, plus(video.startAt, hours(1))));
    expect(shown.some((counters) => counters?.likes === null)).toBe(true);
    expect(shown.some((counters) => counters?.comments === null)).toBe(true);
  });

  it("shows a video from its listing to its end, and lists it exactly then", () => {
    const fading = everything.filter(({ goneAt, unlistedAt, broadcast }) => goneAt ?? unlistedAt ?? broadcast);
    for (const video of fading.slice(0, 300)) {
      const { listedAt, startAt, goneAt, lingersUntil, unlistedAt } = video;
      for (const at of [listedAt, startAt, goneAt ?? startAt, lingersUntil ?? startAt, unlistedAt ?? startAt, UNTIL]) {
        for (const near of [instant(at - 1), at, plus(at, days(1))]) {
          const isIn = (list: readonly WorldVideo[]) => list.some(({ id }) => id === video.id);
          expect(world.countersAt(video.id, near) !== null).toBe(isVisible(video, near));
          expect(isIn(world.uploadsOf(video.channelId, near))).toBe(isPublic(video, near));
          expect(isIn(world.playlistOf(video.channelId, near))).toBe(isPublic(video, near) || isLingering(video, near));
        }
      }
    }
  });

  it("counts a channel's videos as listed, late by the channel's lag", () => {
    for (const channel of world.channels.slice(0, 20)) {
      const at = plus(FROM, days(20));
      const counted = world.channelCountersAt(channel.id, plus(at, channel.countLag))?.videoCount;
      expect(counted).toBe(world.uploadsOf(channel.id, at).length);
    }
  });
});

import { describe, expect, it } from "vitest";
import { days, hours, instant, minus, plus } from "#domain/time.ts";
import { syntheticWorld } from "./synthetic.ts";
import { type Edit, isPublic } from "./world.ts";

const FROM = instant(Date.UTC(2026, 8, 1));
const UNTIL = plus(FROM, days(30));
const world = syntheticWorld({ seed: 4, channels: 150, from: FROM, until: UNTIL, uploadsPerDay: 150 });
const videos = world.videosStartedBetween(instant(0), UNTIL);
const edits = videos.flatMap((video) => world.editsOf(video.id).map((edit) => ({ video, ...edit })));
const shareOf = (is: (edit: Edit & { readonly age: number }) => boolean) =>
  edits.filter((edit) => is({ ...edit, age: edit.at - edit.video.listedAt })).length / videos.length;

describe("edits", () => {
  it("come as often as docs/virtual-youtube.md says", () => {
    expect(videos.length).toBeGreaterThan(8000);
    expect(shareOf(({ change, age }) => change.title !== undefined && age <= days(1) + 60_000)).toBeCloseTo(0.05, 2);
    expect(shareOf(({ change }) => change.description !== undefined)).toBeCloseTo(0.03, 2);
    expect(shareOf(({ change }) => change.thumbnail !== undefined)).toBeCloseTo(0.02, 2);
    expect(shareOf(({ change }) => change.tags !== undefined)).toBeCloseTo(0.01, 2);
    expect(shareOf(({ change }) => change.categoryId !== undefined)).toBeCloseTo(0.005, 2);
    // Old videos are renamed too: these make a hub announce what nobody has just uploaded.
    expect(shareOf(({ change, age }) => change.title !== undefined && age > days(30))).toBeGreaterThan(0.002);
  });

  it("change the text at their instant, only what they name, and nothing before", () => {
    for (const { video, at, change } of edits) {
      const before = world.textOf(video.id, minus(at, hours(0.001)));
      const after = world.textOf(video.id, at);
      expect(after).toMatchObject(change);
      if (change.title !== undefined) expect(after?.title).not.toBe(before?.title);
      for (const name of ["title", "description", "tags", "thumbnail", "categoryId"] as const) {
        const others = world.editsOf(video.id).filter((edit) => edit.at === at && edit.change[name] !== undefined);
        if (others.length === 0) expect(after?.[name]).toEqual(before?.[name]);
      }
      expect([...(after?.title ?? "")].length).toBeLessThanOrEqual(100);
    }
  });

  it("are the same in every world of the seed, whatever its window", () => {
    const longer = syntheticWorld({
      seed: 4,
      channels: 150,
      from: FROM,
      until: plus(UNTIL, days(9)),
      uploadsPerDay: 150,
    });
    for (const { id } of videos.slice(-300)) expect(longer.editsOf(id)).toEqual(world.editsOf(id));
  });
});

describe("unlisted videos", () => {
  it("leave lists and the channel's count, and stay where their id is known", () => {
    const unlisted = videos.filter(({ unlistedAt }) => unlistedAt !== null && unlistedAt < UNTIL);
    expect(unlisted.length / videos.length).toBeGreaterThan(0.001);
    for (const { id, channelId, unlistedAt, startAt } of unlisted) {
      const at = unlistedAt ?? startAt;
      expect(at - startAt).toBeGreaterThanOrEqual(hours(2));
      expect(world.countersAt(id, at)).not.toBeNull();
      expect(world.playlistOf(channelId, at).some((video) => video.id === id)).toBe(false);
      const { countLag = 0 } = world.channel(channelId) ?? {};
      const count = world.channelCountersAt(channelId, plus(at, countLag as never))?.videoCount;
      expect(count).toBe(world.videosOf(channelId).filter((video) => isPublic(video, at)).length);
    }
  });
});

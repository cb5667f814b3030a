import { describe, expect, it } from "vitest";
import { hours, minus, minutes, plus, seconds } from "#domain/time.ts";
import { advance } from "#planning/advance.ts";
import { counts, describing, description, sample, settled, world } from "./exchanges.ts";
import { NOON, video, videoId } from "./rows.ts";

describe("a sampling answer", () => {
  it("becomes a snapshot and the last sample of each video, dated by the answer", () => {
    const at = plus(NOON, minutes(60));
    const { snapshots, videos, firstHourOf } = settled(sample([1, 2], [counts(2, 70), counts(1, 50)], at));
    expect(snapshots.map((one) => [one.videoId, one.views, one.capturedAt, one.source])).toEqual([
      [videoId(1), 50, at, "batch"],
      [videoId(2), 70, at, "batch"],
    ]);
    expect(videos[0]).toMatchObject({ last: { at, views: 50 }, previous: null });
    expect(firstHourOf).toEqual([videoId(1), videoId(2)]);
  });

  it("without a video marks it missing and has it described soon, at once when a first hour hangs on it", () => {
    const later = settled(sample([1, 2], [counts(1, 5)], plus(NOON, hours(9)))).videos[1];
    expect(later).toMatchObject({ missingSince: plus(NOON, hours(9)), describeWhy: "missing", goneAt: null });
    expect(later?.describeAt).toBe(plus(NOON, minutes(9 * 60 + 5)));
    const hot = settled(sample([1], [], plus(NOON, minutes(60)))).videos[0];
    expect(hot?.describeAt).toBe(plus(plus(NOON, minutes(60)), seconds(10)));
  });

  it("with a video that was missing clears that", () => {
    const missing = video(videoId(1), { missingSince: NOON, describeWhy: "missing", describeAt: NOON });
    const row = settled(sample([1], [counts(1, 5)]), world({ videos: [missing] })).videos[0];
    expect(row).toMatchObject({ missingSince: null, describeWhy: "refresh" });
  });

  it("replayed changes no row, and an older one overwrites nothing", () => {
    const first = settled(sample([1], [counts(1, 5)]));
    const state = advance(world(), first);
    expect(settled(sample([1], [counts(1, 5)]), state).videos[0]).toEqual(first.videos[0]);
    expect(settled(sample([1], [counts(1, 4)], minus(NOON, minutes(1))), state).videos[0]).toEqual(first.videos[0]);
  });

  it("with a poisonous row sets it aside with its reason, settles the others, and does not ask for it at once", () => {
    const poison = {
      id: videoId(1),
      get views(): number {
        throw new Error("views are poison");
      },
    } as never;
    const { setAside, snapshots, videos } = settled(sample([1, 2], [poison, counts(2, 9)]));
    expect(setAside).toEqual([{ subject: videoId(1), reason: "views are poison" }]);
    expect(snapshots.map((one) => one.videoId)).toEqual([videoId(2)]);
    expect(videos.find((row) => row.id === videoId(1))?.last).toEqual({ at: NOON, views: null });
  });
});

describe("a missing video", () => {
  it("is gone only when a description five minutes later leaves it out too", () => {
    const state = advance(world(), settled(sample([1], [])));
    const early = settled(describing([1], [], plus(NOON, minutes(2))), state);
    expect(early.videos[0]).toMatchObject({ goneAt: null, describeAt: plus(NOON, minutes(5)) });
    const bySample = settled(sample([1], [], plus(NOON, minutes(30))), state);
    expect(bySample.videos[0]?.goneAt).toBeNull();
    const confirmed = settled(describing([1], [], plus(NOON, minutes(5))), state);
    expect(confirmed.videos[0]).toMatchObject({ goneAt: plus(NOON, minutes(5)), describeAt: null });
    expect(advance(state, confirmed).videos.slotOf.has(videoId(1))).toBe(false);
  });

  it("is there again when a description holds it", () => {
    const state = advance(world(), settled(sample([1], [])));
    const { videos } = settled(describing([1], [description(1)], plus(NOON, minutes(5))), state);
    expect(videos[0]).toMatchObject({ missingSince: null, goneAt: null, describeWhy: "refresh" });
  });
});

describe("a description", () => {
  it("starts a video's clock at its publication, and a broadcast's at its actual start", () => {
    const began = plus(NOON, minutes(7));
    const live = { broadcast: true, liveState: "live", actualStartAt: began } as const;
    const { videos } = settled(describing([1, 2], [description(1), description(2, live)]));
    expect(videos.map((row) => [row.startAt, row.format])).toEqual([
      [NOON, "long"],
      [began, "live"],
    ]);
  });

  it("of a broadcast to come looks again just after its schedule, then at growing gaps, and gives up in the end", () => {
    const lookAfter = (delay: number) => {
      const waiting = {
        broadcast: true,
        liveState: "upcoming",
        scheduledStartAt: minus(NOON, minutes(delay)),
      } as const;
      const row = settled(describing([1], [description(1, waiting)])).videos[0];
      expect(row?.startAt).toBeNull();
      return { gap: ((row?.describeAt ?? 0) - NOON) / 60_000, why: row?.describeWhy };
    };
    expect(lookAfter(-20)).toEqual({ gap: 23, why: "start" });
    expect(lookAfter(-6000)).toEqual({ gap: 360, why: "start" });
    expect(lookAfter(1)).toEqual({ gap: 3, why: "start" });
    expect(lookAfter(60)).toEqual({ gap: 15, why: "start" });
    expect(lookAfter(600)).toEqual({ gap: 45, why: "start" });
    expect(lookAfter(8 * 1440).why).toBe("refresh");
  });
});

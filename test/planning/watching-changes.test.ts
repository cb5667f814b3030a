import { describe, expect, it } from "vitest";
import { minutes } from "#domain/time.ts";
import type { TrackedWatch } from "#domain/watch.ts";
import { foldChanges, type RowChanges } from "#planning/advance.ts";
import { rowAt, videoOf } from "#planning/videos/video-table.ts";
import { CHANNEL, channel, NOON, video, videoId, watch, watchId } from "./rows.ts";
import { stateWith } from "./watch-exchanges.ts";

describe("what people do to watches", () => {
  const changes = (made: Partial<RowChanges>): RowChanges => ({
    requests: [],
    channels: [],
    untracked: [],
    keyTests: [],
    watches: [],
    removedWatches: [],
    unsearched: [],
    ...made,
  });
  const seen = (row: TrackedWatch) => [{ watchId: row.id, videoId: videoId(1), publishedAt: NOON }];

  it("reaches planning without losing how far a watch has come", () => {
    const row = watch(1, { ranAt: NOON, runs: 7, found: 9 });
    const state = stateWith({ watches: [row], watchSeen: seen(row) });
    const edited = { ...watch(1), paused: true, cadence: { ...row.cadence, every: minutes(20) } };
    const after = foldChanges(state, changes({ watches: [edited, watch(2)] })).watches;
    expect(after.get(watchId(1))).toEqual({ ...row, paused: true, cadence: edited.cadence });
    expect(after.hasSeen(watchId(1), videoId(1))).toBe(true);
    expect(after.get(watchId(2))).toEqual(watch(2));
  });

  it("begins a watch anew when its filters change, and forgets one that is removed", () => {
    const row = watch(1, { ranAt: NOON, runs: 7 });
    const state = stateWith({ watches: [row, watch(2)] });
    const other = { ...watch(1), source: { kind: "search", filters: { q: "other", order: "date" } } as const };
    const after = foldChanges(state, changes({ watches: [other], removedWatches: [watchId(2)] })).watches;
    expect(after.get(watchId(1))).toEqual(other);
    expect(after.inOrder()).toEqual([other]);
  });

  it("keeps a video that a watch has found when its channel is untracked, until no watch holds it", () => {
    const rows = { channels: [channel(CHANNEL, { weight: 5 })], watches: [watch(1)] };
    const videos = [1, 2].map((n) => video(videoId(n), { weight: 5, searched: n === 1 }));
    let state = foldChanges(stateWith({ ...rows, videos }), changes({ untracked: [CHANNEL] }));
    expect([...state.videos.slotOf.values()].map((slot) => rowAt(state.videos, slot))).toEqual([
      video(videoId(1), { weight: 1, searched: true }),
    ]);
    expect(state.uploads.of(CHANNEL)).toEqual([NOON]);
    state = foldChanges(state, changes({ removedWatches: [watchId(1)], unsearched: [videoId(1)] }));
    expect(state.videos.slotOf.size).toBe(0);
    expect(state.uploads.of(CHANNEL)).toEqual([]);
  });

  it("leaves a video that no watch holds any more to its tracked channel", () => {
    const state = stateWith({ channels: [channel(CHANNEL)], videos: [video(videoId(1), { searched: true })] });
    const after = foldChanges(state, changes({ unsearched: [videoId(1)] }));
    expect(videoOf(after.videos, videoId(1))).toEqual(video(videoId(1)));
  });
});

import { describe, expect, it } from "vitest";
import { days, milliseconds, minus } from "#domain/time.ts";
import { lookPace } from "#planning/finding/look-pace.ts";
import { pagesLearned, pagesPerUpload } from "#planning/finding/page-rate.ts";
import { stateOf } from "#planning/state.ts";
import { channel, channelId, NOON, rowsOf, video, videoId } from "./rows.ts";

const DAY = days(1);

/** A week of so many uploads a day. */
const history = (perDay: number) =>
  Array.from({ length: 7 * perDay }, (_, n) =>
    video(videoId(n), { startAt: minus(NOON, milliseconds(Math.floor((n * DAY) / perDay))) }),
  );

describe("pages for an upload", () => {
  it("are learned in days, and counted in the day's needs from then on", () => {
    for (const truth of [0.1, 0.6, 1.2]) {
      const state = stateOf(rowsOf({ videos: history(400) }));
      const under = { at: NOON, hasFeeds: true };
      const found = [video(videoId(0))];
      let due = 0;
      for (let uploads = 0; uploads < 400 * 8; uploads++) {
        for (due += truth; due >= 1; due--)
          for (const { subject, values } of pagesLearned(state, 1, [], under)) state.learned.set(subject, values);
        for (const { subject, values } of pagesLearned(state, 0, found, under)) state.learned.set(subject, values);
      }
      expect(pagesPerUpload(state, true)).toBeGreaterThan(truth * 0.9);
      expect(pagesPerUpload(state, true)).toBeLessThan(truth * 1.1);
    }
  });

  it("are not told of by old videos that a page shows", () => {
    const state = stateOf(rowsOf({ videos: history(400) }));
    const old = [video(videoId(0), { publishedAt: minus(NOON, days(3)) })];
    expect(pagesLearned(state, 0, old, { at: NOON, hasFeeds: true })).toEqual([]);
  });
});

describe("the price of looks", () => {
  it("has its base where the day's prices lie: lower when days end rich, higher when they end poor", () => {
    const learned = [{ subject: "look-price", values: [0.01, minus(NOON, milliseconds(DAY / 1000)), NOON] }];
    const channels = Array.from({ length: 5000 }, (_, n) => channel(channelId(n)));
    const state = stateOf(rowsOf({ channels, learned }));
    // Just as much is spent as a day has: only where the price in force lies makes a difference.
    const baseAt = (shortage: number) =>
      lookPace(state, { usual: 1000, paced: 1000, shortage }, 50).rationAt(NOON).base;
    expect(baseAt(1)).toBeCloseTo(0.01, 12);
    expect(baseAt(0.7)).toBeLessThan(0.01);
    expect(baseAt(1.4)).toBeGreaterThan(0.01);
  });
});

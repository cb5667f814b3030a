import { describe, expect, it } from "vitest";
import type { ChannelDetail } from "#api/channels/channel-detail-contract.ts";
import { healthWords } from "./health-words.ts";

const channel = {
  trouble: null,
  state: "tracked",
  backfill: { done: true, listed: 40, total: 40, notBefore: null, reason: null },
  videos: { known: 40, described: 38, gone: 1, withFirstHour: 9 },
  coverage: {
    since: "2026-08-22T08:30:00.000Z",
    until: "2026-11-20T05:30:00.000Z",
    videos: 12,
    measured: 9,
    interpolated: 2,
    share: 0.75,
    reason: null,
    samplesPerVideo: 12.34,
    derived: true,
  },
} as unknown as ChannelDetail;

describe("how well a channel is followed", () => {
  it("is said in sentences: its catalogue, its first hours, its samples", () =>
    expect(healthWords(channel)).toEqual([
      "Its catalogue was read to the end: 40 videos are known, 2 are still to be described; 1 is deleted or private.",
      "Since 2026-08-22 it published 12 videos: the first hour of 9 (75%) was measured, and that of 2 more was interpolated; of 1 it was missed.",
      "In the last 30 days each of its videos was sampled 12.3 times on average; young ones far more often than old ones.",
    ]));

  it("begins with what is wrong", () => {
    const [wrong, paused] = healthWords({ ...channel, trouble: "YouTube knows it no more.", state: "untracked" });
    expect(wrong).toBe("YouTube knows it no more.");
    expect(paused).toMatch(/^It is not tracked/);
  });
});

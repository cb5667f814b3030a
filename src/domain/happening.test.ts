import { describe, expect, it } from "vitest";
import type { ChannelId } from "./channel.ts";
import { newsOf, type VideoFacts } from "./happening.ts";
import { days, hours, instant, plus } from "./time.ts";
import type { VideoId } from "./video.ts";

const START = instant(Date.UTC(2026, 5, 10));

const facts = (over: Partial<VideoFacts> = {}): VideoFacts => ({
  id: "aaaaaaaaaaa" as VideoId,
  channelId: "UC1" as ChannelId,
  described: true,
  title: "A title",
  startAt: START,
  capturedAt: null,
  views: 10,
  firstHourViews: null,
  firstHourMethod: null,
  outlier: null,
  outlierBasis: null,
  ...over,
});

const kinds = (before: Partial<VideoFacts> | null, after: Partial<VideoFacts>) =>
  newsOf(before && facts(before), facts(after)).map((news) =>
    news.kind === "milestone" ? `${news.kind} ${news.milestone}` : news.kind,
  );

describe("what a settlement brought of a video", () => {
  it("is a new video once, when it is described for the first time", () => {
    expect([
      kinds(null, {}),
      kinds({ described: false }, {}),
      kinds({}, {}),
      kinds(null, { described: false }),
    ]).toEqual([["newVideo"], ["newVideo"], [], []]);
  });

  it("is a milestone where a sample is the first of that age, and near enough to show it", () => {
    const reached = (before: number | null, after: number) =>
      kinds(
        { capturedAt: before === null ? null : plus(START, hours(before)) },
        { capturedAt: plus(START, hours(after)) },
      );
    expect(reached(23, 24.1)).toEqual(["milestone 24h"]);
    expect(reached(24, 25)).toEqual([]);
    expect(reached(23, 37)).toEqual([]);
    expect(reached(20, 7 * 24 + 1)).toEqual(["milestone 7d"]);
    expect(reached(null, 30 * 24)).toEqual(["milestone 30d"]);
    expect(kinds({ startAt: null }, { startAt: null, capturedAt: START })).toEqual([]);
  });

  it("is a first hour once, however often it is refined", () => {
    const capturedAt = plus(START, hours(1));
    const known = { capturedAt, firstHourViews: 7.5, firstHourMethod: "interpolated" } as const;
    expect(newsOf(facts(), facts(known))).toEqual([
      expect.objectContaining({ milestone: "60min", views: 7.5, method: "interpolated", at: capturedAt }),
    ]);
    expect(kinds(known, { ...known, firstHourViews: 8, firstHourMethod: "measured" })).toEqual([]);
  });

  it("is an outlier where it rises to 3, and at first sight only by the views at its age", () => {
    const at = (outlier: number | null, outlierBasis: "age" | "lifetime" | null = "lifetime") => ({
      outlier,
      outlierBasis,
    });
    expect(kinds(at(2.9), at(3))).toEqual(["outlier"]);
    expect(kinds(at(2.9), at(4, "age"))).toEqual(["outlier"]);
    expect(kinds(at(3), at(5))).toEqual([]);
    expect(kinds(at(5), at(2))).toEqual([]);
    expect(kinds(at(null, null), at(9))).toEqual([]);
    expect(kinds(at(null, null), at(9, "age"))).toEqual(["outlier"]);
    expect(newsOf(facts(at(1)), facts(at(4)))).toEqual([expect.objectContaining({ before: 1, after: 4 })]);
  });

  it("is nothing of its age while a broadcast has not begun", () => {
    expect(kinds({ startAt: null }, { startAt: plus(START, days(2)), capturedAt: plus(START, days(1)) })).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import {
  INSIGHTS,
  type InsightPart,
  insightBody,
  insightQuestion,
  trendWindow,
  videosSaying,
  withDates,
  withoutScope,
  withWindow,
} from "./insight-question.ts";

const asked = (part: InsightPart, address: string): string => {
  const insight = INSIGHTS.find((each) => each.part === part);
  if (!insight) throw new Error(`no insight is called ${part}`);
  return insightQuestion(insight, new URLSearchParams(address));
};

const ADDRESS = "channel=UC1&channel=UC2&tag=a%26b&window=28d&sort=gain&by=likes&zone=UTC&kind=top";

describe("an insight's question", () => {
  it.each([
    ["trending", "/trending?channel=UC1&channel=UC2&tag=a%26b&sort=gain&window=7d&limit=50"],
    ["engaging", "/engaging?channel=UC1&channel=UC2&tag=a%26b&window=28d&by=likes&limit=50"],
    ["views", "/views?channel=UC1&channel=UC2&tag=a%26b&window=28d"],
    ["network", "/keywords/network?channel=UC1&channel=UC2&tag=a%26b&window=28d"],
  ] as const)("is of the address's scope and window, and of what %s alone takes", (part, path) => {
    expect(asked(part, ADDRESS)).toBe(`/api/v1/insights${path}`);
  });

  it("of outliers has a beginning alone", () => {
    expect(asked("outliers", "from=2026-11-01&to=2026-11-08")).toBe(
      "/api/v1/insights/outliers?from=2026-11-01&limit=50",
    );
  });

  it("of a summary is a body with lists where several may be given", () => {
    expect(insightBody(new URLSearchParams("channel=UC1&tag=x&window=7d&language=de&zone=UTC&sort=gain"))).toEqual({
      ...{ channel: ["UC1"], tag: "x", window: "7d", language: "de" },
    });
  });

  it.each([
    ["", "24h", false],
    ["window=24h", "24h", false],
    ["window=1h", "1h", false],
    ["window=3d", "7d", true],
    ["window=7d", "7d", false],
    ["window=nonsense", "24h", false],
    ["from=2026-11-01&to=2026-11-08", "7d", false],
    ["from=2026-11-01&to=2026-11-02", "24h", false],
    ["from=2026-10-01&to=2026-11-02", "7d", true],
  ])("of what takes off is over the nearest of its windows: %j", (address, window, isOther) => {
    expect(trendWindow(new URLSearchParams(address))).toEqual({ window, isOther });
  });
});

describe("the address", () => {
  it("changes its time without its videos, and its videos without its time", () => {
    expect(`${withWindow(new URLSearchParams("tag=x&from=2026-11-01&to=2026-11-08"), "7d")}`).toBe("tag=x&window=7d");
    expect(`${withDates(new URLSearchParams("tag=x&window=7d"), "2026-11-01", "")}`).toBe("tag=x&from=2026-11-01");
    expect(`${withDates(new URLSearchParams("tag=x&from=2026-11-01"), "", "2026-11-08")}`).toBe("tag=x");
    expect(`${withoutScope(new URLSearchParams("tag=x&format=long&window=7d&zone=UTC"))}`).toBe("window=7d&zone=UTC");
  });

  it("that a word leads to is of the same videos and time, whatever the word is", () => {
    const window = { from: "2026-11-01T00:00:00.000Z", to: "2026-11-08T00:00:00.000Z" };
    const [page, query] = videosSaying(
      'say "it" & go',
      new URLSearchParams("format=long&window=7d&sort=gain"),
      window,
    ).split("?");
    expect(page).toBe("/videos");
    expect([...new URLSearchParams(query)]).toEqual([
      ["format", "long"],
      ["q", '"say  it  & go"'],
      ["publishedAfter", window.from],
      ["publishedBefore", window.to],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import type { ChannelUploads } from "#api/channels/channel-uploads-contract.ts";
import { bandOf, dotsText } from "./dots-text.ts";

const item = (format: "long" | "short", views: number | null): ChannelUploads["items"][number] => ({
  id: `${format}${views}`,
  title: "How bread rises",
  format,
  thumbnailUrl: null,
  publishedAt: "2026-11-20T08:30:00.000Z",
  gone: false,
  views,
  reason: views === null ? "notReached" : null,
  outlier: { value: views === null ? null : views / 100, n: 4, reason: views === null ? "noViews" : null },
  derived: true,
});
const band = (format: "long" | "short", p50: number | null): ChannelUploads["typical"][number] => ({
  format,
  n: 4,
  p10: p50 && p50 * 0.5,
  p25: p50 && p50 * 0.8,
  p50,
  p75: p50 && p50 * 1.5,
  p90: p50 && p50 * 3,
  reason: p50 === null ? "tooFewVideos" : null,
  derived: true,
  asOf: "2026-11-20T08:30:00.000Z",
});
const answer = (changed: Partial<ChannelUploads>): ChannelUploads => ({
  age: "24h",
  ageSeconds: 86_400,
  items: [],
  n: 0,
  typical: [],
  asOf: "2026-11-20T08:30:00.000Z",
  ...changed,
});

describe("uploads at an age, in words", () => {
  it("name the best and what is usual, of the format that most dots are of", () => {
    const items = [item("long", 230), item("long", 90), item("short", 9), item("long", null)];
    const typical = [band("short", 10), band("long", 100)];
    expect(bandOf({ items, typical })?.format).toBe("long");
    expect(dotsText(answer({ items, n: 3, typical }))).toBe(
      "Of 4 uploads the views at the age of 24 hours are known of 3. Most has “\u2068How bread rises\u2069”: 230, ×2.30 of what is usual. Half of its last 4 long videos had 80 to 150.",
    );
  });

  it("say no more than is known", () => {
    expect(dotsText(answer({ items: [item("long", null)] }))).toBe(
      "Of 1 uploads the views at the age of 24 hours are known of 0.",
    );
    expect(bandOf({ items: [item("long", 5)], typical: [band("long", null)] })).toBeNull();
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readChannelsAnswer } from "./wire-channel.ts";
import { readStatisticsAnswer } from "./wire-statistics.ts";
import { readUploadsAnswer } from "./wire-uploads.ts";
import { readVideosAnswer } from "./wire-video.ts";

const idOf = (n: number) => `video${String(n).padStart(6, "0")}`;
const stats = (n: number) => ({ id: idOf(n), statistics: { viewCount: String(n), likeCount: "2", commentCount: "1" } });
const answer = (items: unknown) => JSON.stringify({ kind: "youtube#videoListResponse", items });

describe("a list of YouTube's", () => {
  it("loses one item that cannot be read, and not the other 49", () => {
    fc.assert(
      fc.property(fc.nat(49), fc.jsonValue(), (at, garbage) => {
        const items: unknown[] = Array.from({ length: 50 }, (_, n) => stats(n));
        items[at] = garbage;
        const read = readStatisticsAnswer(answer(items));
        expect(read.kind === "parsed" && read.body.map(({ id }) => id)).toEqual(
          Array.from({ length: 50 }, (_, n) => idOf(n)).filter((_, n) => n !== at),
        );
      }),
    );
  });

  it("tells which of its items are there and cannot be read, so that nobody takes them for missing", () => {
    const video = { id: idOf(2), snippet: { channelId: `UC${"c".repeat(22)}`, publishedAt: "2026-11-01T00:00:00Z" } };
    const hostile = [{ id: idOf(1) }, video, { id: idOf(3), snippet: { channelId: 7 } }, { id: 4 }, "5", null];
    const read = readVideosAnswer(answer(hostile));
    expect(read).toMatchObject({ kind: "parsed", body: [{ id: idOf(2) }], unread: [idOf(1), idOf(3)] });
    expect(readVideosAnswer(answer([{ id: idOf(1) }]))).toEqual({ kind: "parsed", body: [], unread: [idOf(1)] });
    expect(readVideosAnswer(answer([{ id: "no id" }, { id: 4 }])).kind).toBe("malformed");
    // One that can be read elsewhere in the answer is read.
    expect(readVideosAnswer(answer([{ id: idOf(2) }, video]))).toEqual(readVideosAnswer(answer([video])));
  });

  it("is malformed when none of its items can be read, so that nobody takes 50 videos for gone", () => {
    expect(readStatisticsAnswer(answer([{ video: "x" }, 7])).kind).toBe("malformed");
  });

  it.each([
    "",
    "{}",
    "null",
    "[]",
    "7",
    '"x"',
    "<html></html>",
    '{"error":{"code":403}}',
    '{"items":{"a":1}}',
    '{"kind":"youtube#playlistListResponse","items":[]}',
  ])("is malformed when it says %s", (text) => {
    expect(readUploadsAnswer(text).kind).toBe("malformed");
  });

  it("is empty when YouTube leaves `items` out, as channels.list does for a channel that does not exist", () => {
    const text =
      '{ "kind": "youtube#channelListResponse", "etag": "RuuXzTIr0OoDqI4S0RU6n4FqKEM", "pageInfo": { "totalResults": 0, "resultsPerPage": 5 } }';
    expect(readChannelsAnswer(text)).toEqual({ kind: "parsed", body: [] });
  });

  it("names no video twice", () => {
    const read = readStatisticsAnswer(answer([stats(1), stats(2), { ...stats(1), statistics: {} }]));
    expect(read).toMatchObject({ kind: "parsed", body: [{ id: idOf(1), views: 1 }, { id: idOf(2) }] });
  });
});

describe("videos:batchGetStats", () => {
  it.each([
    [
      "as in discovery",
      {
        kind: "youtube#videoStats",
        etag: "x",
        snippet: { publishTime: "2026-10-01T00:00:00Z" },
        contentDetails: { duration: "180s" },
      },
      {},
    ],
    [
      "as on the method page",
      { contentDetails: { duration: "PT3M", durationMillis: "180000" } },
      {
        summary: {
          requestedVideoCount: 2,
          succeededVideoCount: 1,
          failedVideoCount: 1,
          failedVideoIds: ["video000002"],
        },
      },
    ],
    ["as recorded by others", {}, {}],
  ])("is read %s", (_, extraItem, extra) => {
    const text = JSON.stringify({
      kind: "youtube#batchGetStatsResponse",
      etag: "x",
      items: [{ ...stats(1), ...extraItem }],
      ...extra,
    });
    expect(readStatisticsAnswer(text)).toEqual({
      kind: "parsed",
      body: [{ id: idOf(1), views: 1, likes: 2, comments: 1 }],
    });
  });

  it.each([
    [{ viewCount: "4294967296" }, { views: 4_294_967_296, likes: null, comments: null }],
    [
      { viewCount: 12, likeCount: "0" },
      { views: 12, likes: 0, comments: null },
    ],
    [
      { viewCount: "1,234", likeCount: "-1", commentCount: "" },
      { views: null, likes: null, comments: null },
    ],
    [
      { viewCount: "18446744073709551615", likeCount: 1.5, commentCount: null },
      { views: null, likes: null, comments: null },
    ],
    [undefined, { views: null, likes: null, comments: null }],
  ])("takes a counter that is not told for hidden, never for zero: %j", (statistics, counters) => {
    expect(readStatisticsAnswer(answer([{ id: idOf(1), statistics }]))).toEqual({
      kind: "parsed",
      body: [{ id: idOf(1), ...counters }],
    });
  });
});

describe("a page of uploads", () => {
  it("keeps private items, without a date", () => {
    const text = JSON.stringify({
      kind: "youtube#playlistItemListResponse",
      nextPageToken: "EAAaHlBUOkNBOGlFRGcwUkVJME1EaEZPRFEyUkVJelJVWQ",
      items: [
        { contentDetails: { videoId: "p5fCRS-7u5I", videoPublishedAt: "2026-10-04T06:44:08Z" } },
        { contentDetails: { videoId: "FzefgoF26Ac" } },
      ],
      pageInfo: { totalResults: 623, resultsPerPage: 15 },
    });
    expect(readUploadsAnswer(text)).toEqual({
      kind: "parsed",
      body: {
        items: [
          { videoId: "p5fCRS-7u5I", publishedAt: Date.UTC(2026, 9, 4, 6, 44, 8) },
          { videoId: "FzefgoF26Ac", publishedAt: null },
        ],
        nextPageToken: "EAAaHlBUOkNBOGlFRGcwUkVJME1EaEZPRFEyUkVJelJVWQ",
        total: 623,
      },
    });
  });
});

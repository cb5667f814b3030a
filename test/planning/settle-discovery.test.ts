import { describe, expect, it } from "vitest";
import type { Exchange, Failure } from "#domain/reply.ts";
import { hours, minutes, plus } from "#domain/time.ts";
import { settled, uploads, world } from "./exchanges.ts";
import { CHANNEL, channel, NOON, videoId } from "./rows.ts";

describe("a count", () => {
  const count = (videoCount: number | null): Exchange => ({
    kind: "count",
    call: { kind: "count", channelIds: [CHANNEL] },
    reply: {
      kind: "answered",
      at: plus(NOON, minutes(10)),
      body: [{ id: CHANNEL, views: 1, subscribers: 1, videoCount }],
    },
  });

  it("hints at an upload when it rose, and not when it fell, is hidden, or is the first", () => {
    const news = (value: number | null, before: number | null = 10) =>
      settled(count(value), world({ channels: [channel(CHANNEL, { videoCount: before })] })).channels[0]?.newsSince;
    expect(news(11)).toBe(plus(NOON, minutes(10)));
    expect([news(10), news(9), news(null), news(11, null)]).toEqual([null, null, null, null]);
  });

  it("that leaves a channel out shows that as its trouble, until it is counted again", () => {
    const lost = settled({ ...count(1), reply: { kind: "answered", at: NOON, body: [] } } as Exchange).channels[0];
    expect(lost?.trouble).toMatch(/does not know/);
    expect(settled(count(10), world({ channels: lost ? [lost] : [] })).channels[0]?.trouble).toBeNull();
  });
});

describe("a list of uploads", () => {
  const page = (ids: number[], nextPageToken: string | null = null) =>
    ({
      kind: "answered",
      at: NOON,
      body: { items: ids.map((n) => ({ videoId: videoId(n), publishedAt: NOON })), nextPageToken, total: 120 },
    }) as const;

  it("yields every unknown video on the page, also below known ones", () => {
    const { videos, sightingSource } = settled(uploads(page([7, 1, 8])));
    expect(videos.map((row) => [row.id, row.describeWhy, row.startAt])).toEqual([
      [videoId(7), "new", null],
      [videoId(8), "new", null],
    ]);
    expect(sightingSource).toBe("uploads");
  });

  it("read for back-fill goes on at the next page, and is done after the last", () => {
    const filling = channel(CHANNEL, { backfill: { ...channel(CHANNEL).backfill, done: false, listed: 50 } });
    const next = settled(uploads(page([7], "TOKEN"), "backfill"), world({ channels: [filling] })).channels[0];
    expect(next?.backfill).toMatchObject({ done: false, pageToken: "TOKEN", listed: 51, total: 120 });
    const last = settled(uploads(page([7]), "backfill"), world({ channels: [filling] })).channels[0];
    expect(last?.backfill).toMatchObject({ done: true, pageToken: null });
  });

  it("of unknown videos only re-opens the back-fill behind it, since an outage may have hidden more", () => {
    expect(settled(uploads(page([7, 8], "MORE"))).channels[0]?.backfill).toMatchObject({
      done: false,
      pageToken: "MORE",
    });
    expect(settled(uploads(page([7, 1], "MORE"))).channels[0]?.backfill.done).toBe(true);
  });

  it("that YouTube refuses is the channel's trouble and is asked for later, ever later", () => {
    const refused: Failure = { kind: "refused", status: 404, reason: "playlistNotFound", detail: "no such list" };
    const filling = channel(CHANNEL, { newsSince: NOON, backfill: { ...channel(CHANNEL).backfill, done: false } });
    const once = settled(uploads(refused, "backfill"), world({ channels: [filling] })).channels[0];
    expect(once).toMatchObject({ newsSince: null, trouble: expect.stringContaining("playlistNotFound") });
    expect(once?.backfill.notBefore).toBe(plus(NOON, hours(1)));
    const twice = settled(uploads(refused, "backfill"), world({ channels: once ? [once] : [] })).channels[0];
    expect(twice?.backfill.notBefore).toBe(plus(NOON, hours(2)));
  });

  it("whose page token is refused is read again from the start, after a while", () => {
    const refused: Failure = { kind: "refused", status: 400, reason: "invalidPageToken", detail: "" };
    const filling = channel(CHANNEL, { backfill: { ...channel(CHANNEL).backfill, done: false, pageToken: "OLD" } });
    const row = settled(uploads(refused, "backfill"), world({ channels: [filling] })).channels[0];
    expect(row?.backfill).toMatchObject({ pageToken: null, listed: 0, notBefore: plus(NOON, hours(1)) });
  });
});

describe("a feed", () => {
  const feed = (views: number | null): Exchange => ({
    kind: "feed",
    call: { kind: "feed", channelId: CHANNEL },
    reply: {
      kind: "answered",
      at: plus(NOON, minutes(60)),
      body: {
        entries: [1, 9].map((n) => ({
          videoId: videoId(n),
          channelId: CHANNEL,
          title: "",
          publishedAt: NOON,
          updatedAt: NOON,
          short: true,
          views,
          likes: 2,
        })),
      },
    },
  });

  it("gives sightings, and snapshots of known videos that are no samples", () => {
    const { snapshots, videos, sightingSource, firstHourOf } = settled(feed(44));
    expect(sightingSource).toBe("feed");
    expect(snapshots).toEqual([
      { videoId: videoId(1), capturedAt: plus(NOON, minutes(60)), views: 44, likes: 2, comments: null, source: "feed" },
    ]);
    expect(videos.find((row) => row.id === videoId(9))).toMatchObject({ shortsLink: true, describeWhy: "new" });
    expect(videos.find((row) => row.id === videoId(1))).toMatchObject({ last: null, format: "short" });
    expect(firstHourOf).toEqual([]);
  });

  it("that fails pauses feeds alone and sends its channel to the uploads list", () => {
    const failed: Exchange = {
      ...feed(1),
      reply: { kind: "refused", status: 404, reason: "notFound", detail: "" },
    } as Exchange;
    const { pauses, channels } = settled(failed);
    expect(pauses.map((pause) => pause.subject)).toEqual(["feeds"]);
    expect(channels[0]).toMatchObject({ newsSince: NOON, newsAttempts: 1 });
  });
});

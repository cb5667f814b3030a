import { describe, expect, it } from "vitest";
import type { Exchange, Failure } from "#domain/reply.ts";
import { days, hours, type Instant, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import { LOOK_PRICE } from "#planning/learned-subjects.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settled, uploads, world } from "./exchanges.ts";
import { AMPLE, CHANNEL, channel, NOON, video, videoId } from "./rows.ts";

describe("a count", () => {
  const count = (videoCount: number | null): Exchange => ({
    kind: "count",
    call: { kind: "count", channelIds: [CHANNEL], ration: AMPLE },
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

  it("says that the back-fill is what it was, so that storage need not look at it", () => {
    expect(settled(count(11))).toMatchObject({ channels: [{ id: CHANNEL }], backfillsKept: [CHANNEL] });
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
    const last = settled(uploads(page([7]), "backfill"), world({ channels: [filling] }));
    expect(last.channels[0]?.backfill).toMatchObject({ done: true, pageToken: null });
    expect(last.backfillsKept).toEqual([]);
  });

  it("of unknown videos only re-opens the back-fill behind it, since an outage may have hidden more", () => {
    expect(settled(uploads(page([7, 8], "MORE"))).channels[0]?.backfill).toMatchObject({
      done: false,
      pageToken: "MORE",
    });
    expect(settled(uploads(page([7, 1], "MORE"))).channels[0]?.backfill.done).toBe(true);
  });

  it("re-opens it although something private lingers on the page, but not for what is private alone", () => {
    const lingering = { videoId: videoId(99), publishedAt: null };
    const reopened = (...items: { videoId: VideoId; publishedAt: Instant | null }[]) => {
      const reply = { kind: "answered", at: NOON, body: { items, nextPageToken: "MORE", total: 120 } } as const;
      return settled(uploads(reply, "news")).channels[0]?.backfill.done === false;
    };
    expect(reopened({ videoId: videoId(7), publishedAt: NOON }, lingering)).toBe(true);
    expect(reopened(lingering)).toBe(false);
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
    call: { kind: "feed", channelId: CHANNEL, ration: null },
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
    // One look tells whether it is the channel that is lost, and no more follow.
    const once = { newsSince: NOON, newsAttempts: 2 + DEFAULT_POLICY.discovery.newsDelays.length };
    expect(channels[0]).toMatchObject(once);
    const hinted = settled(failed, world({ channels: [channel(CHANNEL, { newsSince: NOON })] }));
    expect(hinted.channels[0]).toMatchObject({ newsSince: NOON, newsAttempts: 2, newsNotBefore: NOON });
  });
});

describe("a channel's renewal", () => {
  const renewal = (reply: unknown): Exchange =>
    ({ kind: "resolve", call: { kind: "resolve", refs: [{ kind: "id", id: CHANNEL }] }, reply }) as Exchange;
  const old = world({ channels: [channel(CHANNEL, { describedAt: minus(NOON, days(28)) })] });

  it("that is left out or refused moves on, and neither refuses nor forgets the channel", () => {
    const refused: Failure = { kind: "refused", status: 400, reason: "badRequest", detail: "" };
    for (const reply of [{ kind: "answered", at: NOON, body: [] }, refused]) {
      const { channels, requests } = settled(renewal(reply), old);
      expect(requests).toEqual([]);
      expect(channels).toMatchObject([{ id: CHANNEL, describedAt: NOON }]);
    }
  });
});

describe("a back-fill", () => {
  it("that ends at the length at which YouTube ends lists says so", () => {
    const listed = (before: number) => {
      const backfill = { ...channel(CHANNEL).backfill, done: false, listed: before };
      const page = { kind: "answered", at: NOON, body: { items: [], nextPageToken: null, total: 20_000 } } as const;
      return settled(uploads(page, "backfill"), world({ channels: [channel(CHANNEL, { backfill })] })).channels[0]
        ?.backfill;
    };
    expect(listed(19_980)).toMatchObject({ done: true, reason: expect.stringContaining("20000") });
    expect(listed(300)).toMatchObject({ done: true, reason: null });
  });
});

describe("a count that fell", () => {
  it("has the channel's newest uploads read, for an upload may hide behind a deletion", () => {
    const fell: Exchange = {
      kind: "count",
      call: { kind: "count", channelIds: [CHANNEL], ration: AMPLE },
      reply: { kind: "answered", at: NOON, body: [{ id: CHANNEL, views: 1, subscribers: 1, videoCount: 9 }] },
    };
    expect(settled(fell).channels[0]).toMatchObject({ newsSince: null, listedAt: null, videoCount: 9 });
  });
});

describe("a rise that shows what is known already", () => {
  it("is no news where looks are rationed, and looked into where they are not", () => {
    const rose: Exchange = {
      kind: "count",
      call: { kind: "count", channelIds: [CHANNEL], ration: AMPLE },
      reply: { kind: "answered", at: NOON, body: [{ id: CHANNEL, views: 1, subscribers: 1, videoCount: 11 }] },
    };
    const counted = channel(CHANNEL, { countedAt: minus(NOON, hours(10)) });
    const pushed = video(videoId(5), { startAt: minus(NOON, hours(2)) });
    const newsSince = (videos: readonly TrackedVideo[], price: number) => {
      const learned = [{ subject: LOOK_PRICE, values: [price, 0, 0] }];
      return settled(rose, world({ channels: [counted], videos, learned })).channels[0]?.newsSince;
    };
    expect(newsSince([pushed], 0.01)).toBeNull();
    expect(newsSince([pushed], 0)).toBe(NOON);
    expect(newsSince([], 0.01)).toBe(NOON);
  });
});

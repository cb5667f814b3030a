import { describe, expect, it } from "vitest";
import type { Exchange } from "#domain/reply.ts";
import { hours, type Instant, minus, minutes } from "#domain/time.ts";
import { settled, world } from "./exchanges.ts";
import { AMPLE, CHANNEL, channel, NOON, video, videoId } from "./rows.ts";

describe("an upload that a cached feed does not show yet", () => {
  const hinted = channel(CHANNEL, { newsSince: NOON });
  const feed = (publishedAt: Instant, at: Instant): Exchange => ({
    kind: "feed",
    call: { kind: "feed", channelId: CHANNEL, ration: null },
    reply: {
      kind: "answered",
      at,
      body: {
        entries: [
          {
            videoId: videoId(9),
            channelId: CHANNEL,
            title: "",
            publishedAt,
            updatedAt: publishedAt,
            short: false,
            views: 1,
            likes: null,
          },
        ],
      },
    },
  });
  const newsAfter = (exchange: Exchange) =>
    settled(exchange, world({ channels: [hinted] })).channels[0]?.newsSince ?? null;

  it("is not taken for found because an earlier one is", () => {
    expect(newsAfter(feed(minus(NOON, hours(1)), minus(NOON, minutes(6))))).toBe(NOON);
    expect(newsAfter(feed(minus(NOON, minutes(9)), minus(NOON, minutes(6))))).toBeNull();
    // A feed as fresh as the hint would show it.
    expect(newsAfter(feed(minus(NOON, hours(1)), NOON))).toBeNull();
  });

  it("is dated by the copy in what it says, and by now in that we saw it", () => {
    const copied = minus(NOON, minutes(6));
    const state = world({ channels: [hinted], videos: [video(videoId(9))] });
    const known = settled(feed(copied, copied), state);
    expect(known).toMatchObject({ at: NOON, snapshots: [{ capturedAt: copied }], channels: [{ listedAt: copied }] });
    const found = settled(feed(copied, copied), world({ channels: [hinted] }));
    expect(found.videos).toMatchObject([{ firstSeenAt: NOON, describeAt: NOON }]);
  });

  it("is looked for in the list at once when the count rose by several", () => {
    const count = (videoCount: number): Exchange => ({
      kind: "count",
      call: { kind: "count", channelIds: [CHANNEL], ration: AMPLE },
      reply: { kind: "answered", at: NOON, body: [{ id: CHANNEL, views: 1, subscribers: 1, videoCount }] },
    });
    const attempts = (exchange: Exchange, row = channel(CHANNEL, { videoCount: 10 })) =>
      settled(exchange, world({ channels: [row] })).channels[0]?.newsAttempts;
    const listed = minus(NOON, hours(1));
    const row = (changes = {}) => channel(CHANNEL, { videoCount: 10, listedAt: listed, ...changes });
    // From the second attempt on it is the list.
    expect([attempts(count(11), row()), attempts(count(12), row())]).toEqual([0, 2]);
    expect(attempts(count(11), row({ newsSince: NOON }))).toBe(2);
    // A feed that was just read would say the same.
    expect(attempts(count(11), row({ listedAt: minus(NOON, minutes(3)) }))).toBe(2);
  });
});

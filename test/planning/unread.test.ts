import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Exchange } from "#domain/reply.ts";
import { days, hours, minus, minutes, plus } from "#domain/time.ts";
import { advance } from "#planning/advance.ts";
import { describing, sample, settled, world } from "./exchanges.ts";
import { AMPLE, CHANNEL, channel, NOON, video, videoId } from "./rows.ts";

/** The exchange with an answer in which these cannot be read. */
const unreadIn = (exchange: Exchange, unread: readonly string[]): Exchange =>
  ({ ...exchange, reply: { ...exchange.reply, unread } }) as Exchange;

describe("an item that is there and cannot be read", () => {
  it("never makes its video gone, whatever comes before and after, and however often", () => {
    const step = fc.record({ describes: fc.boolean(), hidden: fc.boolean(), gap: fc.integer({ min: 1, max: 600 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 30 }), (steps) => {
        let state = world();
        let at = NOON;
        let missing = 0;
        for (const { describes, hidden, gap } of steps) {
          at = plus(at, minutes(gap));
          const asked = describes ? describing([1], [], at) : sample([1], [], at);
          const settlement = settled(hidden ? asked : unreadIn(asked, [videoId(1)]), state, at);
          // Only answers without it count against it, and one with it wipes them out.
          missing = hidden ? missing + 1 : 0;
          const row = settlement.videos[0];
          if (missing < 2) expect(row?.goneAt ?? null).toBeNull();
          if (!hidden) expect(row).toMatchObject({ missingSince: null, goneAt: null });
          if (row?.goneAt) return;
          state = advance(state, settlement);
        }
      }),
    );
  });

  it("is set aside with its reason, and neither sampled nor described again at once", () => {
    const reason = "What YouTube says of it cannot be read.";
    const sampled = settled(unreadIn(sample([1], []), [videoId(1)]));
    expect(sampled.setAside).toEqual([{ subject: videoId(1), reason }]);
    expect(sampled.snapshots).toEqual([]);
    expect(sampled.videos[0]?.last).toEqual({ at: NOON, views: null });
    const described = settled(unreadIn(describing([1, 2], []), [videoId(2)]));
    expect(described.setAside).toEqual([{ subject: videoId(2), reason }]);
    expect(described.videos.map((row) => [row.id, row.missingSince])).toEqual([
      [videoId(2), null],
      [videoId(1), NOON],
    ]);
  });

  it("is described again after as long as it has been known, from minutes up to a day", () => {
    const waitAfter = (known: number) => {
      const state = world({ videos: [video(videoId(1), { firstSeenAt: minus(NOON, minutes(known)) })] });
      const row = settled(unreadIn(describing([1], []), [videoId(1)]), state).videos[0];
      return (row?.describeAt ?? 0) - NOON;
    };
    expect([0, 10, 600, 6000].map(waitAfter)).toEqual([minutes(4), minutes(10), hours(10), days(1)]);
  });

  it("of a channel keeps it tracked and known, and says so of a request", () => {
    const lost = channel(CHANNEL, { trouble: null, countedAt: null });
    const count: Exchange = {
      kind: "count",
      call: { kind: "count", channelIds: [CHANNEL], ration: AMPLE },
      reply: { kind: "answered", at: NOON, body: [], unread: [CHANNEL] },
    };
    const counted = settled(count, world({ channels: [lost] }));
    expect(counted.channels).toMatchObject([{ countedAt: NOON, trouble: null }]);
    expect(counted.setAside).toHaveLength(1);
    const resolve: Exchange = {
      kind: "resolve",
      call: { kind: "resolve", refs: [{ kind: "handle", handle: "@one" }] },
      reply: { kind: "answered", at: NOON, body: [], unread: [CHANNEL] },
    };
    expect(settled(resolve).requests).toMatchObject([{ reason: "What YouTube says of it cannot be read." }]);
  });
});

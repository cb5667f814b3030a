import { expect, it } from "vitest";
import type { Exchange } from "#domain/reply.ts";
import { type Instant, minus, minutes, plus } from "#domain/time.ts";
import { advance } from "#planning/advance.ts";
import { Chance } from "#simulation/random.ts";
import { settled, uploads, world } from "./exchanges.ts";
import { AMPLE, CHANNEL, channel, NOON, videoId } from "./rows.ts";

it("learns how late the counter is from the finds of what it showed and did not show yet", () => {
  const lag = 10;
  const gap = 30;
  const chance = new Chance("lag");
  let state = world({ videos: [], channels: [channel(CHANNEL, { countedAt: minus(NOON, minutes(gap)) })] });
  const count = (videoCount: number, at: Instant): Exchange => ({
    kind: "count",
    call: { kind: "count", channelIds: [CHANNEL], ration: AMPLE },
    reply: { kind: "answered", at, body: [{ id: CHANNEL, views: 1, subscribers: 1, videoCount }] },
  });
  for (let n = 0; n < 200; n++) {
    const before = plus(NOON, minutes(2 * gap * n));
    // Published so that it is shown somewhere between the two counts.
    const publishedAt = plus(before, minutes(gap * chance.uniform() - lag));
    const shownAt = plus(before, minutes(gap));
    state = advance(state, settled(count(10 + n, before), state, before));
    state = advance(state, settled(count(11 + n, shownAt), state, shownAt));
    const page = { items: [{ videoId: videoId(n), publishedAt }], nextPageToken: null, total: 1 };
    state = advance(state, settled(uploads({ kind: "answered", at: shownAt, body: page }), state, shownAt));
  }
  const learned = state.learned.get("count-lag")?.[0] ?? 0;
  expect(learned).toBeGreaterThan(lag - 3);
  expect(learned).toBeLessThan(lag + 3);
});

import { describe, expect, it } from "vitest";
import type { ChartCall } from "#domain/call.ts";
import type { Exchange, Failure } from "#domain/reply.ts";
import { days, type Instant, minus, minutes, plus, seconds } from "#domain/time.ts";
import { advance } from "#planning/advance.ts";
import type { PlannerState } from "#planning/state.ts";
import { description } from "./exchanges.ts";
import { CHANNEL, channel, channelId, NOON, video, videoId, watch, watchId } from "./rows.ts";
import { asked, failed, page, searchAsked, settled, stateWith } from "./watch-exchanges.ts";

describe("a page of a watched search", () => {
  it("is kept as it was answered, and makes a sighting of every video nobody knew", () => {
    const state = stateWith({
      watches: [watch(1, { since: minus(NOON, days(1)) })],
      channels: [channel(CHANNEL, { weight: 3, watched: true })],
      videos: [video(videoId(1))],
    });
    const call = searchAsked(state);
    const { videos, watchPages, sightingSource, watches } = settled(page(call, [1, 2, 30, 30]), state);
    expect(sightingSource).toBe("search");
    expect(videos.map((row) => [row.id, row.channelId, row.weight, row.watched, row.searched])).toEqual([
      [videoId(1), CHANNEL, 1, false, true],
      [videoId(2), CHANNEL, 3, true, true],
      [videoId(30), channelId(30), 1, false, true],
    ]);
    expect(videos[2]).toMatchObject({ describeAt: NOON, describeWhy: "new", firstSeenAt: NOON });
    expect(watchPages).toEqual([
      {
        watchId: watchId(1),
        askedAt: NOON,
        runAt: NOON,
        page: 0,
        publishedAfter: minus(NOON, days(1)),
        publishedBefore: null,
        totalEstimate: 9_000,
        hits: [1, 2, 30].map((n) => ({ videoId: videoId(n), publishedAt: minus(NOON, minutes(n)) })),
        firstRank: 1,
        news: 3,
      },
    ]);
    expect(watches[0]).toMatchObject({ runs: 1, calls: 1, found: 3, ranAt: NOON, watermark: NOON, tasks: [] });
  });

  it("counts as new what this watch has not shown, whatever others have", () => {
    let state = stateWith({ watches: [watch(1), watch(2)] });
    state = advance(state, settled(page(searchAsked(state), [1, 2, 3]), state));
    const second = searchAsked(state);
    expect(second.watchId).toBe(watchId(2));
    const settlement = settled(page(second, [2, 3, 4]), state);
    expect(settlement.watchPages[0]?.news).toBe(3);
    expect(settlement.videos.map(({ id }) => id)).toEqual([videoId(4)]);
    state = advance(state, settlement);
    const again = searchAsked(state, plus(NOON, days(1)));
    expect(settled(page(again, [1, 2, 3, 4], null), state).watchPages[0]?.news).toBeLessThanOrEqual(1);
  });

  it("says nothing of a watch that somebody removed or gave other filters meanwhile", () => {
    const state = stateWith({ watches: [watch(1)] });
    const call = searchAsked(state);
    const filters = { ...call.filters, q: "another" };
    for (const stale of [
      { ...call, watchId: watchId(9) },
      { ...call, filters },
    ]) {
      expect(settled(page(stale, [1]), state)).toMatchObject({ videos: [], watches: [], watchPages: [] });
      const refused: Failure = { kind: "refused", status: 400, reason: "badRequest", detail: "" };
      expect(settled(failed(stale, refused), state).watches).toEqual([]);
    }
    // The database gives filters back in an order of its own.
    const reordered = { order: call.filters.order, regionCode: undefined, q: call.filters.q };
    expect(settled(page({ ...call, filters: reordered }, [1]), state).watches).toHaveLength(1);
  });

  it("sets aside a result that cannot be read, and takes in the others", () => {
    const state = stateWith({ watches: [watch(1)] });
    const exchange = page(searchAsked(state), [1, 2]);
    if (exchange.kind !== "search" || exchange.reply.kind !== "answered") throw new Error("it was answered");
    const unread = { ...exchange, reply: { ...exchange.reply, unread: [videoId(7)] } };
    const { videos, setAside } = settled(unread, state);
    expect(videos).toHaveLength(2);
    expect(setAside.map(({ subject }) => subject)).toEqual([videoId(7)]);
  });

  it("of another order is the only one of its run, and asks as far back as was wished", () => {
    const source = { kind: "search", filters: { q: "best", order: "viewCount" } } as const;
    const state = stateWith({ watches: [watch(1, { source })] });
    const call = searchAsked(state);
    expect(call.publishedAfter).toBeNull();
    const { watches } = settled(page(call, [1, 2, 3], "MORE"), state);
    expect(watches[0]).toMatchObject({ runs: 1, tasks: [], found: 3 });
    const back = stateWith({ watches: [watch(1, { source, since: minus(NOON, days(30)) })] });
    expect(searchAsked(back).publishedAfter).toBe(minus(NOON, days(30)));
  });
});

describe("a page of a watched chart", () => {
  const source = { kind: "chart", filters: { regionCode: "GB" } } as const;
  const chartPage = (call: ChartCall, ids: readonly number[], nextPageToken: string | null, at = NOON): Exchange => ({
    kind: "chart",
    call,
    reply: { kind: "answered", at, body: { videos: ids.map((n) => description(n)), nextPageToken, total: 200 } },
  });
  const chartAsked = (state: PlannerState, now: Instant) => {
    const call = asked(state, now);
    if (call.kind !== "chart") throw new Error("a chart was expected");
    return call;
  };

  it("describes and samples its videos at once, and is read on to the end", () => {
    let state = stateWith({ watches: [watch(1, { source })], videos: [video(videoId(1), { searched: true })] });
    const { videos, snapshots, descriptions, watchPages, watches, sightingSource } = settled(
      chartPage(chartAsked(state, NOON), [1, 2], "MORE"),
      state,
    );
    expect(sightingSource).toBe("chart");
    expect(descriptions.map(({ id }) => id)).toEqual([videoId(1), videoId(2)]);
    expect(snapshots).toMatchObject([
      { videoId: videoId(1), capturedAt: NOON, views: 8, source: "list" },
      { videoId: videoId(2), capturedAt: NOON, views: 8, source: "list" },
    ]);
    expect(videos).toMatchObject([
      { id: videoId(1), searched: true, describeWhy: "refresh", last: { at: NOON, views: 8 } },
      { id: videoId(2), searched: true, describeWhy: "refresh", last: { at: NOON, views: 8 } },
    ]);
    expect(watchPages).toMatchObject([{ page: 0, firstRank: 1, news: 2, publishedAfter: null }]);
    expect(watches[0]).toMatchObject({ runs: 1, found: 2 });
    let call = chartAsked(state, NOON);
    const ranks: (number | undefined)[] = [];
    for (let n = 0; n < 6; n++) {
      const at = plus(NOON, seconds(n));
      const settlement = settled(chartPage(call, [10 * n, 10 * n + 1], "MORE", at), state, at);
      ranks.push(settlement.watchPages[0]?.firstRank);
      state = advance(state, settlement);
      const next = chartAsked(state, at);
      if (next.page === 0) break;
      expect(next).toMatchObject({ runAt: NOON, pageToken: "MORE" });
      call = next;
    }
    expect(ranks).toEqual([1, 51, 101, 151]);
  });

  it("whose token is refused ends the run: the next one reads the rest", () => {
    let state = stateWith({ watches: [watch(1, { source })] });
    state = advance(state, settled(chartPage(chartAsked(state, NOON), [1], "MORE"), state));
    const call = chartAsked(state, NOON);
    const refused: Failure = { kind: "refused", status: 400, reason: "invalidPageToken", detail: "" };
    const settlement = settled({ kind: "chart", call, reply: refused }, state);
    expect(settlement.watches[0]).toMatchObject({ tasks: [], trouble: null });
    expect(chartAsked(advance(state, settlement), NOON).page).toBe(0);
  });
});

import type { ChartCall } from "#domain/call.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import type { Answered, ChartPage } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { VideoDescription, VideoId } from "#domain/video.ts";
import type { WatchPage } from "#domain/watch.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { afterChartPage } from "#planning/watching/after-chart-page.ts";
import { areSameFilters } from "#planning/watching/same-filters.ts";
import { watchAskedNow } from "#planning/watching/watch-asked.ts";
import { eachApart, settlementOf, withoutUnread } from "./draft.ts";
import { settleDescription } from "./settle-describe.ts";
import { searchedRow } from "./watched-videos.ts";

/** What follows from a page of a watched chart: its videos come described, so each gets its texts, a snapshot and a row. */
export function settleChart(
  call: ChartCall,
  reply: Answered<ChartPage>,
  state: PlannerState,
  policy: Policy,
): Settlement {
  const { at, body } = reply;
  const outcome = { kind: "answered", detail: null, answered: body.videos.length } as const;
  const learned = [watchAskedNow(state, { chartAt: at })];
  const watch = state.watches.get(call.watchId);
  // Removed, or given other filters, while the call was under way.
  if (watch?.source.kind !== "chart" || !areSameFilters(watch.source.filters, call.filters))
    return settlementOf({ at, outcome, learned });
  const snapshots: Snapshot[] = [];
  const descriptions: VideoDescription[] = [];
  const videos: TrackedVideo[] = [];
  const firstHourOf: VideoId[] = [];
  const hits: WatchPage["hits"][number][] = [];
  const setAside = eachApart(
    new Map(body.videos.map((video) => [video.id, video])).values(),
    ({ id }) => id,
    (video) => {
      const { id, channelId, publishedAt } = video;
      hits.push({ videoId: id, publishedAt });
      const row = searchedRow(state, { videoId: id, channelId, publishedAt }, at);
      const described = settleDescription(row, video, policy, at);
      descriptions.push(video);
      snapshots.push(described.snapshot);
      videos.push(described.row);
      if (described.mayShowFirstHour) firstHourOf.push(id);
    },
  );
  const unread = withoutUnread(reply.unread ?? [], reply.unread, () => undefined);
  const news = hits.filter(({ videoId }) => !state.watches.hasSeen(watch.id, videoId)).length;
  const page: WatchPage = {
    watchId: watch.id,
    askedAt: at,
    runAt: call.runAt,
    page: call.page,
    publishedAfter: null,
    publishedBefore: null,
    totalEstimate: body.total,
    hits,
    firstRank: call.page * IDS_PER_CALL + 1,
    news,
  };
  return settlementOf({
    at,
    outcome,
    snapshots,
    descriptions,
    videos,
    sightingSource: "chart",
    firstHourOf,
    learned,
    watches: [afterChartPage(watch, { call, body, news, at }, policy.watching)],
    watchPages: [page],
    setAside: [...unread.setAside, ...setAside],
  });
}

import type { SearchCall } from "#domain/call.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import type { Answered, SearchHit, SearchPage } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { WatchPage } from "#domain/watch.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { afterSearchPage } from "#planning/watching/after-page.ts";
import { areSameFilters } from "#planning/watching/same-filters.ts";
import { isUnderWay, taskOf } from "#planning/watching/stretch.ts";
import { watchAskedNow } from "#planning/watching/watch-asked.ts";
import { eachApart, settlementOf, withoutUnread } from "./draft.ts";
import { searchedRow } from "./watched-videos.ts";

/**
 * What follows from a page of a watched search: the page itself, which cannot be asked for again; a sighting of each video
 * nobody knew; and how far the watch has come.
 */
export function settleSearch(
  call: SearchCall,
  reply: Answered<SearchPage>,
  state: PlannerState,
  policy: Policy,
): Settlement {
  const { at, body } = reply;
  const outcome = { kind: "answered", detail: null, answered: body.hits.length } as const;
  const watch = state.watches.get(call.watchId);
  const task = watch && taskOf(call, watch);
  const isOfTask = watch !== undefined && task !== undefined && !isUnderWay(task, watch);
  const isAgain = task === undefined && call.publishedBefore !== null;
  const asked = { searchAt: at, ...(isOfTask ? { taskAt: at } : {}), ...(isAgain ? { againAt: at } : {}) };
  const learned = [watchAskedNow(state, asked)];
  // Removed, or given other filters, while the call was under way.
  if (watch?.source.kind !== "search" || !areSameFilters(watch.source.filters, call.filters))
    return settlementOf({ at, outcome, learned });
  const hits: SearchHit[] = [...new Map(body.hits.map((hit) => [hit.videoId, hit])).values()];
  const news = hits.filter(({ videoId }) => !state.watches.hasSeen(watch.id, videoId)).length;
  const videos: TrackedVideo[] = [];
  const setAside = eachApart(
    hits,
    ({ videoId }) => videoId,
    (hit) => {
      const row = searchedRow(state, hit, at);
      if (!videoOf(state.videos, hit.videoId)?.searched) videos.push(row);
    },
  );
  const unread = withoutUnread(reply.unread ?? [], reply.unread, () => undefined);
  const page: WatchPage = {
    watchId: watch.id,
    askedAt: at,
    runAt: call.runAt,
    page: call.page,
    publishedAfter: call.publishedAfter,
    publishedBefore: call.publishedBefore,
    totalEstimate: body.totalEstimate,
    hits: hits.map(({ videoId, publishedAt }) => ({ videoId, publishedAt })),
    firstRank: call.page * IDS_PER_CALL + 1,
    news,
  };
  return settlementOf({
    at,
    outcome,
    videos,
    sightingSource: "search",
    learned,
    watches: [afterSearchPage(watch, { call, body: { ...body, hits }, news, at }, policy.watching)],
    watchPages: [page],
    setAside: [...unread.setAside, ...setAside],
  });
}

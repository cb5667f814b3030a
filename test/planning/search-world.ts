import type { SearchCall } from "#domain/call.ts";
import { quotaDay } from "#domain/quota.ts";
import type { Exchange, Failure, SearchHit } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Duration, type Instant, latest, milliseconds, plus, seconds } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { TrackedWatch } from "#domain/watch.ts";
import { advance } from "#planning/advance.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { type PlannerState, stateOf } from "#planning/state.ts";
import { budgets, channelId, rowsOf, videoId } from "./rows.ts";

/** A video that every search finds, from `lag` after its publication on. */
export interface Findable {
  readonly publishedAt: Instant;
  readonly lag: Duration;
}

const PAGE = 50;
const RESULTS_MOST = 500;

/** What search answers from these videos, rising, whose ids are their places: newest first, 50 a page, 500 at most. */
function searched(call: SearchCall, videos: readonly Findable[], at: Instant): Exchange {
  const shown: { readonly id: VideoId; readonly publishedAt: Instant }[] = [];
  for (let place = videos.length - 1; place >= 0 && shown.length < RESULTS_MOST; place--) {
    const { publishedAt, lag } = videos[place] as Findable;
    if (publishedAt < (call.publishedAfter ?? 0)) break;
    if (publishedAt < (call.publishedBefore ?? at) && plus(publishedAt, lag) <= at)
      shown.push({ id: videoId(place), publishedAt });
  }
  const offset = Number(call.pageToken ?? 0);
  const hits = shown
    .slice(offset, offset + PAGE)
    .map(({ id, publishedAt }): SearchHit => ({ videoId: id, channelId: channelId(1), title: "", publishedAt }));
  const nextPageToken = offset + PAGE < shown.length ? String(offset + PAGE) : null;
  return { kind: "search", call, reply: { kind: "answered", at, body: { hits, nextPageToken, totalEstimate: null } } };
}

/** One call of the watching lane, and what came of it. */
export interface WatchStep {
  readonly state: PlannerState;
  readonly call: SearchCall;
  readonly settlement: Settlement;
  readonly at: Instant;
}

/**
 * Plans, asks and settles one search after the other until an instant, and shows each to `check`.
 *
 * @param failing how a call at an instant fails; `null` = it is answered.
 */
export function runSearches(
  watches: readonly TrackedWatch[],
  videos: readonly Findable[],
  { from, until, perDay = 100 }: { readonly from: Instant; readonly until: Instant; readonly perDay?: number },
  failing: (at: Instant, call: SearchCall) => Failure | null,
  check: (step: WatchStep) => void,
): PlannerState {
  let state = stateOf(rowsOf({ watches }));
  let now = from;
  const used = new Map<string, number>();
  while (now < until) {
    const { day } = quotaDay(now);
    const search = { limit: perDay, used: used.get(day) ?? 0 };
    const plan = planNext("watching", state, budgets({ search }), DEFAULT_POLICY, now);
    now = latest(now, plan.at);
    if (plan.kind === "idle" || now >= until) continue;
    if (plan.call.kind !== "search") throw new Error(`a ${plan.call.kind} was planned`);
    used.set(day, search.used + 1);
    const { call } = plan;
    const failure = failing(now, call);
    const exchange: Exchange = failure ? { kind: "search", call, reply: failure } : searched(call, videos, now);
    now = plus(now, milliseconds(seconds(1)));
    const settlement = settle(exchange, state, DEFAULT_POLICY, now, 0.5, null);
    state = advance(state, settlement);
    check({ state, call, settlement, at: now });
  }
  return state;
}

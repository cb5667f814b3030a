import { quotaDay } from "#domain/quota.ts";
import type { Exchange } from "#domain/reply.ts";
import { type Duration, days, type Instant, latest, milliseconds, minutes, plus } from "#domain/time.ts";
import type { TrackedWatch, WatchId } from "#domain/watch.ts";
import { advance } from "#planning/advance.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { stateOf } from "#planning/state.ts";
import { share } from "#simulation/random.ts";
import { KeptRows } from "./soak-rows.ts";
import type { WatchJudge } from "./watch-judge.ts";
import type { WatchWorld } from "./watch-world.ts";
import { SEARCHES_A_DAY, type WatchYouTube } from "./watch-youtube.ts";

const ANSWER_TIME: Duration = milliseconds(400);

/** The planner's own loop over a world: planned, asked, settled, recorded; killed once a day in the middle of a call. */
export function runWatches(world: WatchWorld, youtube: WatchYouTube, judge: WatchJudge, seed: number): void {
  const watches = [...world.byQuery.keys()].map((q, place) => watchOf(q, place, world.from));
  const queries = new Map(watches.map(({ id }, place) => [id, [...world.byQuery.keys()][place] ?? ""]));
  const rows = new KeptRows([], watches);
  let state = stateOf(rows.read());
  let now = world.from;
  let day = "";
  let spend = { limit: SEARCHES_A_DAY, used: 0 };
  let killAt = now;
  let calls = 0;
  while (now < world.until) {
    const today = quotaDay(now);
    if (today.day !== day) {
      day = today.day;
      spend = { limit: SEARCHES_A_DAY, used: 0 };
      killAt = plus(today.startsAt, milliseconds(Math.floor(days(1) * share("kill", seed, day))));
    }
    const budgets = { default: { limit: 0, used: 0 }, batch: { limit: 0, used: 0 }, search: spend };
    const plan = planNext("watching", state, budgets, DEFAULT_POLICY, now);
    now = latest(now, plan.at);
    if (plan.kind === "idle") continue;
    if (plan.call.kind !== "search") throw new Error(`a ${plan.call.kind} was planned where only searches are watched`);
    const { call } = plan;
    spend = { ...spend, used: spend.used + 1 };
    calls += 1;
    judge.called();
    const exchange: Exchange = { kind: "search", call, reply: youtube.search(call, now) };
    now = plus(now, ANSWER_TIME);
    if (now >= killAt) {
      // The call under way is lost with everything in memory.
      killAt = latest(now, plus(killAt, days(1)));
      state = stateOf(rows.read());
      continue;
    }
    const settlement = settle(exchange, state, DEFAULT_POLICY, now, share("jitter", seed, calls), null);
    if (settlement.spent) spend = { limit: spend.used, used: spend.used };
    const q = queries.get(call.watchId) ?? "";
    const before = state.watches.get(call.watchId)?.runs ?? 0;
    rows.record(settlement);
    state = advance(state, settlement);
    const isFirst = (state.watches.get(call.watchId)?.runs ?? 0) > before;
    for (const page of settlement.watchPages) {
      if (isFirst) judge.ran(q, page.askedAt);
      judge.read(
        q,
        page.hits.map(({ videoId }) => videoId),
        page.news,
        isFirst,
        page.askedAt,
      );
    }
  }
}

function watchOf(q: string, place: number, now: Instant): TrackedWatch {
  return {
    id: `bench${String(place).padStart(7, "0")}` as WatchId,
    source: { kind: "search", filters: { q, order: "date" } },
    paused: false,
    cadence: { every: null, everyMin: minutes(10), everyMax: days(1), share: 1 },
    since: now,
    createdAt: now,
    watermark: now,
    ranAt: null,
    runs: 0,
    calls: 0,
    found: 0,
    learned: [],
    notBefore: now,
    attempts: 0,
    trouble: null,
    tasks: [],
  };
}

import type { Call } from "#domain/call.ts";
import { type Budgets, quotaDay } from "#domain/quota.ts";
import type { Exchange } from "#domain/reply.ts";
import { between, type Instant, instant, minutes, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { advance } from "#planning/advance.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settlementOf } from "#planning/settling/draft.ts";
import { settle } from "#planning/settling/settle.ts";
import type { PlannerState } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { description, sighting, startOf, videoId, viewsAt } from "./scale-population.ts";

/** Milliseconds each time, of each kind of work. */
export interface Timings {
  readonly plan: number[];
  readonly find: number[];
  readonly advance: number[];
}

/** A push shows a video so long after its publication. */
const SHOWN_AFTER = minutes(1);

/**
 * Plans, settles and advances `calls` calls of samples from `from` on, while videos are published, described and renewed
 * at the rate at which they came so far, on one project's quota. The first `warmUp` calls are not timed: by then the
 * videos are sampled as the planner would have them.
 */
export function runCalls(
  state: PlannerState,
  count: number,
  from: Instant,
  { warmUp, calls }: { readonly warmUp: number; readonly calls: number },
): Timings {
  const timings: Timings = { plan: [], find: [], advance: [] };
  const numbers = new Map<VideoId, number>(Array.from({ length: count }, (_, n) => [videoId(n), n]));
  let held = state;
  let now = from;
  let day = quotaDay(now);
  let used = { batch: 0, default: 0 };
  let published = count;
  for (let sampled = 0; sampled < warmUp + calls; ) {
    if (now >= day.resetsAt) {
      day = quotaDay(now);
      used = { batch: 0, default: 0 };
    }
    const budgets = budgetsOf(used);
    const plan = timed(timings.plan, () => planNext("sampling", held, budgets, DEFAULT_POLICY, now));
    // There are no channels here, so the finding lane has nothing to do but describe and renew.
    const errand = timed(timings.find, () => planNext("finding", held, budgets, DEFAULT_POLICY, now));
    const shownAt = plus(startOf(published, count, from), SHOWN_AFTER);
    const next = errand.at <= plan.at ? errand : plan;
    if (shownAt <= next.at) {
      now = instant(Math.max(now, shownAt));
      const row = sighting(published, count, startOf(published, count, from), now);
      numbers.set(row.id, published++);
      const outcome = { kind: "answered", detail: null, answered: 1 } as const;
      held = timed(timings.advance, () => advance(held, settlementOf({ at: now, outcome, videos: [row] })));
      continue;
    }
    now = next.at;
    if (next.kind === "idle") continue;
    const { call } = next;
    if (call.kind === "sample" && ++sampled === warmUp) for (const list of Object.values(timings)) list.length = 0;
    used = { ...used, ...(call.kind === "sample" ? { batch: used.batch + 1 } : { default: used.default + 1 }) };
    const settlement = settle(answered(held, call, now, numbers), held, DEFAULT_POLICY, now, 0.5);
    held = timed(timings.advance, () => advance(held, settlement));
  }
  return timings;
}

/** The call with a whole answer. */
function answered(state: PlannerState, call: Call, at: Instant, numbers: ReadonlyMap<VideoId, number>): Exchange {
  if (call.kind === "sample") {
    const body = call.videoIds.map((id) => {
      const startAt = videoOf(state.videos, id)?.startAt ?? at;
      return { id, views: viewsAt(numbers.get(id) ?? 0, between(startAt, at)), likes: null, comments: null };
    });
    return { kind: "sample", call, reply: { kind: "answered", body, at } };
  }
  if (call.kind !== "describe") throw new Error(`a ${call.kind} was planned, and this run has none`);
  const body = call.videoIds.flatMap((id) => {
    const row = videoOf(state.videos, id);
    return row ? [description(numbers.get(id) ?? 0, row, at)] : [];
  });
  return { kind: "describe", call, reply: { kind: "answered", body, at } };
}

const budgetsOf = (used: { readonly batch: number; readonly default: number }): Budgets => ({
  batch: { limit: 10_000, used: used.batch },
  default: { limit: 10_000, used: used.default },
  search: { limit: 100, used: 0 },
});

function timed<T>(into: number[], work: () => T): T {
  const from = process.hrtime.bigint();
  const result = work();
  into.push(Number(process.hrtime.bigint() - from) / 1e6);
  return result;
}

import { bucketOf, type Call } from "#domain/call.ts";
import { LANES, type Lane, type Plan, type Purpose } from "#domain/plan.ts";
import { type Budgets, quotaDay } from "#domain/quota.ts";
import type { Exchange } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Duration, type Instant, latest, milliseconds, plus } from "#domain/time.ts";
import { advance } from "#planning/advance.ts";
import { planNext } from "#planning/plan-next.ts";
import type { Policy } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { settlePushes } from "#planning/settling/settle-pushes.ts";
import type { PlannerState } from "#planning/state.ts";
import type { CapacityHub } from "./capacity-hub.ts";
import type { CapacityYouTube } from "./capacity-youtube.ts";

/** What the planner is run on. */
export interface CapacityStage {
  readonly state: PlannerState;
  readonly youtube: CapacityYouTube;
  readonly hub: CapacityHub;
  readonly policy: Policy;
  /** Units a day of the default bucket, and of batch statistics. */
  readonly unitsPerDay: number;
  readonly from: Instant;
  readonly until: Instant;
}

/** Is told of every call that leaves, and of everything that follows from its end. */
export interface Witness {
  sent(call: Call, purpose: Purpose, at: Instant): void;
  settled(settlement: Settlement): void;
}

/** How long YouTube takes; its answer is of the middle of that time. */
const ANSWER_TIME: Duration = milliseconds(150);
const HALF = milliseconds(ANSWER_TIME / 2);

/** Back-offs are as long as they come. */
const JITTER = 1;

/** A call under way, and when its answer is there. */
interface Flight {
  readonly exchange: Exchange;
  readonly endsAt: Instant;
}

/**
 * Lets the real planner do all of its work for some days: three lanes side by side, each with one call under way, and the
 * hub's messages between them. Every call is charged as it leaves.
 */
export function runCapacity(stage: CapacityStage, witness: Witness): void {
  const { youtube, hub, policy, unitsPerDay, until } = stage;
  const plans = new Map<Lane, Plan>();
  const flights = new Map<Lane, Flight>();
  let state = stage.state;
  let now = stage.from;
  let day = quotaDay(now);
  let used = { default: 0, batch: 0, search: 0 };
  const take = (settlement: Settlement, lane: Lane | null): void => {
    witness.settled(settlement);
    state = advance(state, settlement);
    for (const stale of staleAfter(settlement, lane)) plans.delete(stale);
  };
  for (;;) {
    let next: { readonly lane: Lane | null; readonly at: Instant } = { lane: null, at: hub.nextAt ?? until };
    for (const lane of LANES) {
      const at = flights.get(lane)?.endsAt ?? planOf(lane).at;
      if (at < next.at) next = { lane, at };
    }
    if (next.at >= until) return;
    now = latest(now, next.at);
    if (now >= day.resetsAt) {
      day = quotaDay(now);
      used = { default: 0, batch: 0, search: 0 };
      plans.clear();
    }
    const { lane } = next;
    if (lane === null) {
      take(settlePushes([hub.take()], state, policy, now), null);
      continue;
    }
    const flight = flights.get(lane);
    if (flight) {
      flights.delete(lane);
      take(settle(flight.exchange, state, policy, now, JITTER), lane);
      continue;
    }
    const plan = planOf(lane);
    plans.delete(lane);
    if (plan.kind === "idle" || plan.at > now) continue;
    const bucket = bucketOf(plan.call);
    if (bucket) {
      used = { ...used, [bucket]: used[bucket] + 1 };
      if (used[bucket] > unitsPerDay) throw new Error(`more than ${unitsPerDay} units of ${bucket} were planned`);
      // What is left of the day's units is part of every plan.
      plans.clear();
    }
    if (plan.call.kind === "subscribe") hub.subscribe(plan.call, now);
    witness.sent(plan.call, plan.purpose, now);
    flights.set(lane, { exchange: youtube.answer(plan.call, plus(now, HALF)), endsAt: plus(now, ANSWER_TIME) });
  }

  function planOf(lane: Lane): Plan {
    const known = plans.get(lane);
    if (known) return known;
    const plan = planNext(lane, state, budgetsOf(unitsPerDay, used), policy, now);
    plans.set(lane, plan);
    return plan;
  }
}

/**
 * The lanes whose plans a settlement may have changed. A plan holds until the state it was made of changes, and most of
 * what one lane learns is nothing to the others: to plan all of them anew each time would be half of the run.
 */
function staleAfter({ videos, channels, pauses, pausesOver }: Settlement, lane: Lane | null): readonly Lane[] {
  if (pauses.length + pausesOver.length > 0) return LANES;
  if (lane === "sampling") return videos.some(({ describeWhy }) => describeWhy !== "refresh") ? LANES : ["sampling"];
  const stale: Lane[] = ["finding"];
  // A video without a start is no candidate for samples.
  if (videos.some(({ startAt }) => startAt !== null)) stale.push("sampling");
  if (channels.length > 0 || lane !== "finding") stale.push("free");
  return stale;
}

const budgetsOf = (limit: number, used: Readonly<Record<"default" | "batch" | "search", number>>): Budgets => ({
  default: { limit, used: used.default },
  batch: { limit, used: used.batch },
  search: { limit: 0, used: used.search },
});

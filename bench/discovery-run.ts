import { bucketOf, type Call } from "#domain/call.ts";
import type { Lane, Plan } from "#domain/plan.ts";
import type { Push } from "#domain/push.ts";
import { type Budgets, quotaDay } from "#domain/quota.ts";
import { type Duration, type Instant, latest, milliseconds, plus } from "#domain/time.ts";
import type { TrackedRows } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import { advance } from "#planning/advance.ts";
import { planNext } from "#planning/plan-next.ts";
import type { Policy } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { settlePushes } from "#planning/settling/settle-pushes.ts";
import { stateOf } from "#planning/state.ts";
import type { InMemoryYouTube } from "./in-memory-youtube.ts";

/** What the planner is run on. */
export interface Stage {
  readonly youtube: InMemoryYouTube;
  readonly rows: TrackedRows;
  readonly policy: Policy;
  /** Units of the default bucket a day. */
  readonly unitsPerDay: number;
  /** What the hub will push, by arrival. */
  readonly pushes: readonly Push[];
  readonly from: Instant;
  readonly until: Instant;
}

/** A call that left, and when. */
interface Sent {
  readonly call: Call;
  readonly at: Instant;
}

/** What came of a run: when each upload was known first, and what left. */
export interface Found {
  readonly seenAt: ReadonlyMap<VideoId, Instant>;
  readonly sent: readonly Sent[];
}

/** How long YouTube takes to answer. */
const ANSWER_TIME: Duration = milliseconds(150);

const FINDERS: readonly Lane[] = ["finding", "free"];

/** Finds uploads with the real planner, settlement after settlement, in two lanes that work side by side. */
export function runDiscovery(stage: Stage): Found {
  const { youtube, policy, unitsPerDay, pushes, until } = stage;
  const seenAt = new Map<VideoId, Instant>();
  const sent: Sent[] = [];
  let state = stateOf(stage.rows);
  let now = stage.from;
  let day = quotaDay(now);
  let used = 0;
  let pushed = 0;
  const busyUntil = new Map<Lane, Instant>();
  const take = (settlement: ReturnType<typeof settle>): void => {
    for (const video of settlement.videos) if (!seenAt.has(video.id)) seenAt.set(video.id, video.firstSeenAt);
    state = advance(state, settlement);
  };
  while (now < until) {
    if (now >= day.resetsAt) [day, used] = [quotaDay(now), 0];
    const next = firstOf(
      FINDERS.map((lane) => {
        const plan = planNext(lane, state, budgets(unitsPerDay, used), policy, now);
        return { lane, plan, at: latest(plan.at, busyUntil.get(lane) ?? now) };
      }),
    );
    const push = pushes[pushed];
    if (push && push.receivedAt <= next.at) {
      now = latest(now, push.receivedAt);
      pushed += 1;
      take(settlePushes([push], state, policy, now));
      continue;
    }
    // A lane that is busy plans again when it is free: what it would do now may be another thing then.
    if (next.at > next.plan.at || next.plan.kind === "idle") {
      now = next.at;
      busyUntil.delete(next.lane);
      continue;
    }
    now = next.at;
    if (now >= day.resetsAt) throw new Error("a call was planned across the end of the quota day");
    const { call } = next.plan;
    if (bucketOf(call) === "default") used += 1;
    sent.push({ call, at: now });
    const answeredAt = plus(now, ANSWER_TIME);
    take(settle(youtube.answer(call, now), state, policy, answeredAt, JITTER));
    busyUntil.set(next.lane, answeredAt);
  }
  return { seenAt, sent };
}

/** Back-offs are as long as they come. */
const JITTER = 1;

interface Candidate {
  readonly lane: Lane;
  readonly plan: Plan;
  readonly at: Instant;
}

const firstOf = (candidates: readonly Candidate[]): Candidate => {
  const [first, ...others] = candidates;
  if (!first) throw new Error("there is no lane");
  return others.reduce((best, candidate) => (candidate.at < best.at ? candidate : best), first);
};

const budgets = (limit: number, used: number): Budgets => ({
  default: { limit, used },
  batch: { limit: 0, used: 0 },
  search: { limit: 0, used: 0 },
});

import type { Plan } from "#domain/plan.ts";
import { type Budgets, IDS_PER_CALL, quotaDay } from "#domain/quota.ts";
import { between, earliest, type Instant, inMinutes, latest, plus, toIso } from "#domain/time.ts";
import { type Demand, milestoneDemand } from "./demand.ts";
import { type MilestoneGroup, nextGroup } from "./milestone-group.ts";
import { pendingMilestones } from "./milestone-jobs.ts";
import { pacing } from "./pacing.ts";
import { longestUnsampled, worthiest } from "./sample-index.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";
import { type SamplingSource, samplingSource } from "./sampling-source.ts";
import type { PlannerState } from "./state.ts";
import { rowAt, type VideoTable } from "./video-table.ts";
import { firstWorthwhile } from "./worthwhile.ts";

/**
 * The next sampling call: for milestones at their instant, or for curves as soon as the pace allows it and it is worth
 * a unit; always filled to 50 while videos are known.
 */
export function planSampling(state: PlannerState, budgets: Budgets, policy: SamplingPolicy, now: Instant): Plan {
  const day = quotaDay(now);
  const pause = state.pauses.get("youtube");
  const from = pause ? latest(now, pause.until) : now;
  const idle = (at: Instant, why: string): Plan => ({ kind: "idle", at, why });
  if (state.videos.slotOf.size === 0) return idle(day.resetsAt, "No video is known yet.");
  if (from >= day.resetsAt) return idle(from, `Waiting for YouTube: ${pause?.reason ?? "paused"}.`);
  const source = samplingSource(state, budgets, policy, day, from);
  if (!source) {
    const batchPause = state.pauses.get("batch");
    const at = batchPause && batchPause.until > now ? earliest(batchPause.until, day.resetsAt) : day.resetsAt;
    return idle(at, "No units are left for sampling today.");
  }
  const demand = milestoneDemand(state.videos, policy, source.perDay, now);
  const pace = pacing(state.videos, policy, source, demand, day);
  const forcedFrom = latest(from, pace.milestonesFrom);
  const jobs = pendingMilestones(state.videos, demand.milestones, forcedFrom);
  const group = nextGroup(jobs, forcedFrom, IDS_PER_CALL);
  // Budgets are of this quota day: nothing is planned across its end.
  const horizon = group ? earliest(group.at, day.resetsAt) : day.resetsAt;
  const curveFrom = pace.curvesFrom === null ? null : latest(from, pace.curvesFrom);
  if (curveFrom !== null && plus(curveFrom, policy.mergeWithin) < horizon) {
    const at = firstWorthwhile(state.videos, policy, demand.milestones, curveFrom, horizon);
    if (at !== null && plus(at, policy.mergeWithin) < horizon)
      return curvePlan(state.videos, policy, source, demand, at);
  }
  if (group && group.at < day.resetsAt) return milestonePlan(state.videos, policy, source, demand, group);
  return idle(day.resetsAt, "No sample is worth a unit before the quota day ends.");
}

function milestonePlan(
  table: VideoTable,
  policy: SamplingPolicy,
  source: SamplingSource,
  demand: Demand,
  group: MilestoneGroup,
): Plan {
  const forced = group.jobs.map((job) => table.slotOf.get(job.id) ?? 0);
  const slots = filled(table, policy, demand, group.at, [...new Set(forced)]);
  const first = group.jobs[0];
  const late = group.jobs.filter((job) => job.deadline < group.at).length;
  return {
    kind: "call",
    at: group.at,
    call: sampleCall(table, source, slots),
    purpose: "milestone",
    why:
      `${counted(group.jobs.length, "video reaches", "videos reach")} a fixed age` +
      `${first ? ` (the first at ${toIso(first.target)})` : ""}${late > 0 ? `, ${late} of them late` : ""}; ` +
      `${counted(slots.length - group.jobs.length, "other travels", "others travel")} along.`,
  };
}

function curvePlan(
  table: VideoTable,
  policy: SamplingPolicy,
  source: SamplingSource,
  demand: Demand,
  at: Instant,
): Plan {
  const slots = filled(table, policy, demand, at, []);
  const top = slots[0] === undefined ? null : rowAt(table, slots[0]);
  const gap = top?.last ? Math.round(inMinutes(between(top.last.at, at))) : null;
  return {
    kind: "call",
    at,
    call: sampleCall(table, source, slots),
    purpose: "curve",
    why:
      `The ${counted(slots.length, "video whose curve is", "videos whose curves are")} known least` +
      `${top ? ` (first ${top.id}${gap === null ? ", never sampled" : `, last sampled ${gap} min before`})` : ""}.`,
  };
}

/** The slots of a full call: the forced ones, then the worthiest, then anything known. */
function filled(table: VideoTable, policy: SamplingPolicy, demand: Demand, at: Instant, forced: readonly number[]) {
  const taken = new Set(forced);
  const fill = worthiest(table, policy, demand.milestones, at, {
    capacity: IDS_PER_CALL - forced.length,
    taken,
    among: null,
  });
  for (const slot of fill.slots) taken.add(slot);
  for (const slot of longestUnsampled(table, IDS_PER_CALL - taken.size, taken)) taken.add(slot);
  return [...taken];
}

const sampleCall = (table: VideoTable, source: SamplingSource, slots: readonly number[]) => ({
  kind: "sample" as const,
  via: source.via,
  videoIds: slots.map((slot) => rowAt(table, slot).id),
});

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

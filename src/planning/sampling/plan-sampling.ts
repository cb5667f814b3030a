import { toIso } from "#domain/iso-time.ts";
import { FIRST_HOUR } from "#domain/milestone.ts";
import type { Plan } from "#domain/plan.ts";
import { type Budgets, IDS_PER_CALL, quotaDay } from "#domain/quota.ts";
import { between, type Duration, earliest, type Instant, inMinutes, latest, plus } from "#domain/time.ts";
import type { PlannerState } from "#planning/state.ts";
import { idAt, rowAt, type VideoTable } from "#planning/videos/video-table.ts";
import { isCompared } from "./comparison-hour.ts";
import { guaranteed } from "./guarantee.ts";
import { byDeadline, type MilestoneGroup, type MilestoneJob, nextGroup } from "./milestone-group.ts";
import { pendingMilestones } from "./milestone-jobs.ts";
import type { Pace } from "./pacing.ts";
import { longestUnsampled, worthiest } from "./sample-index.ts";
import { type SamplingFrame, samplingFrame } from "./sampling-frame.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";
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
  const frame = samplingFrame(state, budgets, policy, now);
  if (!frame) {
    const batchPause = state.pauses.get("batch");
    const at = batchPause && batchPause.until > now ? earliest(batchPause.until, day.resetsAt) : day.resetsAt;
    return idle(at, "No units are left for sampling today.");
  }
  const { pace, terms } = frame;
  const group = forcedGroup(state.videos, frame);
  // Budgets are of this quota day: nothing is planned across its end.
  const horizon = group ? earliest(group.at, day.resetsAt) : day.resetsAt;
  const curveFrom = latest(frame.from, pace.curvesFrom);
  const merged = mergeWithin(policy, pace);
  if (plus(curveFrom, merged) < horizon) {
    const at = firstWorthwhile(state.videos, terms, frame.ladder.demand.milestones, curveFrom, horizon);
    if (at !== null && plus(at, merged) < horizon) return curvePlan(state.videos, frame, at);
  }
  if (group && group.at < day.resetsAt) return milestonePlan(state.videos, frame, group);
  return idle(day.resetsAt, "No sample is worth a unit before the quota day ends.");
}

/**
 * How close to a milestone's call one for curves travels with it. Where calls leave every few seconds this is less than the
 * policy's, or curves would hardly ever find the room, and the day would end with units left over.
 */
const mergeWithin = (policy: SamplingPolicy, { spacing }: Pace): Duration =>
  Math.min(policy.mergeWithin, spacing / 2) as Duration;

/**
 * The next call that milestones force, under the measures in force. First hours of watched channels do not wait for the
 * pace: they are what is given up last.
 */
function forcedGroup(table: VideoTable, { ladder, pace, from }: SamplingFrame): MilestoneGroup | null {
  const { milestones } = ladder.demand;
  const [first] = milestones;
  if (!first) return null;
  const forcedFrom = latest(from, pace.milestonesFrom);
  const among = ladder.guaranteedShare < 1 ? guaranteed(table, first, ladder.guaranteedShare, forcedFrom) : null;
  const forcing = ladder.merges ? [first] : milestones;
  const paced = nextGroup(pendingMilestones(table, forcing, forcedFrom, among), forcedFrom, IDS_PER_CALL);
  if (forcedFrom === from) return paced;
  const watched = nextGroup(
    pendingMilestones(table, [first], from, guaranteed(table, first, 0, from)),
    from,
    IDS_PER_CALL,
  );
  return watched && (!paced || watched.at < paced.at) ? watched : paced;
}

function milestonePlan(table: VideoTable, frame: SamplingFrame, group: MilestoneGroup): Plan {
  const forced = group.jobs.map((job) => table.slotOf.get(job.id) ?? 0);
  const slots = filled(table, frame, group.at, forced);
  const first = group.jobs[0];
  const late = group.jobs.filter((job) => job.deadline < group.at).length;
  return {
    kind: "call",
    at: group.at,
    call: sampleCall(table, frame, group.at, slots),
    purpose: group.jobs.some((job) => isFirstHour(table, job)) ? "firstHour" : "milestone",
    why:
      `${counted(group.jobs.length, "video reaches", "videos reach")} a fixed age` +
      `${first ? ` (the first at ${toIso(first.target)})` : ""}${late > 0 ? `, ${late} of them late` : ""}; ` +
      `${counted(slots.length - group.jobs.length, "other travels", "others travel")} along.`,
  };
}

const isFirstHour = ({ columns, slotOf }: VideoTable, { id, target }: MilestoneJob): boolean =>
  target - (columns.startAt[slotOf.get(id) ?? 0] ?? Number.NaN) === FIRST_HOUR;

function curvePlan(table: VideoTable, frame: SamplingFrame, at: Instant): Plan {
  const slots = filled(table, frame, at, []);
  const top = slots[0] === undefined ? null : rowAt(table, slots[0]);
  const gap = top?.last ? Math.round(inMinutes(between(top.last.at, at))) : null;
  return {
    kind: "call",
    at,
    call: sampleCall(table, frame, at, slots),
    purpose: "curve",
    why:
      `The ${counted(slots.length, "video whose curve is", "videos whose curves are")} known least` +
      `${top ? ` (first ${top.id}${gap === null ? ", never sampled" : `, last sampled ${gap} min before`})` : ""}.`,
  };
}

/** The slots of a full call: the forced ones, milestones that need no call of their own, the worthiest, anything known. */
function filled(table: VideoTable, { ladder, terms }: SamplingFrame, at: Instant, forced: readonly number[]) {
  const { milestones } = ladder.demand;
  const taken = new Set(forced);
  if (ladder.merges) {
    const open = pendingMilestones(table, milestones, at).filter((job) => job.open <= at);
    for (const job of open.sort(byDeadline)) {
      if (taken.size === IDS_PER_CALL) break;
      taken.add(table.slotOf.get(job.id) ?? 0);
    }
  }
  for (const slot of worthiest(table, terms, milestones, at, { capacity: IDS_PER_CALL - taken.size, taken }).slots)
    taken.add(slot);
  for (const slot of longestUnsampled(table, IDS_PER_CALL - taken.size, taken)) taken.add(slot);
  return [...taken];
}

const sampleCall = (
  table: VideoTable,
  { day, source, compares }: SamplingFrame,
  at: Instant,
  slots: readonly number[],
) => ({
  kind: "sample" as const,
  via: compares && isCompared(day, at) ? ("list" as const) : source.via,
  videoIds: slots.map((slot) => idAt(table, slot)),
});

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

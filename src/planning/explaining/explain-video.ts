import { toIso } from "#domain/iso-time.ts";
import type { Budgets } from "#domain/quota.ts";
import {
  type Duration,
  days,
  earliest,
  hours,
  type Instant,
  inHours,
  inMinutes,
  latest,
  minutes,
  plus,
} from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import type { Policy } from "#planning/policy.ts";
import { worthFunction } from "#planning/sampling/sample-worth.ts";
import { type SamplingFrame, samplingFrame } from "#planning/sampling/sampling-frame.ts";
import type { PlannerState } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { indexAtLastPlace } from "./outlook.ts";

/** When a video is expected to be sampled next, and why then. */
export interface NextSample {
  /** `null` where it is not expected to be sampled as things stand. */
  readonly nextSampleAt: Instant | null;
  readonly why: string;
}

/** Beyond this nothing is foretold. */
const FORESEEN: Duration = days(60);

/**
 * When this video is expected to be sampled next: at its next milestone, or sooner once it is worth as much as the last
 * place of the next call (μ) is now. An estimate: μ moves with what is uploaded. `null` for a video that is not tracked,
 * or gone.
 *
 * @param budgets those of the quota day that contains `now`.
 */
export function explainVideo(
  state: PlannerState,
  budgets: Budgets,
  policy: Policy,
  id: VideoId,
  now: Instant,
): NextSample | null {
  const row = videoOf(state.videos, id);
  if (!row) return null;
  const looked = row.describeAt === null ? "" : ` It is looked up at ${toIso(latest(now, row.describeAt))}.`;
  if (row.missingSince !== null)
    return {
      nextSampleAt: null,
      why: `YouTube has left it out of its answers since ${toIso(row.missingSince)}.${looked}`,
    };
  if (row.startAt === null) {
    const why = row.describeWhy === "start" ? "Its broadcast has not begun" : "It has not been described yet";
    return { nextSampleAt: null, why: `${why}, so its clock has not started.${looked}` };
  }
  const frame = samplingFrame(state, budgets, policy.sampling, now);
  if (!frame) return { nextSampleAt: null, why: "No units are left for sampling before the reset." };
  const milestone = nextMilestone(row, row.startAt, frame);
  const mu = indexAtLastPlace(state, budgets, policy, frame, now);
  const crossing = crossesAt(
    state,
    frame,
    id,
    Math.max(mu ?? 0, frame.terms.density.floor * ROUNDING),
    row.startAt,
    now,
  );
  if (milestone && (crossing === null || milestone.at <= crossing))
    return {
      nextSampleAt: milestone.at,
      why: `It reaches the age of ${inWords(milestone.age)} then, at which every video is sampled.`,
    };
  if (crossing === null)
    return { nextSampleAt: null, why: "Nothing is expected to make it worth a place in a call within 60 days." };
  const nextAge = (crossing - row.startAt) as Duration;
  return {
    nextSampleAt: crossing,
    why: `At the age of ${inWords(nextAge)} a sample of it is expected to tell as much as the least in a call${
      row.last ? `; it was last sampled at ${toIso(row.last.at)}` : ""
    }.`,
  };
}

/** A search by halving wants a value above zero. */
const ROUNDING = 1 - 1e-9;

/** The first milestone that is neither served nor lost. */
function nextMilestone(row: TrackedVideo, startAt: Instant, { ladder, from }: SamplingFrame) {
  for (const { age, half, grace } of ladder.demand.milestones) {
    const target = plus(startAt, age);
    if (row.last !== null && row.last.at >= target - half) continue;
    if (target + half + grace < from) continue;
    return { at: latest(from, target), age };
  }
  return null;
}

/** The first minute from which on a video's index is at least μ; `null` when it is not within sight. */
function crossesAt(
  state: PlannerState,
  { terms, from, pace }: SamplingFrame,
  id: VideoId,
  mu: number,
  startAt: Instant,
  now: Instant,
): Instant | null {
  const slot = state.videos.slotOf.get(id);
  if (slot === undefined) return null;
  const first = latest(from, earliest(pace.curvesFrom, pace.milestonesFrom), plus(startAt, terms.firstCurveAge));
  const isWorth = (at: Instant): boolean => worthFunction(state.videos, terms, at)(slot) >= mu;
  if (isWorth(first)) return first;
  let low = 0;
  let high = Math.ceil(FORESEEN / MINUTE);
  if (!isWorth(plus(now, FORESEEN))) return null;
  // Indices only grow while nothing is sampled.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isWorth((now + middle * MINUTE) as Instant)) high = middle;
    else low = middle;
  }
  return latest(first, (now + high * MINUTE) as Instant);
}

const MINUTE = minutes(1);

const inWords = (age: Duration): string =>
  age < hours(2)
    ? `${Math.round(inMinutes(age))} min`
    : age < days(3)
      ? `${Math.round(inHours(age))} h`
      : `${Math.round(age / days(1))} days`;

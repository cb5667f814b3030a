import { toIso } from "#domain/iso-time.ts";
import { BUCKETS, type Bucket, type Budgets, IDS_PER_CALL, quotaDay } from "#domain/quota.ts";
import { type Duration, type Instant, inHours } from "#domain/time.ts";
import { LOOK_GAP_MAX } from "#planning/finding/habit.ts";
import { isShort } from "#planning/learned-subjects.ts";
import type { Policy } from "#planning/policy.ts";
import { BINS, binAges, DENSITY_FORMATS, FLAT } from "#planning/sampling/density.ts";
import { type PanelFinding, panelFindings } from "#planning/sampling/panel-findings.ts";
import { planSampling } from "#planning/sampling/plan-sampling.ts";
import type { Rung } from "#planning/sampling/rungs.ts";
import { worthiest } from "#planning/sampling/sample-index.ts";
import { type SamplingFrame, samplingFrame } from "#planning/sampling/sampling-frame.ts";
import type { PlannerState } from "#planning/state.ts";
import { upcomingGroups } from "./upcoming-calls.ts";

/** What a bucket is expected to come to. */
interface Forecast {
  readonly bucket: Bucket;
  readonly limit: number;
  readonly used: number;
  /** Units used by the reset, at the pace of the day so far or as planned. */
  readonly expectedByReset: number;
  readonly why: string;
}

/** How much more, or less, than usual the curves of a format bend at an age. */
interface DensityBand {
  readonly format: (typeof DENSITY_FORMATS)[number];
  readonly fromAge: Duration;
  readonly untilAge: Duration;
  /** 1 = as usual; curves of 2 are sampled about a third more densely. */
  readonly factor: number;
}

/** A forced call ahead. */
interface UpcomingCall {
  readonly at: Instant;
  readonly milestones: number;
}

/** What the plan of sampling rests on, for people. */
export interface Outlook {
  /** The measures in force because units are short or left over, in the order in which they are taken. */
  readonly rungs: readonly Rung[];
  /** The index of the last place in the next call: who is worth more is sampled by it. `null` = no call is planned. */
  readonly mu: number | null;
  /** The index below which no call leaves for curves alone. */
  readonly floor: number;
  /** Samples that a video uploaded now can expect in its first 30 days. */
  readonly samplesExpected: number;
  readonly uploadsPerDay: number;
  /** Half the window in force around 60 min; `null` while no unit is left. */
  readonly firstHourHalf: Duration | null;
  readonly forecasts: readonly Forecast[];
  readonly density: readonly DensityBand[];
  readonly panel: readonly PanelFinding[];
  readonly upcoming: readonly UpcomingCall[];
  /** Why the units of a day cannot suffice whatever is given up; `null` = they can. */
  readonly capacityBreach: string | null;
}

const MINUTES_PER_DAY = 1440;

/** How many forced calls are listed ahead. */
const AHEAD = 10;

/**
 * What the next days of sampling look like, and why. Changes nothing.
 *
 * @param budgets those of the quota day that contains `now`.
 */
export function outlook(state: PlannerState, budgets: Budgets, policy: Policy, now: Instant): Outlook {
  const frame = samplingFrame(state, budgets, policy.sampling, now);
  const rate = frame?.ladder.demand.uploadsPerMinute ?? 0;
  return {
    rungs: [...(frame?.ladder.rungs ?? []), ...findingRung(state)],
    mu: frame && indexAtLastPlace(state, budgets, policy, frame, now),
    floor: frame?.terms.density.floor ?? 0,
    samplesExpected: frame?.ladder.samplesExpected ?? 0,
    uploadsPerDay: rate * MINUTES_PER_DAY,
    firstHourHalf: frame?.ladder.demand.milestones[0]?.half ?? null,
    forecasts: BUCKETS.map((bucket) => forecast(bucket, budgets, frame, now)),
    density: frame ? bandsOf(frame.terms.density.factors) : bandsOf(FLAT),
    panel: panelFindings(state.learned),
    upcoming: frame
      ? upcomingGroups(state.videos, frame, AHEAD).map(({ at, jobs }) => ({ at, milestones: jobs.length }))
      : [],
    capacityBreach: frame?.ladder.breach ?? null,
  };
}

/** μ: the least index in the next call, were it filled by index alone; `null` when no call is planned today. */
export function indexAtLastPlace(
  state: PlannerState,
  budgets: Budgets,
  policy: Policy,
  { ladder, terms }: SamplingFrame,
  now: Instant,
): number | null {
  const next = planSampling(state, budgets, policy.sampling, now);
  if (next.kind === "idle") return null;
  const choice = { capacity: IDS_PER_CALL, taken: new Set<number>() };
  return worthiest(state.videos, terms, ladder.demand.milestones, next.at, choice).values.at(-1) ?? 0;
}

/** Sampling is paced to the reset; the other buckets are forecast at the day's pace so far. */
function forecast(bucket: Bucket, budgets: Budgets, frame: SamplingFrame | null, now: Instant): Forecast {
  const { limit, used } = budgets[bucket];
  const day = quotaDay(now);
  const ends = toIso(day.resetsAt);
  const passed = (now - day.startsAt) / (day.resetsAt - day.startsAt);
  if (bucket === "batch" && frame?.source.bucket === "batch") {
    const { ladder } = frame;
    const minutesLeft = (day.resetsAt - now) / 60_000;
    // Where every video has its share, calls wait until they are worth a unit.
    const wanted = Math.max(
      ladder.forcedCalls,
      (ladder.demand.uploadsPerMinute * ladder.samplesExpected) / IDS_PER_CALL,
    );
    const expectedByReset = Math.min(limit, Math.round(used + wanted * minutesLeft));
    const why = `Sampling is expected to use ${expectedByReset} of ${limit} calls by ${ends}, at ${Math.round(ladder.demand.uploadsPerMinute * MINUTES_PER_DAY)} uploads a day and about ${Math.round(ladder.samplesExpected)} samples a video.`;
    return { bucket, limit, used, expectedByReset, why };
  }
  // In the day's first minutes a pace says nothing: then what is used is all that is known.
  const expectedByReset = passed < 0.01 ? used : Math.min(limit, Math.round(used / passed));
  const why =
    used >= limit && limit > 0
      ? `All ${limit} units are used; the bucket is full again at ${ends}.`
      : `${used} of ${limit} units are used; at the day's pace it will be ${expectedByReset} by ${ends}.`;
  return { bucket, limit, used, expectedByReset, why };
}

/** The last measure of shortage is finding's own: it depends on the default bucket, not on sampling's. */
const findingRung = (state: PlannerState): Rung[] =>
  isShort(state)
    ? [
        {
          ladder: "shortage",
          rung: 6,
          name: "rationed looks",
          why: `Channels are looked at for uploads where most are expected, each at least every ${Math.round(inHours(LOOK_GAP_MAX))} h: units do not suffice to look everywhere in time.`,
        },
      ]
    : [];

const bandsOf = (factors: readonly (readonly number[])[]): DensityBand[] =>
  DENSITY_FORMATS.flatMap((format, row) =>
    Array.from({ length: BINS }, (_, bin) => ({ format, ...binAges(bin), factor: factors[row]?.[bin] ?? 1 })),
  );

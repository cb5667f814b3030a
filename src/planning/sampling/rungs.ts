import { type Duration, inMinutes, inSeconds, minutes } from "#domain/time.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";

/** One measure that is in force because units are short, or left over; `rung` counts from the first to be taken. */
export interface Rung {
  readonly ladder: "shortage" | "surplus";
  readonly rung: number;
  readonly name: string;
  readonly why: string;
}

/** The measures of shortage in force, first taken first (docs/sampling.md). */
export function shortage(
  policy: SamplingPolicy,
  taken: {
    readonly samplesExpected: number;
    /** Half the window of first hours in force, and when nothing is short. */
    readonly half: Duration;
    readonly narrowest: Duration;
    readonly merges: boolean;
    readonly guaranteedShare: number;
  },
): Rung[] {
  const { half, narrowest } = taken;
  const share = Math.round(taken.guaranteedShare * 100);
  return listed("shortage", [
    [1, "no tail", "Videos past 30 days and the dense panel are sampled no more: young videos need every place."],
    [
      2,
      "fewer samples",
      `A new video gets about ${Math.round(taken.samplesExpected)} samples in its first 30 days instead of ${policy.samplesPerVideo}.`,
    ],
    half > narrowest && [
      3,
      "wider windows",
      `First hours are sampled within ±${inWords(half)} instead of ±${inWords(narrowest)}, so that more share a call.`,
    ],
    taken.merges && [
      4,
      "milestones travel along",
      "24 h, 7 d and 30 d are sampled by calls that leave for something else.",
    ],
    taken.guaranteedShare < 1 && [
      5,
      "first hours given up",
      `Calls leave for ${share} % of the first hours, watched channels and greater weights first; the others travel along, and may be interpolated.`,
    ],
  ]);
}

/** The measures of surplus in force. All but exact first hours obey the floor under the index. */
export function surplus(
  policy: SamplingPolicy,
  taken: {
    readonly exact: boolean;
    /** How far from 60 min the samples before and after lie; `null` = too far to bracket it. */
    readonly bracket: Duration | null;
    readonly weekly: boolean;
  },
): Rung[] {
  const exact = policy.milestones[0]?.half ?? minutes(0);
  return listed("surplus", [
    taken.exact && [1, "exact first hours", `First hours are sampled within ±${inWords(exact)}.`],
    taken.bracket !== null && [
      2,
      "bracketed first hours",
      `First hours have neighbours about ${inWords(taken.bracket)} before and after, which tell how far off a late one may be.`,
    ],
    [
      3,
      "all samples worth having",
      `Every video gets the ${policy.samplesPerVideo} samples of its first 30 days that are worth keeping.`,
    ],
    taken.weekly && [5, "weekly tail", "Videos past 30 days are sampled weekly."],
    [
      6,
      "dense panel",
      `${policy.panelShare * 100} % of the videos are sampled every 3 min for 6 h and hourly for 3 days, to learn from.`,
    ],
  ]);
}

const listed = (ladder: Rung["ladder"], rungs: readonly (readonly [number, string, string] | false)[]): Rung[] =>
  rungs.filter((rung) => rung !== false).map(([rung, name, why]) => ({ ladder, rung, name, why }));

const inWords = (half: Duration): string =>
  half < minutes(1) ? `${Math.round(inSeconds(half))} s` : `${Number(inMinutes(half).toFixed(1))} min`;

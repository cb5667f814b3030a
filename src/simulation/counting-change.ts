import { epochsOf } from "#domain/counting-epoch.ts";
import type { Instant } from "#domain/time.ts";
import { Chance } from "./random.ts";
import type { WorldVideo } from "./world.ts";

/** Up to an age (minutes), only this share of the starts of a video counted as views. */
export interface Gate {
  readonly untilMinutes: number;
  readonly share: number;
}

/**
 * By what factor views come faster once every start counts [A]: until then a Short had to be kept on the screen and
 * another video to be watched for a while. Of Shorts the second change adds only what autoplay and hovering start.
 */
const FACTORS = {
  short: [
    [1.3, 1.8],
    [1, 1.1],
  ],
  long: [[1.1, 1.5]],
  live: [[1.05, 1.3]],
} as const;

/**
 * What YouTube's changes of the definition mean for a video that was there before them, by `epochsOf` its format; a
 * video started after the last of them has no gate, and its curve is what it would be in a world that never knew one.
 */
export function drawGates(
  seed: number,
  { id, format, startAt }: Pick<WorldVideo, "id" | "format" | "startAt">,
): Gate[] {
  const gates: Gate[] = [];
  let share = 1;
  // Backwards in time: before an earlier change everything that came later was missing as well.
  for (const [index, { at }] of [...epochsOf(format).entries()].toReversed()) {
    if (startAt >= at) break;
    const [least, most] = FACTORS[format][index] ?? [1, 1];
    share /= new Chance(seed, "counting change", id, index).between(least, most);
    gates.unshift({ untilMinutes: minutesUntil(startAt, at), share });
  }
  return gates;
}

/** The views counted by an age, of the starts by that age: what a gate kept out stays out, nothing is made up for. */
export function countedCurve(
  starts: (ageMinutes: number) => number,
  gates: readonly Gate[],
): (ageMinutes: number) => number {
  return (age) => {
    let counted = 0;
    let from = 0;
    for (const { untilMinutes, share } of gates) {
      const to = starts(Math.min(age, untilMinutes));
      counted += share * (to - from);
      from = to;
      if (age <= untilMinutes) return counted;
    }
    return counted + starts(age) - from;
  };
}

const minutesUntil = (from: Instant, to: Instant): number => (to - from) / 60_000;

import type { CurveParameters } from "./curves.ts";
import type { Chance } from "./random.ts";

/** What is known of a video before its curve is drawn. */
export interface CurveSetting {
  readonly format: "long" | "short" | "live";
  readonly views30Days: number;
  readonly startMinuteOfDay: number;
  /** Where its audience's day has its peak, as a minute of the UTC day. */
  readonly peakMinuteOfDay: number;
  /** Old catalogue, whose youth nobody watches, is drawn without waves: a thousand times less to remember. */
  readonly calm: boolean;
}

/** What differs from world to world in how curves are drawn. */
export interface CurveHabits {
  /** How many videos come back to life once. */
  readonly burstChance: number;
  /** The median views of such a second life, as a share of the first 30 days', and the spread of its logarithm. */
  readonly burstMedian: number;
  readonly burstSigma: number;
  /** The median age at which Shorts are taken up. */
  readonly takeOffMinutes: number;
}

/** One in five or six videos comes back to life [A: 18 %]. */
export const USUAL_HABITS: CurveHabits = {
  burstChance: 0.18,
  burstMedian: 0.25,
  burstSigma: 0.8,
  takeOffMinutes: 10 * 60,
};

/** Draws a curve's parameters; the same chance, setting and habits give the same curve. */
export function drawCurve(chance: Chance, setting: CurveSetting, habits: CurveHabits = USUAL_HABITS): CurveParameters {
  const waveSeed = chance.integer(0, 0x7fffffff);
  const shape = drawShape(chance, setting.format, habits);
  const bursts = chance.happens(habits.burstChance)
    ? [
        {
          atMinutes: 1440 * Math.exp(chance.between(0, Math.log(25))),
          share: Math.min(2.5, chance.logNormal(habits.burstMedian, habits.burstSigma)),
          tauMinutes: chance.logNormal(1440, 0.5),
        },
      ]
    : [];
  const waves = setting.calm
    ? null
    : {
        seed: waveSeed,
        sigma: setting.format === "short" ? 0.6 : 0.4,
        memoryMinutes: 18 * 60,
        startMinuteOfDay: setting.startMinuteOfDay,
        peakMinuteOfDay: setting.peakMinuteOfDay,
        diurnal: 0.35,
      };
  return { views30Days: setting.views30Days, ...shape, bursts, waves };
}

type Shape = Pick<CurveParameters, "subscriberShare" | "powerShare" | "tauMinutes" | "exponent" | "takeOffMinutes">;

function drawShape(chance: Chance, format: CurveSetting["format"], habits: CurveHabits): Shape {
  switch (format) {
    case "short":
      // Shorts are shown to strangers: nothing much happens before the feed takes them up, then it is over in days.
      return {
        subscriberShare: chance.between(0.75, 0.93),
        powerShare: chance.between(0.03, 0.06),
        tauMinutes: chance.logNormal(44 * 60, 0.4),
        exponent: chance.pick([0.6, 0.9, 1.4]),
        takeOffMinutes: Math.max(30, chance.logNormal(habits.takeOffMinutes, 0.8)),
      };
    case "live":
      return {
        subscriberShare: chance.between(0.5, 0.8),
        powerShare: chance.between(0.1, 0.19),
        tauMinutes: chance.logNormal(3 * 60, 0.4),
        exponent: chance.pick([0.9, 1.4]),
        takeOffMinutes: null,
      };
    case "long":
      return {
        subscriberShare: chance.between(0.3, 0.55),
        powerShare: chance.between(0.3, 0.42),
        tauMinutes: chance.logNormal(8 * 60, 0.35),
        exponent: chance.pick([0.2, 0.6, 0.9, 1.4]),
        takeOffMinutes: null,
      };
  }
}

import { unwarpedViews } from "#domain/curve.ts";
import { hours } from "#domain/time.ts";
import { logAge, logViews, type Outcome, type Outset } from "#insights/forecast/outset.ts";
import { OUTSET_HOURS } from "#insights/forecast/train.ts";

/** A way to forecast, learned from outcomes. */
export type Forecaster = (outset: Outset) => number;

const stepOf = ({ age }: Pick<Outset, "age">): number =>
  OUTSET_HOURS.map((other, i) => [Math.abs(logAge(age) - logAge(hours(other))), i] as const).reduce((best, one) =>
    one[0] < best[0] ? one : best,
  )[1];

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** The median of what the channel's other videos reached; of all videos where it has none. */
export function channelMedian(outcomes: readonly Outcome[]): Forecaster {
  const all = median(outcomes.map(({ reached }) => reached));
  const medians = new Map(
    [...Map.groupBy(outcomes, ({ channelId }) => channelId)].map(([id, own]) => [
      id,
      median(own.map(({ reached }) => reached)),
    ]),
  );
  return ({ channelId }) => medians.get(channelId) ?? all;
}

/** Views × a constant of the age (Szabó and Huberman 2010), the median of what others grew by. */
export function constantScaling(outcomes: readonly Outcome[]): Forecaster {
  const growth = new Map(
    [...Map.groupBy(outcomes, stepOf)].map(([step, own]) => [
      step,
      median(own.map(({ views, reached }) => logViews(reached) - logViews(views))),
    ]),
  );
  return (outset) => unwarpedViews(logViews(outset.views) + (growth.get(stepOf(outset)) ?? 0));
}

/** ln(reached) as a line in ln(views), by least squares for each age. */
export function logLinear(outcomes: readonly Outcome[]): Forecaster {
  const lines = new Map(
    [...Map.groupBy(outcomes, stepOf)].map(([step, own]) => {
      const [x, y] = [own.map(({ views }) => logViews(views)), own.map(({ reached }) => logViews(reached))];
      const [mx, my] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length) as [
        number,
        number,
      ];
      const slope =
        x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? 0) - my), 0) /
        Math.max(
          1e-9,
          x.reduce((sum, value) => sum + (value - mx) ** 2, 0),
        );
      return [step, { slope, offset: my - slope * mx }] as const;
    }),
  );
  return (outset) => {
    const line = lines.get(stepOf(outset)) ?? { slope: 1, offset: 0 };
    return unwarpedViews(line.offset + line.slope * logViews(outset.views));
  };
}

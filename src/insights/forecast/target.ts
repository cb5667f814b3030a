import { type Duration, days, minutes } from "#domain/time.ts";

/** An age whose views are forecast, by its name. */
export interface ForecastTarget {
  readonly name: "7d" | "30d";
  readonly age: Duration;
  readonly hours: number;
}

/** Both are milestones: every video is sampled there, so that each forecast meets its truth. */
export const FORECAST_TARGETS: readonly ForecastTarget[] = [
  { name: "7d", age: days(7), hours: 168 },
  { name: "30d", age: days(30), hours: 720 },
];

/** The ages, in hours, at which forecasts are made and kept: milestones, too, so that each begins with a sample. */
export const KEPT_OUTSETS: readonly number[] = [1, 24, 168];

/** From which ages, in hours, forecasts of a target are kept. */
export const outsetsOf = ({ hours }: ForecastTarget): readonly number[] => KEPT_OUTSETS.filter((each) => each < hours);

/**
 * Younger than this nothing is forecast: before its first hour is over a curve says next to nothing of a week, and the
 * sample of the first hour may come some minutes early.
 */
export const FORECAST_AGE_MIN: Duration = minutes(54);

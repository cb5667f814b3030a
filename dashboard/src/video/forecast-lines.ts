import type { ForecastAnswer } from "#api/insights/forecast-contract.ts";
import { placeOfAge } from "../chart/axes.ts";
import type { Layout, Point } from "../chart/curve.ts";

/** A forecast as it is drawn. */
export interface ForecastLines {
  /** From the last sample on: expected, low and high. */
  readonly lines: [Point[], Point[], Point[]];
  /** The age that it reaches to. */
  readonly untilSeconds: number;
}

/**
 * The lines of a forecast; `null` when nothing is forecast. Where ages are not drawn by their logarithm only the next target
 * is shown: a month ahead would leave a video of a day no room.
 */
export function forecastLines({ from, forecasts }: ForecastAnswer, layout: Layout): ForecastLines | null {
  const start = Date.parse(layout.startAt);
  const begun = from && placeOfAge(from.ageSeconds, layout.across, start);
  if (!from || begun === null) return null;
  const lines: [Point[], Point[], Point[]] = [[], [], []];
  for (const line of lines) line.push({ x: begun, y: from.views });
  let untilSeconds = from.ageSeconds;
  for (const { dueAt, views, low, high } of forecasts) {
    if (dueAt === null || views === null || (layout.across !== "logAge" && lines[0].length > 1)) continue;
    const ageSeconds = (Date.parse(dueAt) - start) / 1000;
    const x = placeOfAge(ageSeconds, layout.across, start);
    if (x === null || x <= begun) continue;
    untilSeconds = ageSeconds;
    for (const [place, y] of [views, low, high].entries()) lines[place]?.push({ x, y });
  }
  return lines[0].length > 1 ? { lines, untilSeconds } : null;
}

import type { InsightScope, Window } from "#domain/insight-scope.ts";
import { FORECAST_TARGETS, type ForecastTarget, outsetsOf } from "#insights/forecast/target.ts";
import type { Db } from "#storage/database.ts";
import { type Accuracy, readAccuracy } from "#storage/insights/forecast-accuracy.ts";

/** How far forecasts of one target from one outset were off, and the same by format and model. */
interface OutsetAccuracy {
  readonly target: ForecastTarget["name"];
  readonly outsetHours: number;
  /** `null` when none was settled. */
  readonly all: Accuracy | null;
  readonly parts: readonly Accuracy[];
}

export interface ForecastAccuracy {
  /** Settled forecasts that were looked at, the newest; and whether those are all of the window. */
  readonly lookedAt: number;
  readonly lookedAtAll: boolean;
  readonly outsets: readonly OutsetAccuracy[];
}

/** How far off the forecasts of a scope were that were settled in a window (docs/formulas/forecast.md). */
export async function forecastAccuracyOf(db: Db, scope: InsightScope, window: Window): Promise<ForecastAccuracy> {
  const { rows, lookedAt, more } = await readAccuracy(db, scope, window);
  const outsets = FORECAST_TARGETS.flatMap((target) =>
    outsetsOf(target).map((outsetHours): OutsetAccuracy => {
      const own = rows.filter((row) => row.targetHours === target.hours && row.outsetHours === outsetHours);
      return {
        target: target.name,
        outsetHours,
        all: own.find(({ format }) => format === null) ?? null,
        parts: own.filter(({ format }) => format !== null),
      };
    }),
  );
  return { lookedAt, lookedAtAll: !more, outsets };
}

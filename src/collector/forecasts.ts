import { makeForecasts, settleDueForecasts } from "#analysis/forecast-keeping.ts";
import { trainForecasts } from "#analysis/forecast-training.ts";
import type { CollectorDeps, Holding } from "./holding.ts";

/**
 * Keeps forecasts going: learns anew once a UTC day, forecasts videos that have come to an age at which forecasts are kept,
 * and settles those whose time has come. Three queries when there is nothing to do; all of it in parts of some milliseconds, and
 * what is cut short goes on at the next look.
 */
export async function keepForecasts(
  { db, clock }: Pick<CollectorDeps, "db" | "clock">,
  { over }: Pick<Holding, "over">,
): Promise<void> {
  await trainForecasts(db, clock.now(), () => over.signal.aborted);
  if (over.signal.aborted) return;
  await makeForecasts(db, clock.now());
  await settleDueForecasts(db, clock.now());
}

import type { Step } from "./forecast.ts";
import { PRIOR_STEPS } from "./prior-steps.ts";
import type { ForecastTarget } from "./target.ts";

/** The steps of the model that ships, for one of `FORECAST_TARGETS`, by rising outset. */
export function priorStepsOf({ name, hours }: ForecastTarget): readonly Step[] {
  const steps = PRIOR_STEPS[hours];
  if (!steps) throw new Error(`the model that ships forecasts nothing for ${name}: run bench/forecast-prior.ts`);
  return steps;
}

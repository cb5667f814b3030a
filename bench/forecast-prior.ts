import { writeFileSync } from "node:fs";
import { FORECAST_TARGETS } from "#insights/forecast/target.ts";
import { priorSteps, priorVideos } from "./prior-steps.ts";

/* `node bench/forecast-prior.ts`: writes the model that ships anew, from the virtual YouTube of this seed. */

/** Not the seed of the benchmark, which it is judged by. */
const SEED = 20261;
const CHANNELS = 2_500;

const videos = priorVideos(SEED, CHANNELS);
const targets = FORECAST_TARGETS.map((target) => {
  const steps = priorSteps(videos, target, SEED).map((step) => `    ${JSON.stringify(step)},`);
  return `  ${target.hours}: [\n${steps.join("\n")}\n  ],`;
});

writeFileSync(
  new URL("../src/insights/forecast/prior-steps.ts", import.meta.url),
  `import type { Step } from "./forecast.ts";

/**
 * What was learned of ${videos.length.toLocaleString("en")} videos of the virtual YouTube, by the hours of the age that is forecast:
 * it serves until an installation has videos of its own to learn from. Written by bench/forecast-prior.ts.
 */
// biome-ignore format: a step is a line.
export const PRIOR_STEPS: Readonly<Record<number, readonly Step[]>> = {
${targets.join("\n")}
};
`,
);

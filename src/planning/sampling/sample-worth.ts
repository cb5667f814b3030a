import { warpedAge } from "#domain/curve.ts";
import type { Duration, Instant } from "#domain/time.ts";
import { FORMATS } from "#planning/videos/video-columns.ts";
import { idAt, type VideoTable } from "#planning/videos/video-table.ts";
import { isInPanel, panelIsOver, panelSteps } from "./dense-panel.ts";
import { type Density, measureTo, WARPED_YOUTH, YOUTH } from "./density.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";

/*
 * The index: what a sample of a video is worth now, weight · h^1.5 · ∫ wt·K dx, where x = ln(age + 10 min), h is its growth
 * since the last sample, and the integral runs over that gap (density.ts). Where wt·K is even this is weight · wt·K · h^2.5:
 * the error of an interpolated curve grows about so with the gap (docs/sampling.md). As an integral it never falls
 * while a video waits, however K changes with age.
 *
 * What choosing may rely on: of one density and one policy, the index of a slot that is not written to never falls in
 * time (the step at 30 days included), so its value at the end of a span bounds it over the whole span. The density in
 * force is one object while it is the same, and changes at most once an hour, when a sample is settled.
 */

/** A policy together with what was learned and the measures in force: what the index is made of. */
export interface SamplingTerms extends SamplingPolicy {
  readonly density: Density;
  /** Whether the dense panel is sampled. */
  readonly panel: boolean;
}

/** The floor under a batch's mean index: what a sample is worth when a video has had its share for its youth. */
export const indexFloor = (terms: SamplingTerms): number => terms.density.floor;

/** The index of a slot at a fixed instant; NaN where there is no start. */
export function worthFunction(table: VideoTable, terms: SamplingTerms, at: Instant): (slot: number) => number {
  const { startAt, lastAt, warpedLast, weight, format } = table.columns;
  const { density, tailInterval, panel, panelShare } = terms;
  const never = Number.NaN;
  return (slot) => {
    const start = startAt[slot] ?? never;
    const age = at - start;
    const from = warpedLast[slot] ?? never;
    // The tail begins where youth ends, so that no video is worth less for having grown older.
    const warped = age > YOUTH ? WARPED_YOUTH : warpedAge(age as Duration);
    const h = warped - from;
    let worth = 0;
    if (h > 0) {
      const name = FORMATS[format[slot] ?? 0] ?? "unknown";
      const gain = measureTo(density, name, warped) - measureTo(density, name, from);
      worth = h * Math.sqrt(h) * gain;
    }
    // What was sampled before a broadcast began is no part of its curve.
    const sampledAge = Math.max(0, (lastAt[slot] ?? never) - start);
    // One step of the panel is worth a place at the floor.
    if (panel && !panelIsOver(sampledAge as Duration) && isInPanel(idAt(table, slot), panelShare)) {
      const steps = panelSteps(age as Duration) - panelSteps(sampledAge as Duration);
      worth = Math.max(worth, density.floor * steps * steps * Math.sqrt(steps));
    }
    if (age > YOUTH) {
      // Past its youth a video is worth a sample every `tailInterval`: then it reaches the floor.
      const share = (at - Math.max(lastAt[slot] ?? never, start + YOUTH)) / tailInterval;
      worth = Math.max(worth, density.floor * share * share * Math.sqrt(share));
    }
    return (weight[slot] ?? 0) * worth;
  };
}

import { type Duration, days, hours, minutes } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { spreadOf } from "#planning/spread.ts";

/*
 * The dense panel: a few videos, chosen by a hash of their id, that are sampled every 3 min for 6 hours and hourly up to 3
 * days. What they show is the truth that thinner samples are held against: how fast errors grow, and how often a counter
 * moves. About 190 samples each: at 1 % of the videos, 2 samples a video.
 */

const DENSE_UNTIL: Duration = hours(6);
const DENSE_STEP: Duration = minutes(3);
const HOURLY_UNTIL: Duration = days(3);
const HOURLY_STEP: Duration = hours(1);

/** Whether a video belongs to the panel. */
export const isInPanel = (id: VideoId, share: number): boolean => spreadOf(`panel:${id}`) < share;

/** How many panel samples an age asks for since the start; it rises, and stays once the panel's time is over. */
export function panelSteps(age: Duration): number {
  const dense = Math.min(age, DENSE_UNTIL) / DENSE_STEP;
  return dense + Math.max(0, Math.min(age, HOURLY_UNTIL) - DENSE_UNTIL) / HOURLY_STEP;
}

/** Whether the panel asks for nothing beyond this age. NaN counts as over. */
export const panelIsOver = (age: Duration): boolean => !(age < HOURLY_UNTIL);

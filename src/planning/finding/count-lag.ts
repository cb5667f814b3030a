import { between, inMinutes, minutes } from "#domain/time.ts";
import type { Learned, TrackedChannel, TrackedVideo } from "#domain/tracked.ts";
import { COUNT_LAG, countLag } from "#planning/learned-subjects.ts";
import type { PlannerState } from "#planning/state.ts";

/** How far one upload moves the lag towards what it says: some dozens agree on it. */
const STEP = 0.1;

/** Counts further apart than this tell little of a lag of minutes. */
const GAP_MAX = minutes(90);

/** Nothing longer is believed: it would be another upload's. */
const LAG_MAX_MINUTES = 45;

/**
 * What the find of a hinted upload tells of the counter's lag: it is longer than from the publication to the count that
 * did not show the upload yet, and no longer than to the one that did. A lag between the two stays as it is.
 *
 * @param channel as it was when the hint was followed.
 */
export function lagLearned(
  state: PlannerState,
  channel: TrackedChannel,
  sightings: readonly TrackedVideo[],
): readonly Learned[] {
  const { newsSince, countedAt, countedBefore } = channel;
  const published = sightings[0]?.publishedAt ?? null;
  if (sightings.length !== 1 || published === null || newsSince === null || countedBefore === null) return [];
  if (newsSince !== countedAt || between(countedBefore, newsSince) > GAP_MAX) return [];
  const shownAfter = inMinutes(between(published, newsSince));
  const hiddenAfter = inMinutes(between(published, countedBefore));
  if (shownAfter < 0 || shownAfter > LAG_MAX_MINUTES + inMinutes(GAP_MAX) || hiddenAfter > LAG_MAX_MINUTES) return [];
  const known = inMinutes(countLag(state));
  const told = Math.min(Math.max(known, hiddenAfter, 0), shownAfter);
  if (told === known) return [];
  return [{ subject: COUNT_LAG, values: [known + STEP * (told - known)] }];
}

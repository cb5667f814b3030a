import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Duration, earliest, type Instant, latest, minutes, plus, seconds } from "#domain/time.ts";
import type { Due, DueQueue } from "#planning/due-queue.ts";
import type { PlannerState } from "#planning/state.ts";
import { looksAffordable } from "./day-needs.ts";
import type { Errand, FindingTerms } from "./errand.ts";
import { lookPace } from "./look-pace.ts";

/** So many pushes missing in a row are no chance: the hub is silent. */
const PUSHES_MISSED = 20;
const SILENCE_LEAST: Duration = minutes(5);
/** Where so many pushes take longer than this, their absence says nothing in time. */
const SILENCE_MOST: Duration = minutes(60);

/** While the hub is silent, everybody is counted within an hour of the last push, and hourly from then on. */
const SILENT_SWEEP: Duration = minutes(55);

/** A look may wait so long for others to fill its call: of a video an hour old, that is the time there is. */
const PATIENCE: Duration = seconds(45);

/**
 * Counts the videos of the fifty channels whose look is due first. How soon a channel's look is due follows from when it
 * posts and from what units are worth (`nextLook`); while the hub that pushes is silent, everybody's is.
 */
export function countErrand(state: PlannerState, terms: FindingTerms): Errand | null {
  const { channels } = state;
  const first = channels.looks.first();
  if (terms.left < 1 || first === null) return null;
  const silent = silentSweepAt(state);
  const sweeps = silent !== null && silent < first.at;
  const batch = firstOf(sweeps ? channels.counted : channels.looks, IDS_PER_CALL);
  const full = batch.length < IDS_PER_CALL ? first.at : (batch.at(-1)?.at ?? first.at);
  const due = sweeps ? silent : earliest(full, plus(first.at, PATIENCE));
  const pace = lookPace(state, looksAffordable(state, terms), IDS_PER_CALL);
  // What the hub fails to push is worth the day's units.
  const at = latest(terms.apiFrom, due, sweeps ? terms.now : pace.from);
  const channelIds = batch.map(({ key }) => key);
  return {
    at,
    call: { kind: "count", channelIds, ration: pace.rationAt(at) },
    purpose: "discovery",
    why: sweeps
      ? `The hub has not pushed for a while: counting the videos of the ${channelIds.length} channels counted longest ago.`
      : `Counting the videos of the ${channelIds.length} channels most likely to have new ones.`,
  };
}

/** When the next channel is to be counted because the hub has fallen silent; `null` while nothing says so. */
function silentSweepAt({ channels, uploads }: PlannerState): Instant | null {
  const { pushedAt, subscribed, size } = channels;
  const stalest = channels.counted.first();
  if (pushedAt === null || stalest === null || subscribed === 0) return null;
  const missed = uploads.expectedFrom(pushedAt, (PUSHES_MISSED * size) / subscribed, SILENCE_MOST);
  return missed && latest(missed, plus(pushedAt, SILENCE_LEAST), plus(stalest.at, SILENT_SWEEP));
}

/** What is due first. */
function firstOf<Key>(queue: DueQueue<Key>, most: number): Due<Key>[] {
  const batch: Due<Key>[] = [];
  for (const due of queue.inOrder()) {
    batch.push(due);
    if (batch.length === most) break;
  }
  return batch;
}

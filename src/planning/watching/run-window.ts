import { between, earliest, type Instant, latest, minus } from "#domain/time.ts";
import { OVERLAP_MOST, type TrackedWatch } from "#domain/watch.ts";
import { expectedResults, sliceLength, yieldOf } from "./watch-yield.ts";
import type { WatchingPolicy } from "./watching-policy.ts";

/**
 * Down to where a run must read to leave no gap: its overlap below the watermark; `since` when it never ran. After an absence
 * in which all that was known has become ripe, down to where nothing is late any more: it would soon be too old for that.
 */
export function knownFrom(watch: TrackedWatch, policy: WatchingPolicy, runAt: Instant): Instant {
  if (watch.ranAt === null) return watch.since;
  if (between(watch.watermark, runAt) > policy.ripeAfter) return latest(ripeFrom(watch), watch.since);
  return latest(minus(watch.watermark, policy.overlapLeast), watch.since);
}

/** Down to where reading again may show something late: older ground has been read when it was old. */
export function ripeFrom(watch: TrackedWatch): Instant {
  if (watch.ranAt === null) return watch.since;
  return latest(yieldOf(watch).ripe, minus(watch.watermark, OVERLAP_MOST));
}

/**
 * The `publishedAfter` of a run that begins at an instant. At least down to known ground; deeper as far as what is expected
 * fits into the page that is paid for anyhow, down to ripe ground. After a long absence only the newest slice: what lies
 * between becomes a task.
 *
 * @param seen when what the watch remembers was published, rising.
 */
export function runWindow(
  watch: TrackedWatch,
  seen: readonly Instant[],
  policy: WatchingPolicy,
  runAt: Instant,
): Instant {
  const known = yieldOf(watch);
  const must = knownFrom(watch, policy, runAt);
  const longest = watch.ranAt === null ? policy.firstSlice : sliceLength(known, policy);
  if (between(must, runAt) > longest) return minus(runAt, longest);
  const floor = earliest(ripeFrom(watch), must);
  const room = Math.floor(policy.runTarget - expectedResults(known, watch.watermark, runAt));
  if (room <= 0) return must;
  const first = seen[seen.length - room];
  return first === undefined ? floor : latest(floor, earliest(must, first));
}

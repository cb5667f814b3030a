import { between, type Duration, type Instant, latest, milliseconds, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { VideoDescription, VideoId } from "#domain/video.ts";
import { spreadOf } from "#planning/spread.ts";
import type { DescribingPolicy, StartPolicy } from "./describing-policy.ts";

type Due = Pick<TrackedVideo, "describeAt" | "describeWhy">;

/** When a described video is described next, and why. */
export function nextDescription(video: VideoDescription, policy: DescribingPolicy, at: Instant): Due {
  if (video.broadcast && video.actualStartAt === null) return nextLookAtStart(video, policy, at);
  if (video.liveState === "live") return { describeAt: plus(at, policy.liveAfter), describeWhy: "refresh" };
  return refreshed(video.id, policy, at);
}

/** The usual renewal, spread so that a catalogue described in an hour is not renewed in one. */
export function refreshed(id: VideoId, policy: DescribingPolicy, at: Instant): Due {
  const spread = milliseconds(Math.floor(policy.refreshSpread * spreadOf(id)));
  return { describeAt: plus(plus(at, policy.refreshAfter), spread), describeWhy: "refresh" };
}

/**
 * When to look whether a broadcast has begun: just after its scheduled start, then at gaps that grow with the delay; far
 * ahead of it only to learn of a new schedule. One that never begins ends as a plain refresh.
 */
function nextLookAtStart(video: VideoDescription, policy: DescribingPolicy, at: Instant): Due {
  const { start } = policy;
  // Without a schedule the publication of the announcement is all there is.
  const expected = video.scheduledStartAt ?? video.publishedAt;
  const delay = between(expected, at);
  if (delay > start.giveUpAfter) return refreshed(video.id, policy, at);
  return { describeAt: plus(at, gapAt(delay, start)), describeWhy: "start" };
}

function gapAt(delay: Duration, start: StartPolicy): Duration {
  if (delay < 0) return Math.min(start.gapIdle, Math.max(-delay + start.gapMin, start.gapMin)) as Duration;
  if (delay > start.hopefulFor) return start.gapIdle;
  return Math.min(start.gapMax, Math.max(start.gapMin, delay / 4)) as Duration;
}

/**
 * The row of a video that an answer left out. It is looked up once more before it is taken for gone: answers are partial
 * now and then. Only a description, whose answers are whole, confirms.
 *
 * @param confirms whether the answer was a description.
 * @param soon whether a first hour hangs on it, so that a quick look is worth a unit.
 */
export function leftOut(
  row: TrackedVideo,
  policy: DescribingPolicy,
  at: Instant,
  { confirms, soon }: { readonly confirms: boolean; readonly soon: boolean },
): TrackedVideo {
  const missingSince = row.missingSince ?? at;
  const confirmAt = plus(missingSince, policy.confirmAfter);
  if (confirms && row.missingSince !== null && at >= confirmAt) {
    return { ...row, missingSince, goneAt: at, describeAt: null, describeWhy: "missing" };
  }
  if (row.missingSince !== null && !confirms) return row;
  const describeAt = soon && !confirms ? plus(at, policy.confirmSoon) : latest(confirmAt, at);
  return { ...row, missingSince, describeAt, describeWhy: "missing" };
}

/**
 * When a video is described again whose description could not be read. As long again as it has been known: that doubles
 * the wait with every try without remembering how many there were, so a passing fault costs a new video no first hour,
 * and one that stays costs a unit a day.
 */
export function unreadUntil(row: TrackedVideo, policy: DescribingPolicy, at: Instant): Instant {
  const known = between(row.firstSeenAt, at);
  return plus(at, Math.min(policy.unreadMost, Math.max(policy.unreadFirst, known)) as Duration);
}

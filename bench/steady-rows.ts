import { type Duration, days, hours, type Instant, milliseconds, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedChannel, TrackedRows, TrackedVideo } from "#domain/tracked.ts";
import { share } from "#simulation/random.ts";
import { idOf, type LightChannel, type LightWorld, startedBy } from "./light-world.ts";

/** Descriptions and channels are renewed about every 26 days: in the steady state the next is anywhere in that time. */
const RENEWED: Duration = days(26);

/**
 * What planning remembers of a light world that it has tracked for long, at an instant: every video until then known and
 * described, sampled last a tenth of its age ago, its next renewal anywhere in the span; every channel counted within the
 * last hour and back-filled.
 *
 * @param pushedUntil until when the hub has promised to push; `null` = channels are not subscribed.
 */
export function steadyRows(world: LightWorld, at: Instant, pushedUntil: Instant | null): TrackedRows {
  const videos: TrackedVideo[] = [];
  const channels = world.channels.map((channel) => {
    const known = startedBy(world, channel, at);
    for (let video = channel.first; video < channel.first + known; video++) videos.push(videoRow(world, video, at));
    return channelRow(channel, known, at, pushedUntil);
  });
  return { videos, channels, requests: [], pauses: [], learned: [], keyTests: [], watches: [], watchSeen: [] };
}

function videoRow(world: LightWorld, video: number, at: Instant): TrackedVideo {
  const startAt = (world.startAt[video] ?? 0) as Instant;
  const age = at - startAt;
  const sampledAgo = (part: number) => ({
    at: minus(at, milliseconds(Math.floor(part * age))),
    views: Math.ceil(age / hours(1)),
  });
  const id = idOf(video);
  return {
    id,
    channelId: world.channels[world.channelOf[video] ?? 0]?.id as TrackedChannel["id"],
    publishedAt: startAt,
    startAt,
    format: world.isShort[video] ? "short" : "long",
    shortsLink: null,
    weight: 1,
    watched: false,
    searched: false,
    firstSeenAt: startAt,
    last: sampledAgo(0.1),
    previous: sampledAgo(0.2),
    describeAt: plus(at, milliseconds(Math.floor(RENEWED * share("renewal", id)))),
    describeWhy: "refresh",
    missingSince: null,
    goneAt: null,
  };
}

function channelRow({ id }: LightChannel, known: number, at: Instant, until: Instant | null): TrackedChannel {
  const countedAt = minus(at, milliseconds(Math.floor(hours(1) * share("counted", id))));
  return {
    id,
    weight: 1,
    watched: false,
    describedAt: minus(at, milliseconds(Math.floor(RENEWED * share("described", id)))),
    uploadsPlaylistId: `UU${id.slice(2)}`,
    trackedSince: minus(at, days(60)),
    videoCount: known,
    countedAt,
    countedBefore: null,
    lookAt: plus(countedAt, until === null ? minutes(61) : milliseconds(Math.floor(hours(10) * share("look", id)))),
    snapshotAt: minus(at, milliseconds(Math.floor(hours(6) * share("snapshot", id)))),
    newsSince: null,
    newsNotBefore: null,
    newsAttempts: 0,
    listedAt: minus(at, milliseconds(Math.floor(days(5) * share("listed", id)))),
    subscription: { askAt: until, attempts: 0, until, pushedAt: until === null ? null : at },
    backfill: { done: true, pageToken: null, listed: known, total: known, notBefore: at, attempts: 0, reason: null },
    trouble: null,
  };
}

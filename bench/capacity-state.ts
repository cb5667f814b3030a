import { MILESTONE_AGES } from "#domain/milestone.ts";
import {
  type Duration,
  days,
  hours,
  type Instant,
  inMinutes,
  instant,
  milliseconds,
  minus,
  minutes,
  plus,
} from "#domain/time.ts";
import type { Sample, Subscription, TrackedChannel, TrackedVideo } from "#domain/tracked.ts";
import { refreshed } from "#planning/finding/describe-times.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { spreadOf } from "#planning/spread.ts";
import { draftVideos, type PlannerState, stateDraft, stateWith } from "#planning/state.ts";
import { share } from "#simulation/random.ts";
import { LEASE } from "./capacity-hub.ts";
import { type CapacityWorld, countedAt, isDeleted } from "./capacity-world.ts";
import { idOf, type LightChannel, startedBy, viewsOf } from "./light-world.ts";

/** What the population assumes of how it was tracked so far. */
export interface Tracked {
  /** Whether channels are subscribed at the hub. */
  readonly hub: boolean;
  /** How many samples a video was given in its first 30 days: the gaps at any age follow from it. */
  readonly samplesPerVideo: number;
}

/** Channels are renewed after 24 to 28 days, and their lists read after 5 to 7. */
const RENEWED: Duration = days(24);
const LISTED: Duration = days(5);

/** The sweep for what the hub loses; without a hub the usual time between two looks. */
const SWEPT: Duration = hours(10);
const LOOKED: Duration = hours(2);

/**
 * What planning knows at `at` of a world it has tracked since it began, in the steady state:
 * - every upload of the 60 days before is known and described, and none that was taken away;
 * - each was last sampled a part of a gap ago and before that a whole one, the gaps even in ln(age + 10 min) as the schedule
 *   makes them, and at each milestone it has passed; nothing past 30 days but that milestone;
 * - its description was renewed every 25 to 28 days since its first hour, so that its next renewal follows from its age;
 * - every channel is back-filled and described, was counted within the last sweep, and holds a lease that began at any time
 *   since its last renewal.
 */
export function steadyState(world: CapacityWorld, at: Instant, tracked: Tracked): PlannerState {
  const draft = stateDraft();
  const channels: TrackedChannel[] = [];
  for (const [index, channel] of world.light.channels.entries()) {
    const known = startedBy(world.light, channel, at);
    const videos: TrackedVideo[] = [];
    for (let video = channel.first; video < channel.first + known; video++)
      if (!isDeleted(world, video, at)) videos.push(videoRow(world, video, channel, at, tracked));
    draftVideos(draft, videos);
    channels.push(channelRow(world, index, channel, at, tracked));
  }
  return stateWith(draft, {
    channels,
    requests: [],
    pauses: [],
    learned: [],
    keyTests: [],
    watches: [],
    watchSeen: [],
  });
}

const START_OFFSET = 10;
const YOUTH_SPAN = Math.log(inMinutes(days(30)) + START_OFFSET) - Math.log(START_OFFSET);

function videoRow(
  { light }: CapacityWorld,
  video: number,
  channel: LightChannel,
  at: Instant,
  { samplesPerVideo }: Tracked,
): TrackedVideo {
  const id = idOf(video);
  const startAt = instant(light.startAt[video] ?? 0);
  const age = (at - startAt) as Duration;
  const views = viewsOf(light, video);
  const sampleAt = (sampledAge: number): Sample => {
    const whole = Math.floor(sampledAge) as Duration;
    return { at: plus(startAt, whole), views: views(whole) };
  };
  const gap = YOUTH_SPAN / samplesPerVideo;
  const youngAge = Math.min(age, days(30));
  const back = (from: number, gaps: number) =>
    (from + minutes(START_OFFSET)) * Math.exp(-gap * gaps) - minutes(START_OFFSET);
  const passed = MILESTONE_AGES.filter((milestone) => milestone <= age).at(-1) ?? 0;
  const last = Math.max(back(youngAge, share("last sample", id)), passed, 0);
  return {
    id,
    channelId: channel.id,
    publishedAt: startAt,
    startAt,
    format: light.isShort[video] ? "short" : "long",
    shortsLink: null,
    weight: 1,
    watched: false,
    searched: false,
    firstSeenAt: startAt,
    last: sampleAt(last),
    previous: sampleAt(Math.max(0, back(last, 1))),
    describeAt: nextRenewal(id, startAt, at),
    describeWhy: "refresh",
    missingSince: null,
    goneAt: null,
  };
}

function nextRenewal(id: TrackedVideo["id"], startAt: Instant, at: Instant): Instant {
  const period = refreshed(id, DEFAULT_POLICY.describing, instant(0)).describeAt ?? instant(1);
  return plus(startAt, milliseconds(Math.ceil((at - startAt) / period) * period));
}

function channelRow(
  world: CapacityWorld,
  index: number,
  { id }: LightChannel,
  at: Instant,
  { hub }: Tracked,
): TrackedChannel {
  const ago = (what: string, most: Duration) => minus(at, milliseconds(Math.floor(most * share(what, id))));
  const between = hub ? SWEPT : LOOKED;
  const counted = ago("counted", between);
  const total = countedAt(world, index, counted);
  return {
    id,
    weight: 1,
    watched: false,
    describedAt: ago("described", RENEWED),
    uploadsPlaylistId: `UU${id.slice(2)}`,
    trackedSince: minus(at, days(60)),
    videoCount: total,
    countedAt: counted,
    countedBefore: null,
    lookAt: plus(counted, between),
    snapshotAt: ago("snapshot", hours(6)),
    newsSince: null,
    newsNotBefore: null,
    newsAttempts: 0,
    listedAt: ago("listed", LISTED),
    subscription: hub ? subscribed(id, at) : { askAt: null, attempts: 0, until: null, pushedAt: null },
    backfill: { done: true, pageToken: null, listed: total, total, notBefore: at, attempts: 0, reason: null },
    trouble: null,
  };
}

function subscribed(id: TrackedChannel["id"], at: Instant): Subscription {
  const { renewAfter, renewSpread } = DEFAULT_POLICY.push;
  const renewed = Math.floor(LEASE * (renewAfter + renewSpread * spreadOf(id)));
  const since = minus(at, milliseconds(Math.floor(renewed * share("lease", id))));
  return { askAt: plus(since, milliseconds(renewed)), attempts: 0, until: plus(since, LEASE), pushedAt: at };
}

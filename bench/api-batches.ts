import type { ChannelId } from "#domain/channel.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import { type Duration, days, type Instant, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { VideoDescription } from "#domain/video.ts";
import { settlementOf } from "#planning/settling/draft.ts";
import type { Chance } from "#simulation/random.ts";
import { countersAt } from "./api-rows.ts";
import { type ApiSet, firstSince, PRESENT, shareAt, viewsAt } from "./api-set.ts";
import { tagAt } from "./api-words.ts";
import { channelId, videoId } from "./scale-population.ts";

/** What is sampled with two first hours are videos of the last days, like in a service. */
const YOUNG: Duration = days(30);
const BATCH = 50;
export const FIRST_HOURS_A_BATCH = 2;

/** A settlement of which nothing follows but what is said beside it. */
const settlementAt = (at: Instant, answered: number): Settlement =>
  settlementOf({ at, outcome: { kind: "answered", detail: null, answered } });

/** A video that was born an hour before it is sampled; its number comes after those of the set. */
export interface Newborn {
  readonly n: number;
  readonly channel: number;
  readonly startAt: Instant;
  readonly lifetime: number;
}

/** Newborns of channels that are drawn as often as they publish. */
export function newborns(set: ApiSet, count: number, startAt: Instant, chance: Chance): readonly Newborn[] {
  return Array.from({ length: count }, (_, i) => {
    const channel = set.channelOf[chance.integer(0, set.videos - 1)] ?? 0;
    const lifetime = (set.traits.level[channel] ?? 0) * Math.exp(1.1 * chance.normal());
    return { n: set.videos + i, channel, startAt, lifetime };
  });
}

const viewsOf = ({ lifetime, startAt }: Newborn, at: Instant): number =>
  Math.floor(lifetime * shareAt((at - startAt) as Duration));

/** What made newborns known: they are described, and sampled once at an age of twenty minutes. */
export function sightings(born: readonly Newborn[], at: Instant): Settlement {
  const sampled = (one: Newborn): Instant => plus(one.startAt, minutes(20));
  return {
    ...settlementAt(at, born.length),
    sightingSource: "push",
    videos: born.map((one) => trackedNewborn(one, sampled(one), null)),
    snapshots: born.map((one) => snapshotOf(one, sampled(one))),
    descriptions: born.map(descriptionOf),
  };
}

/** Fifty samples as one call brings them: of young videos, and of newborns at the end of their first hour. */
export function batchOf(set: ApiSet, born: readonly Newborn[], at: Instant, chance: Chance): Settlement {
  const numbers = new Set<number>();
  const first = firstSince(set, minus(PRESENT, YOUNG));
  while (numbers.size < BATCH - born.length) {
    const n = chance.integer(first, set.videos - 1);
    if (set.atBirth[n]) numbers.add(n);
  }
  const young = [...numbers].toSorted((a, b) => a - b);
  return {
    ...settlementAt(at, BATCH),
    videos: [
      ...young.map((n) => trackedYoung(set, n, at)),
      ...born.map((one) => trackedNewborn(one, at, plus(one.startAt, minutes(20)))),
    ],
    snapshots: [
      ...young.map((n): Snapshot => {
        const counters = countersAt(set, n, viewsAt(set, n, (at - set.publishedAt(n)) as Duration));
        return { videoId: videoId(n), capturedAt: at, source: "batch", ...counters };
      }),
      ...born.map((one) => snapshotOf(one, at)),
    ],
    firstHourOf: born.map(({ n }) => videoId(n)),
  };
}

const usual = {
  shortsLink: null,
  weight: 1,
  watched: false,
  searched: false,
  describeWhy: "refresh",
  missingSince: null,
  goneAt: null,
} as const;

const snapshotOf = (one: Newborn, at: Instant): Snapshot => {
  const views = viewsOf(one, at);
  const [likes, comments] = [Math.floor(views / 30), Math.floor(views / 300)];
  return { videoId: videoId(one.n), capturedAt: at, source: "batch", views, likes, comments };
};

function trackedNewborn(one: Newborn, last: Instant, previous: Instant | null): TrackedVideo {
  return {
    ...usual,
    id: videoId(one.n),
    channelId: channelId(one.channel),
    publishedAt: one.startAt,
    startAt: one.startAt,
    format: "long",
    firstSeenAt: plus(one.startAt, minutes(1)),
    last: { at: last, views: viewsOf(one, last) },
    previous: previous === null ? null : { at: previous, views: viewsOf(one, previous) },
    describeAt: plus(one.startAt, days(28)),
  };
}

function trackedYoung(set: ApiSet, n: number, at: Instant): TrackedVideo {
  const startAt = set.publishedAt(n);
  const before = minus(at, minutes(30));
  const sample = (when: Instant) => ({ at: when, views: viewsAt(set, n, (when - startAt) as Duration) });
  return {
    ...usual,
    id: videoId(n),
    channelId: channelId(set.channelOf[n] ?? 0) as ChannelId,
    publishedAt: startAt,
    startAt,
    format: set.formatOf(n),
    firstSeenAt: plus(startAt, minutes(1)),
    last: sample(at),
    previous: before > startAt ? sample(before) : null,
    describeAt: plus(PRESENT, days(14)),
  };
}

const descriptionOf = (one: Newborn): VideoDescription => ({
  id: videoId(one.n),
  channelId: channelId(one.channel),
  channelTitle: "",
  publishedAt: one.startAt,
  title: `A new video, number ${one.n}`,
  description: "It was made while the benchmark ran.",
  tags: [tagAt(one.n % 50), tagAt(one.n % 150)],
  categoryId: "22",
  language: "en",
  thumbnailUrl: null,
  durationSeconds: 600,
  portrait: false,
  madeForKids: false,
  privacy: "public",
  liveState: "none",
  scheduledStartAt: null,
  actualStartAt: null,
  actualEndAt: null,
  broadcast: false,
  counters: { views: 0, likes: 0, comments: 0 },
});

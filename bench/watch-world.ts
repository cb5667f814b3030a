import type { ChannelId } from "#domain/channel.ts";
import { type Duration, days, hours, type Instant, instant, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { Chance, hash } from "#simulation/random.ts";
import { orderedBy, searchLag } from "#simulation/search-habits.ts";

/** A video that some queries find. */
export interface WatchedVideo {
  readonly id: VideoId;
  readonly channelId: ChannelId;
  readonly publishedAt: Instant;
  /** From when on search knows it. */
  readonly foundFrom: Instant;
  /** The instant that an answer is ordered by. */
  readonly orderedBy: Instant;
}

/** What the queries of a benchmark would find, were search perfect. */
export interface WatchWorld {
  readonly from: Instant;
  readonly until: Instant;
  /** By query: its videos by publication. */
  readonly byQuery: ReadonlyMap<string, readonly WatchedVideo[]>;
}

/** New videos a day of the quietest query and of the busiest; the others lie between, evenly in the logarithm. */
const QUIETEST = 0.2;
const BUSIEST = 150;

/** Of a query's videos so many are also found by the next one. */
const SHARED = 0.1;

/** The busiest hours of a day bring so many times as much as the quietest. */
const TIDE = 3;

/** @param load all rates times this. */
export function watchWorld(seed: number, queries: number, from: Instant, length: number, load: number): WatchWorld {
  const until = plus(from, days(length));
  const streams = Array.from({ length: queries }, (_, place) => {
    const chance = new Chance("watch", seed, place);
    const rate = load * QUIETEST * (BUSIEST / QUIETEST) ** (place / Math.max(1, queries - 1));
    const q = `query ${place}`;
    return { q, videos: publications(chance, rate, from, until).map((at, n) => videoOf(`${seed} ${q} ${n}`, q, at)) };
  });
  const byQuery = new Map(
    streams.map(({ q, videos }, place) => {
      const before = streams[(place + queries - 1) % queries]?.videos ?? [];
      const shared = before
        .filter(({ id }) => hash("shared", id) < SHARED * 2 ** 32)
        .map((video) => ({ ...video, orderedBy: orderedBy(q, video.id, video.publishedAt) }));
      return [q, [...videos, ...shared].sort((a, b) => a.publishedAt - b.publishedAt)];
    }),
  );
  return { from, until, byQuery };
}

/** Publications in a daily tide, now and then a burst that brings many within hours. */
function publications(chance: Chance, perDay: number, from: Instant, until: Instant): Instant[] {
  const times: Instant[] = [];
  const phase = chance.uniform();
  let burst: { readonly until: number; readonly factor: number } = { until: 0, factor: 1 };
  for (let hour: number = from; hour < until; hour += hours(1)) {
    const tide = 1 + ((TIDE - 1) / (TIDE + 1)) * Math.sin(2 * Math.PI * (hour / days(1) + phase));
    if (chance.happens(1 / 240)) burst = { until: hour + hours(chance.between(2, 12)), factor: chance.between(2, 6) };
    const expected = (perDay / 24) * tide * (hour < burst.until ? burst.factor : 1);
    for (let n = chance.poisson(expected); n > 0; n--)
      times.push(instant(Math.floor((hour + hours(1) * chance.uniform()) / 1000) * 1000));
  }
  return times.sort((a, b) => a - b);
}

function videoOf(name: string, q: string, publishedAt: Instant): WatchedVideo {
  const id =
    `${hash(name).toString(36).padStart(7, "0")}${(hash("second", name) % 36 ** 4).toString(36).padStart(4, "0")}` as VideoId;
  return {
    id,
    channelId: `UC${"w".repeat(18)}${String(hash("channel", name) % 9999).padStart(4, "0")}` as ChannelId,
    publishedAt,
    foundFrom: plus(publishedAt, Math.ceil(searchLag(id)) as Duration),
    orderedBy: orderedBy(q, id, publishedAt),
  };
}

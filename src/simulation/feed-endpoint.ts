import { type ChannelId, isChannelId } from "#domain/channel.ts";
import { between, type Instant, inSeconds, instant, minus } from "#domain/time.ts";
import { escapeXml, feedTime, updatedAt } from "./feed-text.ts";
import type { Query } from "./query.ts";
import { hash } from "./random.ts";
import { publishedAtAt, type World, type WorldChannel, type WorldVideo } from "./world.ts";

const ENTRIES = 15;
/** Feeds come from a shared cache that keeps them this long (`max-age=900`). */
export const FEED_CACHE_SECONDS = 900;

/** A copy of a feed out of the cache. */
export interface CachedFeed {
  readonly xml: string;
  /** How long ago the copy was made, as the `Age` header says it. */
  readonly ageSeconds: number;
}

/** A channel's feed, or `null` when there is none (unknown channel or another kind of feed). */
export function readFeed(world: World, query: Query, at: Instant): CachedFeed | null {
  const id = query.one("channel_id");
  const channel = id !== null && isChannelId(id) ? world.channel(id) : null;
  if (!channel) return null;
  const cachedAt = cacheInstant(channel.id, at);
  const seen = minus(cachedAt, channel.feedLag);
  const entries = world
    .uploadsOf(channel.id, cachedAt)
    .filter((video) => video.listedAt <= seen)
    .toSorted((a, b) => publishedAtAt(b, cachedAt) - publishedAtAt(a, cachedAt))
    .slice(0, ENTRIES);
  const xml = feedXml(channel, entries.map((video) => entryXml(world, channel, video, cachedAt)).join(""));
  return { xml, ageSeconds: Math.floor(inSeconds(between(cachedAt, at))) };
}

/** When the copy now in the cache was made: each channel's copies have a rhythm of their own. */
function cacheInstant(id: ChannelId, at: Instant): Instant {
  const span = FEED_CACHE_SECONDS * 1000;
  // Whole seconds, because `Age` counts in them.
  const phase = (hash("feed", id) % FEED_CACHE_SECONDS) * 1000;
  return instant(Math.floor((at - phase) / span) * span + phase);
}

function feedXml(channel: WorldChannel, entries: string): string {
  // At the feed's level the channel's id lacks its first two letters.
  const bare = channel.id.slice(2);
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
 <link rel="self" href="http://www.youtube.com/feeds/videos.xml?channel_id=${channel.id}"/>
 <id>yt:channel:${bare}</id>
 <yt:channelId>${bare}</yt:channelId>
 <title>${escapeXml(channel.title)}</title>
 <link rel="alternate" href="https://www.youtube.com/channel/${channel.id}"/>
 <author>
  <name>${escapeXml(channel.title)}</name>
  <uri>https://www.youtube.com/channel/${channel.id}</uri>
 </author>
 <published>${feedTime(channel.createdAt)}</published>
${entries}</feed>
`;
}

function entryXml(world: World, channel: WorldChannel, video: WorldVideo, at: Instant): string {
  const text = world.textOf(video.id, at);
  const counters = world.countersAt(video.id, at, "feed");
  const title = escapeXml(text?.title ?? "");
  const path = video.format === "short" ? `shorts/${video.id}` : `watch?v=${video.id}`;
  const publishedAt = publishedAtAt(video, at);
  const statistics = counters?.views == null ? "" : `\n    <media:statistics views="${counters.views}"/>`;
  return ` <entry>
  <id>yt:video:${video.id}</id>
  <yt:videoId>${video.id}</yt:videoId>
  <yt:channelId>${channel.id}</yt:channelId>
  <title>${title}</title>
  <link rel="alternate" href="https://www.youtube.com/${path}"/>
  <author>
   <name>${escapeXml(channel.title)}</name>
   <uri>https://www.youtube.com/channel/${channel.id}</uri>
  </author>
  <published>${feedTime(publishedAt)}</published>
  <updated>${feedTime(updatedAt(world, video, at))}</updated>
  <media:group>
   <media:title>${title}</media:title>
   <media:content url="https://www.youtube.com/v/${video.id}?version=3" type="application/x-shockwave-flash" width="640" height="390"/>
   <media:thumbnail url="https://i${(hash(video.id) % 4) + 1}.ytimg.com/vi/${video.id}/hqdefault.jpg" width="480" height="360"/>
   <media:description>${escapeXml(text?.description ?? "")}</media:description>
   <media:community>
    <media:starRating count="${counters?.likes ?? 0}" average="5.00" min="1" max="5"/>${statistics}
   </media:community>
  </media:group>
 </entry>
`;
}

import type { ChannelId } from "#domain/channel.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import { type Query, readParts } from "./query.ts";
import { hash } from "./random.ts";
import type { Answer } from "./refusal.ts";
import { invalidFilters, noFilter } from "./request-refusals.ts";
import { wireTime } from "./wire-time.ts";
import { isPublic, uploadsPlaylistOf, type World, type WorldChannel } from "./world.ts";

const PARTS: ReadonlySet<string> = new Set(
  "auditDetails brandingSettings contentDetails contentOwnerDetails id localizations snippet statistics status topicDetails".split(
    " ",
  ),
);

/**
 * `channels.list` by id or handle. The items come in an order of YouTube's own, all at once whatever `maxResults`
 * says, and where none is found there is no `items` at all.
 */
export function listChannels(world: World, query: Query, at: Instant): Answer {
  const parts = readParts(query, PARTS);
  if ("status" in parts) return parts;
  const ids = query.list("id");
  const handle = query.one("forHandle");
  if (ids.length === 0 && handle === null) {
    return noFilter([
      "forUsername",
      "forHandle",
      "managedByMe",
      "categoryId",
      "mine",
      "mySubscribers",
      "id",
      "idParam",
    ]);
  }
  if (ids.length > IDS_PER_CALL || (ids.length > 0 && handle !== null)) return invalidFilters;
  const found =
    handle === null
      ? [...new Set(ids)].map((id) => world.channel(id as ChannelId))
      : [world.channelByHandle(handle.startsWith("@") ? handle : `@${handle}`)];
  const items = found
    .filter((channel) => channel !== null)
    .toSorted((a, b) => hash("order", a.id, ids.length) - hash("order", b.id, ids.length))
    .map((channel) => channelResource(world, channel, at, parts));
  return {
    status: 200,
    body: {
      kind: "youtube#channelListResponse",
      etag: "",
      pageInfo: { totalResults: items.length, resultsPerPage: 5 },
      ...(items.length > 0 ? { items } : {}),
    },
  };
}

function channelResource(world: World, channel: WorldChannel, at: Instant, parts: ReadonlySet<string>): object {
  return {
    kind: "youtube#channel",
    etag: "",
    id: channel.id,
    ...(parts.has("snippet") ? { snippet: snippetOf(channel) } : {}),
    ...(parts.has("contentDetails")
      ? { contentDetails: { relatedPlaylists: { likes: "", uploads: uploadsPlaylistOf(channel.id) } } }
      : {}),
    ...(parts.has("statistics") ? { statistics: statisticsOf(world, channel, at) } : {}),
    ...(parts.has("brandingSettings")
      ? { brandingSettings: { channel: { title: channel.title, ...keywordsOf(world, channel, at) } } }
      : {}),
    ...(parts.has("topicDetails") ? { topicDetails: { topicCategories: topicsOf(world, channel, at) } } : {}),
    ...(parts.has("status") ? { status: { privacyStatus: "public", madeForKids: false } } : {}),
  };
}

/** What the newest video says of the channel; `null` = nothing is public. */
function newestText(world: World, channel: WorldChannel, at: Instant) {
  const newest = world.uploadsOf(channel.id, at).find((video) => isPublic(video, at));
  return newest ? world.textOf(newest.id, at) : null;
}

/** Owners name what they tag; a phrase stands in quotes. */
function keywordsOf(world: World, channel: WorldChannel, at: Instant): object {
  const tags = newestText(world, channel, at)?.tags.slice(0, 5) ?? [];
  const keywords = tags.map((tag) => (/\s/.test(tag) ? `"${tag}"` : tag)).join(" ");
  return keywords === "" ? {} : { keywords };
}

/** YouTube assigns topics by what is published; they are addresses of Wikipedia's pages. */
function topicsOf(world: World, channel: WorldChannel, at: Instant): readonly string[] {
  const topic = TOPIC_OF_CATEGORY[newestText(world, channel, at)?.categoryId ?? ""];
  return topic === undefined ? [] : [`https://en.wikipedia.org/wiki/${topic}`];
}

const TOPIC_OF_CATEGORY: Readonly<Record<string, string>> = {
  1: "Film",
  2: "Vehicle",
  10: "Music",
  15: "Pet",
  17: "Sport",
  19: "Tourism",
  20: "Video_game_culture",
  22: "Lifestyle_(sociology)",
  23: "Humour",
  24: "Entertainment",
  25: "Politics",
  26: "Hobby",
  27: "Knowledge",
  28: "Technology",
  29: "Religion",
};

function snippetOf(channel: WorldChannel): object {
  const { title, description, handle, country, createdAt } = channel;
  const picture = (size: number) => ({ ...pictureOf(channel.id, size), width: size, height: size });
  return {
    title,
    description,
    customUrl: handle,
    publishedAt: wireTime(createdAt),
    thumbnails: { default: picture(88), medium: picture(240), high: picture(800) },
    localized: { title, description },
    ...(country === null ? {} : { country }),
  };
}

/** A channel's picture, as lists of other endpoints show it: without its measures. */
export const pictureOf = (id: ChannelId, size: number) => ({
  url: `https://yt3.ggpht.com/${id.slice(2)}=s${size}-c-k-c0x00ffffff-no-rj`,
});

function statisticsOf(world: World, channel: WorldChannel, at: Instant): object {
  const counters = world.channelCountersAt(channel.id, at);
  const subscribers = counters?.subscribers ?? null;
  return {
    viewCount: String(counters?.views ?? 0),
    ...(subscribers === null ? {} : { subscriberCount: String(subscribers) }),
    hiddenSubscriberCount: subscribers === null,
    videoCount: String(counters?.videoCount ?? 0),
  };
}

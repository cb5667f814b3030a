import { z } from "zod";
import type { ChannelDescription } from "#domain/channel.ts";
import type { ChannelCount } from "#domain/reply.ts";
import { count, flag, optionalInstant, optionalText, part, text, thumbnail } from "./wire-fields.ts";
import { channelId } from "./wire-ids.ts";
import { type Parsed, readItems } from "./wire-list.ts";

/** `maxResults` is left out: channels asked for by id all come whatever it says (docs/youtube-api.md). */
export const CHANNEL_QUERY = {
  part: "id,snippet,contentDetails,statistics,topicDetails,brandingSettings",
  fields:
    "kind,items(id,snippet(title,description,customUrl,publishedAt,thumbnails,country,defaultLanguage)," +
    "contentDetails(relatedPlaylists(uploads)),statistics(viewCount,subscriberCount,hiddenSubscriberCount,videoCount)," +
    "topicDetails(topicCategories),brandingSettings(channel(keywords)))",
} as const;

export const CHANNEL_COUNT_QUERY = {
  part: "id,statistics",
  fields: "kind,items(id,statistics(viewCount,subscriberCount,hiddenSubscriberCount,videoCount))",
} as const;

/** YouTube's own channel, which will be there: a request for its id is as cheap as any, and right for every key. */
export const KEY_TEST_QUERY = { part: "id", id: "UCBR8-60-B28hp2BmDPdntcQ", fields: "kind,items(id)" } as const;

const KIND = /^youtube#channelListResponse$/;

const counters = part({
  viewCount: count,
  subscriberCount: count,
  hiddenSubscriberCount: flag,
  videoCount: count,
}).transform((said) => ({
  views: said?.viewCount ?? null,
  // A hidden count is sent as 0 or not at all.
  subscribers: said?.hiddenSubscriberCount ? null : (said?.subscriberCount ?? null),
  videoCount: said?.videoCount ?? null,
}));

const counted = z
  .object({ id: channelId, statistics: counters })
  .transform(({ id, statistics }): ChannelCount => ({ id, ...statistics }));

const described = z
  .object({
    id: channelId,
    snippet: part({
      title: text,
      description: text,
      customUrl: optionalText,
      publishedAt: optionalInstant,
      thumbnails: thumbnail,
      country: optionalText,
      defaultLanguage: optionalText,
    }),
    contentDetails: part({ relatedPlaylists: part({ uploads: optionalText }) }),
    statistics: counters,
    topicDetails: part({ topicCategories: z.array(z.unknown()).catch([]) }),
    brandingSettings: part({ channel: part({ keywords: text }) }),
  })
  .transform(
    ({ id, snippet, contentDetails, statistics, topicDetails, brandingSettings }): ChannelDescription => ({
      id,
      title: snippet?.title ?? "",
      description: snippet?.description ?? "",
      // A custom URL without @ is a name of the time before handles; it cannot be looked up.
      handle: snippet?.customUrl?.startsWith("@") ? snippet.customUrl.toLowerCase() : null,
      country: snippet?.country ?? null,
      publishedAt: snippet?.publishedAt ?? null,
      thumbnailUrl: snippet?.thumbnails ?? null,
      uploadsPlaylistId: contentDetails?.relatedPlaylists?.uploads ?? null,
      counters: statistics,
      declaredLanguage: snippet?.defaultLanguage ?? null,
      topics: (topicDetails?.topicCategories ?? []).flatMap(topicOf),
      keywords: keywordsIn(brandingSettings?.channel?.keywords ?? ""),
    }),
  );

/** Topics are told as addresses of Wikipedia's pages. */
const topicOf = (address: unknown): readonly string[] =>
  typeof address === "string" ? (/\/wiki\/([^/?#\s]{1,100})$/.exec(address)?.slice(1) ?? []) : [];

/** Keywords are words by blanks, and phrases in quotes. */
const keywordsIn = (said: string): readonly string[] => [
  ...new Set(
    [...said.matchAll(/"([^"]+)"|([^\s"]+)/g)].map(([, phrase, word]) => (phrase ?? word ?? "").trim()).filter(Boolean),
  ),
];

/** Reads `channels.list` with statistics only. */
export function readChannelCountsAnswer(body: string): Parsed<readonly ChannelCount[]> {
  return readItems(body, KIND, counted);
}

/** Reads the answer to `KEY_TEST_QUERY`: that there is one says it all. */
export function readKeyTestAnswer(body: string): Parsed<null> {
  const read = readItems(body, KIND, z.object({ id: z.string() }));
  return read.kind === "parsed" ? { kind: "parsed", body: null } : read;
}

/** Reads `channels.list` with the parts of `CHANNEL_QUERY`; a channel that does not exist is no item. */
export function readChannelsAnswer(body: string): Parsed<readonly ChannelDescription[]> {
  return readItems(body, KIND, described);
}

import type { ChannelId } from "#domain/channel.ts";
import type { Links } from "./links.ts";
import { type Query, readParts } from "./query.ts";
import { hash } from "./random.ts";
import type { Answer } from "./refusal.ts";
import { channelOfSectionsNotFound, noFilter } from "./request-refusals.ts";
import type { World } from "./world.ts";

const PARTS: ReadonlySet<string> = new Set(["contentDetails", "id", "snippet"]);

/** `channelSections.list` of a channel: a shelf of its newest uploads and, of a few, one of other channels. No pages. */
export function listChannelSections(world: World, links: Links, query: Query): Answer {
  const parts = readParts(query, PARTS);
  if ("status" in parts) return parts;
  const channelId = query.one("channelId");
  if (channelId === null) return noFilter(["channelId", "id", "mine"]);
  const channel = world.channel(channelId as ChannelId);
  if (channel === null) return channelOfSectionsNotFound;
  const featured = links.featuredBy(channel);
  const shelves = [
    { type: "recentUploads" },
    ...(featured.length > 0
      ? [{ type: "multipleChannels", title: "Friends", channels: featured.map(({ id }) => id) }]
      : []),
  ];
  const items = shelves.map(({ type, title, channels }: Shelf, position) => ({
    kind: "youtube#channelSection",
    etag: "",
    id: `${channel.id}.${hash("section", channel.id, position).toString(16)}`,
    ...(parts.has("snippet")
      ? { snippet: { type, channelId: channel.id, ...(title === undefined ? {} : { title }), position } }
      : {}),
    ...(parts.has("contentDetails") && channels ? { contentDetails: { channels } } : {}),
  }));
  return { status: 200, body: { kind: "youtube#channelSectionListResponse", etag: "", items } };
}

interface Shelf {
  readonly type: string;
  readonly title?: string;
  readonly channels?: readonly ChannelId[];
}

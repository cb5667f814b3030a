import type { ChannelId } from "#domain/channel.ts";
import { type Instant, milliseconds, plus } from "#domain/time.ts";
import { pictureOf } from "./channels-endpoint.ts";
import type { Links } from "./links.ts";
import { offsetIn, offsetToken } from "./page-tokens.ts";
import { type Query, readMaxResults, readParts } from "./query.ts";
import { hash, share } from "./random.ts";
import type { Answer } from "./refusal.ts";
import { invalidPageToken, noFilter, subscriberNotFound, subscriptionForbidden } from "./request-refusals.ts";
import { wireTime } from "./wire-time.ts";
import type { World, WorldChannel } from "./world.ts";

const PARTS: ReadonlySet<string> = new Set(["contentDetails", "id", "snippet", "subscriberSnippet"]);

/** `subscriptions.list` of a channel: most are private, and refused. `order` is read by nobody who has no account. */
export function listSubscriptions(world: World, links: Links, query: Query, at: Instant): Answer {
  const parts = readParts(query, PARTS);
  if ("status" in parts) return parts;
  const maxResults = readMaxResults(query);
  if (typeof maxResults !== "number") return maxResults;
  const channelId = query.one("channelId");
  if (channelId === null) return noFilter(["channelId", "id", "mine", "myRecentSubscribers", "mySubscribers"]);
  const channel = world.channel(channelId as ChannelId);
  if (channel === null) return subscriberNotFound;
  const token = query.one("pageToken");
  const offset = token === null ? 0 : offsetIn(token);
  if (offset === null) return invalidPageToken;
  const all = links.subscriptionsOf(channel);
  if (all === null) return subscriptionForbidden;
  const next = offset + maxResults;
  return {
    status: 200,
    body: {
      kind: "youtube#subscriptionListResponse",
      etag: "",
      ...(next < all.length && maxResults > 0 ? { nextPageToken: offsetToken(next, false) } : {}),
      ...(offset > 0 ? { prevPageToken: offsetToken(Math.max(0, offset - maxResults), true) } : {}),
      pageInfo: { totalResults: all.length, resultsPerPage: maxResults },
      items: all.slice(offset, next).map((other) => resource(world, channel, other, at, parts)),
    },
  };
}

function resource(
  world: World,
  channel: WorldChannel,
  other: WorldChannel,
  at: Instant,
  parts: ReadonlySet<string>,
): object {
  const since = share("subscribed", channel.id, other.id) * (world.startsAt - other.createdAt);
  const { id, title, description } = other;
  return {
    kind: "youtube#subscription",
    etag: "",
    id: [0, 1, 2].map((part) => hash("subscription", channel.id, id, part).toString(36)).join("_"),
    ...(parts.has("snippet")
      ? {
          snippet: {
            publishedAt: wireTime(plus(other.createdAt, milliseconds(since))),
            title,
            description,
            resourceId: { kind: "youtube#channel", channelId: id },
            channelId: channel.id,
            thumbnails: { default: pictureOf(id, 88), medium: pictureOf(id, 240), high: pictureOf(id, 800) },
          },
        }
      : {}),
    ...(parts.has("contentDetails")
      ? {
          contentDetails: {
            totalItemCount: world.channelCountersAt(id, at)?.videoCount ?? 0,
            newItemCount: 0,
            activityType: "all",
          },
        }
      : {}),
  };
}

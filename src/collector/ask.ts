import type { Call } from "#domain/call.ts";
import type { Exchange } from "#domain/reply.ts";
import type { ApiKey } from "#youtube/api-key.ts";
import type { YouTube } from "#youtube/youtube.ts";
import { askChannels } from "./ask-channels.ts";
import { askExplore } from "./ask-explore.ts";

/**
 * Sends a call that has been charged. Every ending is a reply; feeds need no key, everything else does.
 *
 * @param forDiscoveries whether discoveries are kept: they want to know what the channels that are described are written in.
 */
export async function ask(
  youtube: YouTube,
  call: Call,
  key: ApiKey | null,
  forDiscoveries: boolean,
): Promise<Exchange> {
  switch (call.kind) {
    case "sample":
      return { kind: "sample", call, reply: await youtube.readStatistics(call.via, call.videoIds, paid(key)) };
    case "describe":
      return { kind: "describe", call, reply: await youtube.describeVideos(call.videoIds, paid(key)) };
    case "count":
      return { kind: "count", call, reply: await youtube.countUploads(call.channelIds, paid(key)) };
    case "resolve":
      return {
        kind: "resolve",
        call,
        reply: forDiscoveries
          ? await askChannels(youtube, call.refs, paid(key))
          : await youtube.describeChannels(call.refs, paid(key)),
      };
    case "uploads":
      return { kind: "uploads", call, reply: await youtube.listUploads(call.playlistId, call.pageToken, paid(key)) };
    case "search": {
      const { filters, publishedAfter, publishedBefore, pageToken } = call;
      const query = { filters, publishedAfter, publishedBefore, pageToken };
      return { kind: "search", call, reply: await youtube.searchVideos(query, paid(key)) };
    }
    case "chart":
      return { kind: "chart", call, reply: await youtube.readChart(call.filters, call.pageToken, paid(key)) };
    case "explore":
      return { kind: "explore", call, reply: await askExplore(youtube, call, paid(key)) };
    case "survey":
      return { kind: "survey", call, reply: await askChannels(youtube, call.refs, paid(key)) };
    case "test":
      return { kind: "test", call, reply: await youtube.testKey(paid(key)) };
    case "feed":
      return { kind: "feed", call, reply: await youtube.readFeed(call.channelId) };
    case "subscribe":
      return { kind: "subscribe", call, reply: await youtube.subscribe(call.channelId) };
  }
}

function paid(key: ApiKey | null): ApiKey {
  if (!key) throw new Error("A call that costs units was charged without a key.");
  return key;
}

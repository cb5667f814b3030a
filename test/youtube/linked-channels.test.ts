import { describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import type { ChannelId } from "#domain/channel.ts";
import type { LinkedPage, Reply } from "#domain/reply.ts";
import { days, instant, minus, seconds } from "#domain/time.ts";
import { Links } from "#simulation/links.ts";
import { startVirtualYouTube } from "#simulation/server.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { dataApi } from "#youtube/data-api.ts";
import { key } from "./error-answers.ts";

const NOW = instant(Date.UTC(2026, 9, 21, 12));
const clock = { ...systemClock, now: () => NOW };

async function start() {
  const world = syntheticWorld({ seed: 7, channels: 60, from: minus(NOW, days(20)), until: NOW });
  const projects = [{ consumer: "projects/1", keys: [key.reveal()] }];
  const server = await startVirtualYouTube({ world, clock, projects });
  const youtube = dataApi({ youtubeUrl: server.url, feedsUrl: server.url, hub: null, clock, timeout: seconds(30) });
  return { world, links: new Links(world), youtube, [Symbol.asyncDispose]: () => server.close() };
}

/** All channels of a list, page by page; the reason of the refusal when it is one. */
async function allOf(
  read: (token: string | null) => Promise<Reply<LinkedPage>>,
): Promise<readonly ChannelId[] | string> {
  const ids: ChannelId[] = [];
  let token: string | null = null;
  do {
    const reply = await read(token);
    if (reply.kind === "refused") return reply.reason;
    if (reply.kind !== "answered") throw new Error(`the list ended as ${reply.kind}`);
    ids.push(...reply.body.channels.map(({ id }) => id));
    token = reply.body.nextPageToken;
  } while (token !== null);
  return ids;
}

describe("our client and the virtual YouTube agree on", () => {
  it("whom a channel subscribes to and shows, and on private lists, of which no key is blamed", async () => {
    await using at = await start();
    const { world, links, youtube } = at;
    let open = 0;
    for (const channel of world.channels) {
      const subscriptions = await allOf((token) => youtube.listSubscriptions(channel.id, token, key));
      const truth = links.subscriptionsOf(channel)?.map(({ id }) => id) ?? "subscriptionForbidden";
      expect(subscriptions).toEqual(truth);
      if (typeof truth !== "string") open += 1;
      const featured = await allOf(() => youtube.listFeatured(channel.id, key));
      expect(featured).toEqual(links.featuredBy(channel).map(({ id }) => id));
    }
    expect(open).toBeGreaterThan(0);
    const nobody = "UCAAAAAAAAAAAAAAAAAAAAAA" as ChannelId;
    expect(await allOf((token) => youtube.listSubscriptions(nobody, token, key))).toBe("subscriberNotFound");
    expect(await allOf((token) => youtube.listCommenters(nobody, token, key))).toBe("channelNotFound");
  });

  it("who comments on a channel's newest videos", async () => {
    await using at = await start();
    const { world, links, youtube } = at;
    let told = 0;
    for (const channel of world.channels.slice(0, 12)) {
      const authors = await allOf((token) => youtube.listCommenters(channel.id, token, key));
      const newest = world.uploadsOf(channel.id, NOW).slice(0, 20);
      const possible = new Set(
        newest.flatMap((video) => Array.from({ length: 400 }, (_, nth) => links.commenterOf(video, channel, nth).id)),
      );
      for (const author of authors) expect(possible).toContain(author);
      told += authors.length;
    }
    expect(told).toBeGreaterThan(100);
  });
});

import { describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import type { UploadsPage } from "#domain/reply.ts";
import { days, instant, minus, seconds } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { startVirtualYouTube } from "#simulation/server.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { dataApi } from "#youtube/data-api.ts";
import { key } from "./error-answers.ts";

/** A world that stands still, so that what is asked twice is answered alike. */
const NOW = instant(Date.UTC(2026, 9, 21, 12));
const clock = { ...systemClock, now: () => NOW };
const CONSUMER = "projects/368441505633";

async function start(limits = {}) {
  const world = syntheticWorld({ seed: 7, channels: 5, from: minus(NOW, days(60)), until: NOW });
  const server = await startVirtualYouTube({
    world,
    clock,
    projects: [{ consumer: CONSUMER, keys: [key.reveal()], limits }],
  });
  const youtube = dataApi({ youtubeUrl: server.url, feedsUrl: server.url, hub: null, clock, timeout: seconds(30) });
  const channel = world.channels.find(({ id }) => world.uploadsOf(id, NOW).length > 60) ?? world.channels[0];
  if (!channel) throw new Error("a world without channels");
  return { world, youtube, channel, [Symbol.asyncDispose]: () => server.close() };
}

const bodyOf = <Body>(reply: { kind: string; body?: Body }): Body => {
  expect(reply).toMatchObject({ kind: "answered" });
  return reply.body as Body;
};

describe("our client and the virtual YouTube", () => {
  it("agree on a channel, by id and by handle, and on one that does not exist", async () => {
    await using at = await start();
    const { world, youtube, channel } = at;
    const [described] = bodyOf(await youtube.describeChannels([{ kind: "id", id: channel.id }], key));
    expect(described).toMatchObject({ id: channel.id, counters: world.channelCountersAt(channel.id, NOW) });
    expect(bodyOf(await youtube.describeChannels([{ kind: "handle", handle: described?.handle ?? "" }], key))).toEqual([
      described,
    ]);
    expect(bodyOf(await youtube.describeChannels([{ kind: "handle", handle: "@nobody.at.all" }], key))).toEqual([]);
    const ids = world.channels.map(({ id }) => id);
    const counted = bodyOf(await youtube.countUploads(ids, key));
    expect(new Map(counted.map(({ id, ...counters }) => [id, counters]))).toEqual(
      new Map(ids.map((id) => [id, world.channelCountersAt(id, NOW)])),
    );
  });

  it("agree on every upload of a channel, over all pages, and on its counters and texts", async () => {
    await using at = await start();
    const { world, youtube, channel } = at;
    const listed: VideoId[] = [];
    const playlist = `UU${channel.id.slice(2)}`;
    let token: string | null = null;
    do {
      const page: UploadsPage = bodyOf(await youtube.listUploads(playlist, token, key));
      expect(page.total).toBe(world.playlistOf(channel.id, NOW).length);
      // What is gone keeps its place for some days, without a date.
      listed.push(...page.items.flatMap(({ videoId, publishedAt }) => (publishedAt === null ? [] : [videoId])));
      token = page.nextPageToken;
    } while (token !== null);
    expect(new Set(listed)).toEqual(new Set(world.uploadsOf(channel.id, NOW).map(({ id }) => id)));
    const some = listed.slice(0, 49);
    for (const via of ["batch", "list"] as const) {
      const read = bodyOf(await youtube.readStatistics(via, [...some, "neverWasOne" as VideoId], key));
      expect(new Map(read.map(({ id, ...counters }) => [id, counters]))).toEqual(
        new Map(some.map((id) => [id, world.countersAt(id, NOW)])),
      );
    }
    for (const video of bodyOf(await youtube.describeVideos(some, key))) {
      const { title, description, tags } = world.textOf(video.id, NOW) ?? {};
      const { startAt, portrait, format } = world.video(video.id) ?? {};
      expect(video).toMatchObject({
        channelId: channel.id,
        title,
        description,
        tags,
        counters: world.countersAt(video.id, NOW),
      });
      // The protocol writes whole seconds, and cuts the rest off.
      if (format !== "live")
        expect(video).toMatchObject({ portrait, publishedAt: Math.floor((startAt ?? 0) / 1000) * 1000 });
    }
    const { entries } = bodyOf(await youtube.readFeed(channel.id));
    expect(entries).toHaveLength(15);
    for (const { videoId, title } of entries) expect(title).toBe(world.textOf(videoId, NOW)?.title);
  });

  it("agree on what a spent bucket and a wrong key are", async () => {
    await using at = await start({ batch: 0, default: 0, search: 0 });
    const { youtube, channel } = at;
    const video = "neverWasOne" as VideoId;
    const query = {
      filters: { q: "x", order: "date" as const },
      publishedAfter: null,
      publishedBefore: null,
      pageToken: null,
    };
    expect(await youtube.readStatistics("batch", [video], key)).toMatchObject({
      kind: "quotaSpent",
      bucket: "batch",
      consumer: CONSUMER,
    });
    expect(await youtube.readStatistics("list", [video], key)).toMatchObject({ kind: "quotaSpent", bucket: "default" });
    expect(await youtube.searchVideos(query, key)).toMatchObject({ kind: "quotaSpent", bucket: "search" });
    const other = ApiKey.parse("another_key-0123456789") as ApiKey;
    expect(await youtube.countUploads([channel.id], other)).toMatchObject({
      kind: "keyRefused",
      reason: "API_KEY_INVALID",
    });
  });
});

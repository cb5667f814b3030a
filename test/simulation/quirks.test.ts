import { youtube, type youtube_v3 } from "@googleapis/youtube";
import { describe, expect, it } from "vitest";
import { days, hours, type Instant, instant, minus, minutes, plus, seconds } from "#domain/time.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { isLingering, isPublic, uploadsPlaylistOf } from "#simulation/world.ts";
import { KEY, NOW, passTo, serve, WORLD } from "./virtual-youtube.ts";

const everything = WORLD.videosStartedBetween(instant(0), WORLD.endsAt);
const wire = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** Google's own client, before a world that may be another one and at another time. */
async function client(options: Parameters<typeof serve>[0] = {}) {
  const server = await serve(options);
  return { ...server, api: youtube({ version: "v3", auth: KEY, rootUrl: `${server.url}/` }) };
}

/** The first of some, which there must be. */
function one<T>(found: readonly T[]): T {
  if (found[0] === undefined) throw new Error("The world has none of these");
  return found[0];
}

describe("what owners change", () => {
  const renamed = everything.flatMap((video) => {
    const edits = WORLD.editsOf(video.id).filter(({ change, at }) => change.title && isPublic(video, at) && at < NOW);
    const isFeedable = WORLD.uploadsOf(video.channelId, NOW).slice(0, 10).includes(video);
    return edits.length === 1 && isFeedable ? [{ video, at: one(edits).at }] : [];
  });

  it("shows in descriptions and etags from its instant on", async () => {
    const { video, at } = one(renamed);
    const { json, clock } = await serve({ at: minus(at, seconds(1)) });
    const path = `/youtube/v3/videos?part=snippet&id=${video.id}`;
    const before = (await json(path)).body;
    await passTo(clock, at);
    const after = (await json(path)).body;
    expect(before.items[0].snippet.title).toBe(WORLD.textOf(video.id, minus(at, seconds(1)))?.title);
    expect(after.items[0].snippet.title).toBe(WORLD.textOf(video.id, at)?.title);
    expect(after.items[0].snippet.title).not.toBe(before.items[0].snippet.title);
    expect(after.etag).not.toBe(before.etag);
    expect(after.items[0].etag).not.toBe(before.items[0].etag);
  });

  it("shows in feeds with the instant of the edit as `updated`, and in search under the new words only", async () => {
    const { video, at } = one(renamed);
    const { get, json } = await serve({ at: plus(NOW, hours(1)) });
    const xml = await (await get(`/feeds/videos.xml?channel_id=${video.channelId}`, {})).text();
    const entry = xml.split("<entry>").find((part) => part.includes(video.id));
    expect(entry).toContain(`<updated>${wire(at).replace("Z", "+00:00")}</updated>`);
    const wordsAt = (then: Instant) =>
      new Set((WORLD.textOf(video.id, then)?.title ?? "").toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu));
    const tags = new Set((WORLD.textOf(video.id, at)?.tags ?? []).join(" ").toLowerCase().split(/\W+/u));
    const lost = [...wordsAt(minus(at, seconds(1)))].filter((word) => !wordsAt(at).has(word) && !tags.has(word));
    const found = async (q: string, then: Instant): Promise<boolean> => {
      const { body } = await json(
        `/youtube/v3/search?part=id&type=video&maxResults=50&channelId=${video.channelId}&q=${encodeURIComponent(q)}&publishedBefore=${wire(then)}&publishedAfter=${wire(video.startAt)}`,
      );
      return body.items.some((hit: { id: { videoId: string } }) => hit.id.videoId === video.id);
    };
    const until = plus(video.startAt, minutes(1));
    for (const word of lost) expect(await found(word, until)).toBe(false);
    expect(await found([...wordsAt(at)].join(" "), until)).toBe(true);
  });

  it("changes the names of replaced thumbnails", async () => {
    const replaced = everything.find((video) => {
      const edits = WORLD.editsOf(video.id).filter(({ change }) => change.thumbnail !== undefined);
      return edits.some(({ at }) => at < NOW) && isPublic(video, NOW);
    });
    const { api } = await client();
    const { data } = await api.videos.list({ part: ["snippet"], id: [replaced?.id ?? ""] });
    expect(data.items?.[0]?.snippet?.thumbnails?.high?.url).toMatch(/hqdefault_custom_1\.jpg$/);
  });

  it("takes unlisted videos out of lists, feeds and searches, and not from those who know the id", async () => {
    const video = one(
      everything.filter(({ unlistedAt, goneAt }) => unlistedAt !== null && unlistedAt < NOW && !goneAt),
    );
    const { api, get } = await client();
    const { data } = await api.videos.list({ part: ["status", "statistics"], id: [video.id] });
    expect(data.items?.[0]?.status?.privacyStatus).toBe("unlisted");
    expect(data.items?.[0]?.statistics?.viewCount).toBeDefined();
    const listed = await api.playlistItems.list({
      part: ["id"],
      playlistId: uploadsPlaylistOf(video.channelId),
      videoId: video.id,
    });
    expect(listed.data.items).toEqual([]);
    expect(await (await get(`/feeds/videos.xml?channel_id=${video.channelId}`, {})).text()).not.toContain(video.id);
  });
});

describe("videos that are gone", () => {
  it("may keep their place in the uploads list for days, without date, title and owner, and then lose it", async () => {
    const lingering = everything.filter((video) => isLingering(video, plus(video.goneAt ?? NOW, hours(1))));
    const titles = new Set<string | null | undefined>();
    for (const video of lingering.slice(0, 10)) {
      const ask = async (at: Instant) => {
        const { api } = await client({ at });
        const params: youtube_v3.Params$Resource$Playlistitems$List = {
          part: ["snippet", "contentDetails"],
          playlistId: uploadsPlaylistOf(video.channelId),
          videoId: video.id,
        };
        return (await api.playlistItems.list(params)).data.items ?? [];
      };
      const [item] = await ask(plus(video.goneAt ?? NOW, hours(1)));
      expect(item?.contentDetails).toEqual({ videoId: video.id });
      expect(item?.snippet?.publishedAt).toMatch(/Z$/);
      expect(item?.snippet).not.toHaveProperty("videoOwnerChannelId");
      titles.add(item?.snippet?.title);
      expect(await ask(video.lingersUntil ?? NOW)).toEqual([]);
    }
    expect(titles).toEqual(new Set(["Private video", "Deleted video"]));
  });
});

describe("the chart of most popular videos", () => {
  it("pages through what gained most in a day, by region and category, 200 at most", async () => {
    const { api, books } = await client();
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const params: youtube_v3.Params$Resource$Videos$List = {
        part: ["snippet", "statistics"],
        chart: "mostPopular",
        regionCode: "US",
        videoCategoryId: "24",
        maxResults: 3,
      };
      const { data } = await api.videos.list(pageToken ? { ...params, pageToken } : params);
      expect(data.items?.every(({ snippet }) => snippet?.categoryId === "24")).toBe(true);
      seen.push(...(data.items ?? []).map(({ id }) => id ?? ""));
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken);
    expect(new Set(seen).size).toBe(seen.length);
    expect(books()[0]).toMatchObject({ bucket: "default", units: Math.ceil(seen.length / 3) });
    const viewsOf = (id: string, at: Instant) => WORLD.countersAt(id as never, at)?.views ?? 0;
    const gains = seen.map((id) => viewsOf(id, NOW) - viewsOf(id, minus(NOW, days(1))));
    expect(gains.length).toBeGreaterThan(3);
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    const refused = api.videos.list({ part: ["id"], chart: "mostPopular", videoCategoryId: "99" }, { retry: false });
    await expect(refused).rejects.toMatchObject({ status: 404 });
  });
});

describe("the display of counters", () => {
  it("may be coarser by batch statistics than by videos.list, where a world says so; otherwise they are alike", () => {
    const options = { seed: 5, channels: 30, from: WORLD.startsAt, until: WORLD.endsAt };
    const coarse = syntheticWorld({ ...options, batchRefreshFactor: 10 });
    const young = WORLD.videosStartedBetween(WORLD.startsAt, NOW).slice(0, 40);
    const steps = (world: typeof WORLD, source: "batch" | "list") =>
      young.reduce((sum, { id, startAt }) => {
        const ages = Array.from({ length: 120 }, (_, i) =>
          world.countersAt(id, plus(startAt, seconds(30 * i)), source),
        );
        return sum + new Set(ages.map((counters) => counters?.views)).size;
      }, 0);
    expect(steps(coarse, "list")).toBe(steps(WORLD, "list"));
    expect(steps(WORLD, "batch")).toBe(steps(WORLD, "list"));
    expect(steps(coarse, "batch")).toBeLessThan(steps(coarse, "list") / 2);
  });

  it("climbs faster from the day on that every start counts, and likes do not notice", () => {
    const change = instant(Date.UTC(2026, 7, 24));
    const from = minus(change, days(20));
    const world = syntheticWorld({ seed: 5, channels: 60, from, until: plus(change, days(20)) });
    const ratios = world.videosStartedBetween(from, minus(change, days(2))).flatMap((video) => {
      if (video.format !== "long" || video.goneAt !== null) return [];
      const gain = (of: "views" | "likes") => {
        const at = (day: number) => world.countersAt(video.id, plus(change, days(day)))?.[of] ?? 0;
        return (at(3) - at(0)) / Math.max(1, at(0) - at(-1.5));
      };
      return [{ views: gain("views"), likes: gain("likes") }];
    });
    const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
    expect(ratios.length).toBeGreaterThan(40);
    expect(median(ratios.map(({ views, likes }) => views / Math.max(0.01, likes)))).toBeGreaterThan(1.1);
  });
});

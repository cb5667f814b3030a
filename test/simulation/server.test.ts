import { describe, expect, it } from "vitest";
import { quotaDay } from "#domain/quota.ts";
import { isVisible, liveStateAt, uploadsPlaylistOf } from "#simulation/world.ts";
import { busiestChannel, KEY, NOW, passTo, serve, visibleIds, WORLD } from "./virtual-youtube.ts";

const ids = visibleIds(50);
const channel = busiestChannel();
const uploads = uploadsPlaylistOf(channel.id);
const STATISTICS = `/youtube/v3/videos?part=statistics&id=${ids.join(",")}`;

describe("the virtual YouTube's protocol", () => {
  it("says of counters exactly what the world says, by either method", async () => {
    const { json } = await serve();
    const truth = ids.map((id) => WORLD.countersAt(id, NOW));
    for (const path of [STATISTICS, `/youtube/v3/videos:batchGetStats?part=statistics&id=${ids.join(",")}`]) {
      const { body } = await json(path);
      const said = (id: string) => body.items.find((resource: { id: string }) => resource.id === id).statistics;
      const read = (text: string | undefined) => (text === undefined ? null : Number(text));
      expect(
        ids.map(said).map(({ viewCount, likeCount, commentCount }) => ({
          views: read(viewCount),
          likes: read(likeCount),
          comments: read(commentCount),
        })),
      ).toEqual(truth);
    }
  });

  it("takes arrays with commas, repeated, and both mixed", async () => {
    const { json } = await serve();
    const [a, b, c] = ids;
    for (const query of [`id=${a},${b},${c}`, `id=${a}&id=${b}&id=${c}`, `id=${a},${b}&id=${c}`]) {
      const { body } = await json(`/youtube/v3/videos?part=id&part=snippet,statistics&${query}`);
      expect(body.items.map((resource: { id: string }) => resource.id)).toEqual([a, b, c]);
      expect(body.pageInfo).toEqual({ totalResults: 3, resultsPerPage: 3 });
    }
  });

  it("drops unknown and vanished ids without a word", async () => {
    const gone = WORLD.videosStartedBetween(WORLD.startsAt, NOW).find(
      (video) => video.goneAt !== null && video.goneAt <= NOW,
    );
    const { json } = await serve();
    const { status, body } = await json(
      `/youtube/v3/videos?part=id&id=${ids[0]},AAAAAAAAAAA,${gone?.id ?? "BBBBBBBBBBB"}`,
    );
    expect(status).toBe(200);
    expect(body.items).toHaveLength(1);
  });

  it("pages through all of a channel's uploads, each exactly once, newest first", async () => {
    const { json } = await serve();
    const seen: string[] = [];
    let token = "";
    do {
      const { body } = await json(
        `/youtube/v3/playlistItems?part=contentDetails&maxResults=50&playlistId=${uploads}${token}`,
      );
      expect(body.items.length).toBeGreaterThan(0);
      seen.push(
        ...body.items.map((resource: { contentDetails: { videoId: string } }) => resource.contentDetails.videoId),
      );
      token = body.nextPageToken ? `&pageToken=${body.nextPageToken}` : "";
    } while (token !== "");
    expect(seen).toEqual(WORLD.playlistOf(channel.id, NOW).map((video) => video.id));
    expect(seen.length).toBeGreaterThan(100);
  });

  it("finds channels by id and handle, and leaves `items` out when there is none", async () => {
    const { json } = await serve();
    const byHandle = await json(
      `/youtube/v3/channels?part=snippet,contentDetails&forHandle=${channel.handle.slice(1).toUpperCase()}`,
    );
    expect(byHandle.body.items[0]).toMatchObject({
      id: channel.id,
      snippet: { title: channel.title, customUrl: channel.handle },
      contentDetails: { relatedPlaylists: { likes: "", uploads } },
    });
    const many = WORLD.channels.slice(0, 30).map(({ id }) => id);
    const byId = await json(`/youtube/v3/channels?part=id&id=${many.join(",")}`);
    const found: string[] = byId.body.items.map((resource: { id: string }) => resource.id);
    expect(found).not.toEqual(many);
    expect(found.toSorted()).toEqual(many.toSorted());
    const none = await json("/youtube/v3/channels?part=id&id=UCxxxxxxxxxxxxxxxxxxxxxx");
    expect(none.body).not.toHaveProperty("items");
    expect(none.body.pageInfo).toEqual({ totalResults: 0, resultsPerPage: 5 });
  });

  it("searches words, newest first, with escaped titles, and stops at 500", async () => {
    const { json } = await serve();
    const seen: { id: { videoId: string }; snippet: { title: string; publishTime: string } }[] = [];
    for (let offset = "", more = true; more; ) {
      const { body } = await json(`/youtube/v3/search?part=snippet&type=video&order=date&maxResults=50${offset}`);
      seen.push(...body.items);
      more = body.nextPageToken !== undefined;
      offset = `&pageToken=${body.nextPageToken}`;
    }
    expect(seen).toHaveLength(500);
    const times = seen.map(({ snippet }) => snippet.publishTime);
    // Nearly: a few stand as if they were up to an hour older or younger.
    const places = times.map((time) => Date.parse(time));
    for (const [place, at] of places.entries())
      expect(at).toBeLessThanOrEqual(Math.min(...places.slice(0, place + 1)) + 2 * 3_600_000);
    const escaped = seen.filter(
      ({ id, snippet }) => WORLD.textOf(id.videoId as (typeof ids)[number], NOW)?.title !== snippet.title,
    );
    expect(escaped.length).toBeGreaterThan(0);
    expect(escaped.every(({ snippet }) => /&(amp|#39|quot);/.test(snippet.title))).toBe(true);
    const after = new Date(NOW - 86_400_000).toISOString();
    const recent = await json(
      `/youtube/v3/search?part=snippet&type=video&order=date&maxResults=50&publishedAfter=${after}`,
    );
    expect(recent.body.items.every((hit: (typeof seen)[number]) => hit.snippet.publishTime >= after.slice(0, 19))).toBe(
      true,
    );
    const nothing = await json("/youtube/v3/search?part=snippet&type=video&q=zzzzzz");
    expect(nothing.body).toMatchObject({ items: [], pageInfo: { totalResults: 0, resultsPerPage: 0 } });
  });

  it("serves feeds of the 15 newest, with links that tell Shorts, no older than its cache and lag", async () => {
    const { get } = await serve();
    const response = await get(`/feeds/videos.xml?channel_id=${channel.id}`, {});
    expect(response.headers.get("cache-control")).toBe("max-age=900");
    const xml = await response.text();
    const entries = [...xml.matchAll(/<yt:videoId>(.+?)<.*?<link rel="alternate" href="(.+?)"/gs)];
    expect(entries).toHaveLength(15);
    for (const [, id, href] of entries) {
      const isShort = WORLD.video(id as (typeof ids)[number])?.format === "short";
      expect(href).toBe(`https://www.youtube.com/${isShort ? `shorts/${id}` : `watch?v=${id}`}`);
    }
    expect(xml).toContain(`<yt:channelId>${channel.id.slice(2)}</yt:channelId>`);
    expect((await get("/feeds/videos.xml?channel_id=UCxxxxxxxxxxxxxxxxxxxxxx", {})).status).toBe(404);
  });

  it("moves publishedAt and the duration of broadcasts as they go live and end", async () => {
    const stream = WORLD.videosStartedBetween(WORLD.startsAt, NOW).find(
      ({ broadcast, goneAt }) => broadcast?.kind === "stream" && !goneAt,
    );
    if (!stream?.broadcast) throw new Error("The world has no stream");
    const describeAt = async (at: typeof NOW) => {
      const { json } = await serve({ at });
      expect(isVisible(stream, at)).toBe(true);
      const { body } = await json(
        `/youtube/v3/videos?part=snippet,contentDetails,liveStreamingDetails&id=${stream.id}`,
      );
      return { state: liveStateAt(stream, at), ...body.items[0] };
    };
    const wire = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
    expect(await describeAt(stream.listedAt)).toMatchObject({
      state: "upcoming",
      snippet: { liveBroadcastContent: "upcoming", publishedAt: wire(stream.listedAt) },
      contentDetails: { duration: "P0D" },
    });
    expect(await describeAt(stream.startAt)).toMatchObject({
      state: "live",
      snippet: { liveBroadcastContent: "live", publishedAt: wire(stream.startAt) },
      contentDetails: { duration: "P0D" },
      liveStreamingDetails: { actualStartTime: wire(stream.startAt) },
    });
    const ended = await describeAt(stream.broadcast.endsAt);
    expect(ended).toMatchObject({ state: "ended", snippet: { liveBroadcastContent: "none" } });
    expect(ended.contentDetails.duration).toMatch(/^PT\d/);
  });

  it("gives etags by content, and 304 to those who have it", async () => {
    const { get, json, clock, books } = await serve();
    const { body } = await json(STATISTICS);
    expect(body.etag).toMatch(/^[A-Za-z0-9_-]{27}$/);
    const again = await get(STATISTICS, { "x-goog-api-key": KEY, "if-none-match": body.etag });
    expect(again.status).toBe(304);
    expect(books()[0]?.units).toBe(2);
    await passTo(clock, quotaDay(NOW).resetsAt);
    expect((await get(STATISTICS, { "x-goog-api-key": KEY, "if-none-match": body.etag })).status).toBe(200);
  });

  it("answers pretty or dense, packed or plain, whole or in the fields asked for", async () => {
    const { get, json } = await serve();
    const pretty = await (await get(STATISTICS)).text();
    const dense = await (await get(`${STATISTICS}&prettyPrint=false`)).text();
    expect(dense.trimEnd()).not.toContain("\n");
    expect(JSON.parse(dense)).toEqual(JSON.parse(pretty));
    const packed = await get(STATISTICS.replace("statistics", "snippet"));
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    const { body } = await json(`${STATISTICS}&fields=items(id,statistics/viewCount)`);
    expect(Object.keys(body)).toEqual(["items"]);
    expect(Object.keys(body.items[0])).toEqual(["id", "statistics"]);
  });

  it("knows no other paths and methods", async () => {
    const { get, url, books } = await serve();
    for (const path of ["/", "/youtube/v3/nothing", "/youtube/v3/videos/", "//", "/%zz"]) {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(response.headers.get("content-type")).toMatch("text/html");
    }
    expect((await fetch(`${url}${STATISTICS}`, { method: "POST" })).status).toBe(404);
    expect(books()).toEqual([]);
  });
});

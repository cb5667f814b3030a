import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Clock } from "#clock.ts";
import type { ChannelId, ChannelRef } from "#domain/channel.ts";
import { seconds } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { dataApi } from "#youtube/data-api.ts";
import { CANARY, key } from "./error-answers.ts";
import { ANSWERED_AT, type Answer, loopback, SENT_AT } from "./loopback.ts";

const VIDEO = "FzefgoF26Ac" as VideoId;
const CHANNEL = "UC7-m6jQLinZQWIbwm9W-1iw" as ChannelId;
const STATS = JSON.stringify({
  kind: "youtube#videoListResponse",
  items: [{ id: VIDEO, statistics: { viewCount: "7" } }],
});

/** What one answer makes of a sampling call. */
async function sample(answer: Answer) {
  await using server = await loopback();
  server.answer = answer;
  return await server.youtube.readStatistics("list", [VIDEO], key);
}

describe("an answer", () => {
  it("is taken to be of the midpoint between request and response", async () => {
    const reply = await sample((response) => response.end(STATS));
    expect(reply).toEqual({
      kind: "answered",
      at: (SENT_AT + ANSWERED_AT) / 2,
      body: [{ id: VIDEO, views: 7, likes: null, comments: null }],
    });
  });

  it("may be compressed", async () => {
    const reply = await sample((response, request) => {
      expect(request.headers["accept-encoding"]).toContain("gzip");
      expect(request.headers["user-agent"]).toContain("gzip");
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(STATS));
    });
    expect(reply.kind).toBe("answered");
  });

  it("about videos that nobody asked for is not read as if those asked for were gone", async () => {
    await using server = await loopback();
    server.answer = (response) => response.end(STATS);
    const other = "_Ek8LoDlsTk" as VideoId;
    expect((await server.youtube.readStatistics("batch", [other], key)).kind).toBe("malformed");
    expect(await server.youtube.readStatistics("batch", [other, VIDEO], key)).toMatchObject({ body: [{ id: VIDEO }] });
  });
});

describe("a fault on the way", () => {
  const slowly: Answer = (response) => response.writeHead(200).write("{");
  it.each<[string, Answer, object]>([
    [
      "a connection that is reset",
      (response) => response.destroy(),
      { kind: "unavailable", detail: "connection failed: UND_ERR_SOCKET" },
    ],
    [
      "a connection that ends within the body",
      (response) => response.writeHead(200, { "content-length": 1000 }).end("{", () => response.destroy()),
      { kind: "unavailable" },
    ],
    [
      "a compressed body that is none",
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(STATS),
      { kind: "unavailable", detail: "connection failed: Z_DATA_ERROR" },
    ],
    [
      "HTML instead of JSON",
      (response) => response.end("<html><body>Sorry</body></html>"),
      { kind: "malformed", detail: "not a list of YouTube's: Sorry" },
    ],
    ["an empty body", (response) => response.writeHead(204).end(), { kind: "malformed" }],
    ["truncated JSON", (response) => response.end(STATS.slice(0, -9)), { kind: "malformed" }],
    [
      "an HTML error",
      (response) => response.writeHead(502).end("<html>Bad Gateway</html>"),
      { kind: "unavailable", detail: "502 Bad Gateway" },
    ],
    [
      "a busy server that says when",
      (response) => response.writeHead(503, { "retry-after": "120" }).end(),
      { kind: "unavailable", retryAfter: 120_000 },
    ],
    ["a body without end", (response) => response.end(STATS.padEnd(17 * 1024 * 1024)), { kind: "malformed" }],
    [
      "a bomb",
      (response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(STATS.padEnd(64 * 1024 * 1024))),
      { kind: "malformed" },
    ],
  ])("%s", async (_, answer, expected) => {
    expect(await sample(answer)).toMatchObject(expected);
  });

  it.each<[string, Answer]>([
    ["that never answers", () => {}],
    ["that never ends its answer", slowly],
  ])("a server %s is left when the time is up", async (_, answer) => {
    await using server = await loopback();
    const asked = new Promise<void>((resolve) => {
      server.answer = (response, request) => {
        answer(response, request);
        resolve();
      };
    });
    const reply = server.youtube.readStatistics("list", [VIDEO], key);
    await asked;
    server.timeOut();
    expect(await reply).toEqual({ kind: "unavailable", retryAfter: null, detail: "no answer within 30 s" });
  });

  it("a server that is not there", async () => {
    await using server = await loopback();
    await server[Symbol.asyncDispose]();
    expect(await server.youtube.readFeed(CHANNEL)).toMatchObject({
      kind: "unavailable",
      detail: "connection failed: ECONNREFUSED",
    });
  });

  it("is never answered by asking again", async () => {
    await using server = await loopback();
    server.answer = (response) => response.writeHead(503).end();
    await server.youtube.readStatistics("batch", [VIDEO], key);
    expect(server.requests).toHaveLength(1);
  });
});

describe("a request", () => {
  it("carries the key in its header, never in its address, and never to where a redirect points", async () => {
    await using elsewhere = await loopback();
    await using server = await loopback();
    server.answer = (response) => response.writeHead(302, { location: `${elsewhere.url}/` }).end();
    const { youtube } = server;
    const query = {
      filters: { q: "cats & dogs", order: "date" as const },
      publishedAfter: SENT_AT,
      publishedBefore: null,
      pageToken: "CDIQAA",
    };
    const replies = [
      await youtube.readStatistics("batch", [VIDEO], key),
      await youtube.readStatistics("list", [VIDEO], key),
      await youtube.describeVideos([VIDEO], key),
      await youtube.countUploads([CHANNEL], key),
      await youtube.describeChannels([{ kind: "handle", handle: "@a.b" }], key),
      await youtube.listUploads("UU7-m6jQLinZQWIbwm9W-1iw", null, key),
      await youtube.searchVideos(query, key),
    ];
    expect(replies.every(({ kind }) => kind === "unavailable")).toBe(true);
    expect(elsewhere.requests).toEqual([]);
    for (const { headers } of server.requests) expect(headers["x-goog-api-key"]).toBe(CANARY);
    for (const { url } of server.requests) expect(url).not.toContain("canary");
    const asked = server.requests.map(({ url }) => new URL(url ?? "", server.url));
    expect(asked.map(({ pathname }) => pathname)).toEqual(
      ["videos:batchGetStats", "videos", "videos", "channels", "channels", "playlistItems", "search"].map(
        (method) => `/youtube/v3/${method}`,
      ),
    );
    expect(asked[2]?.searchParams.get("maxHeight")).toBe("8192");
    expect(asked[4]?.searchParams.get("forHandle")).toBe("@a.b");
    expect(asked[5]?.searchParams.has("pageToken")).toBe(false);
    expect(Object.fromEntries(asked[6]?.searchParams ?? [])).toMatchObject({
      q: "cats & dogs",
      type: "video",
      order: "date",
      maxResults: "50",
      publishedAfter: "2026-10-21T00:00:00.000Z",
      pageToken: "CDIQAA",
    });
  });

  it("for a feed carries no key", async () => {
    await using server = await loopback();
    await server.youtube.readFeed(CHANNEL);
    expect(server.requests[0]?.url).toBe(`/feeds/videos.xml?channel_id=${CHANNEL}`);
    expect(server.requests[0]?.headers).not.toHaveProperty("x-goog-api-key");
  });

  it("carries its 50 ids in one", async () => {
    await using server = await loopback();
    const ids = Array.from({ length: 50 }, (_, n) => `video${String(n).padStart(6, "0")}` as VideoId);
    await server.youtube.describeVideos(ids, key);
    expect(new URL(server.requests[0]?.url ?? "", server.url).searchParams.get("id")).toBe(ids.join(","));
  });

  it("does not open a connection of its own when there is one", async () => {
    await using server = await loopback();
    server.answer = (response) => response.end(STATS);
    for (let n = 0; n < 20; n += 1) await server.youtube.readStatistics("list", [VIDEO], key);
    // One is opened beside the first when the next call comes before the first has been put back.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it("keeps the path of a server that stands in for YouTube", async () => {
    await using server = await loopback();
    const clock: Clock = {
      now: () => SENT_AT,
      timeout: () => ({ signal: new AbortController().signal, [Symbol.dispose]() {} }),
      until: async () => {},
      task: (work) => work(),
      join: (promise) => promise,
    };
    const youtube = dataApi({
      youtubeUrl: `${server.url}/a/`,
      feedsUrl: `${server.url}/b`,
      hub: null,
      clock,
      timeout: seconds(30),
    });
    await youtube.countUploads([CHANNEL], key);
    await youtube.readFeed(CHANNEL);
    expect(server.requests.map(({ url }) => url?.split("?")[0])).toEqual([
      "/a/youtube/v3/channels",
      "/b/feeds/videos.xml",
    ]);
  });

  it.each<[string, ChannelRef[]]>([
    [
      "two handles",
      [
        { kind: "handle", handle: "@abc" },
        { kind: "handle", handle: "@def" },
      ],
    ],
    [
      "an id and a handle",
      [
        { kind: "id", id: CHANNEL },
        { kind: "handle", handle: "@def" },
      ],
    ],
    ["nothing", []],
  ])("for %s at once is a bug, and leaves no trace at YouTube", async (_, refs) => {
    await using server = await loopback();
    await expect(server.youtube.describeChannels(refs, key)).rejects.toThrow();
    expect(server.requests).toEqual([]);
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import type { ChannelId } from "#domain/channel.ts";
import type { VideoId } from "#domain/video.ts";
import type { YouTube } from "#youtube/youtube.ts";
import { CANARY, key } from "./error-answers.ts";
import { loopback } from "./loopback.ts";

const VIDEO = "FzefgoF26Ac" as VideoId;
const CHANNEL = "UC7-m6jQLinZQWIbwm9W-1iw" as ChannelId;

const CALLS: readonly ((youtube: YouTube) => Promise<{ kind: string }>)[] = [
  (youtube) => youtube.readStatistics("batch", [VIDEO], key),
  (youtube) => youtube.describeVideos([VIDEO], key),
  (youtube) => youtube.countUploads([CHANNEL], key),
  (youtube) => youtube.describeChannels([{ kind: "id", id: CHANNEL }], key),
  (youtube) => youtube.listUploads("UU7-m6jQLinZQWIbwm9W-1iw", null, key),
  (youtube) =>
    youtube.searchVideos(
      { filters: { q: "x", order: "date" as const }, publishedAfter: null, publishedBefore: null, pageToken: null },
      key,
    ),
  (youtube) => youtube.readFeed(CHANNEL),
];

/** Bodies that come near to real ones, any of whose values is replaced by anything. */
const odd = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.constantFrom(CANARY, VIDEO, CHANNEL) },
);
const nearItem = fc.record(
  {
    id: fc.oneof(fc.constantFrom<unknown>(VIDEO, CHANNEL, { videoId: VIDEO }), odd),
    snippet: fc.oneof(
      fc.record({
        publishedAt: fc.oneof(fc.constant("2026-10-01T00:00:00Z"), odd),
        channelId: fc.constant(CHANNEL),
        title: odd,
        tags: odd,
        thumbnails: odd,
      }),
      odd,
    ),
    statistics: fc.oneof(fc.record({ viewCount: odd, likeCount: odd }), odd),
    contentDetails: fc.oneof(
      fc.record({ duration: odd, videoId: odd, videoPublishedAt: odd, relatedPlaylists: odd }),
      odd,
    ),
    liveStreamingDetails: odd,
    player: odd,
  },
  { requiredKeys: [] },
);
const nearBody = fc
  .record(
    {
      kind: fc.oneof(
        fc.constantFrom(
          "youtube#videoListResponse",
          "youtube#channelListResponse",
          "youtube#playlistItemListResponse",
          "youtube#searchListResponse",
        ),
        odd,
      ),
      items: fc.oneof(fc.array(nearItem), odd),
      nextPageToken: odd,
      pageInfo: odd,
      error: odd,
    },
    { requiredKeys: [] },
  )
  .map((body) => JSON.stringify(body));
const nearFeed = fc
  .array(
    fc.constantFrom(
      "<entry>",
      "</entry>",
      "<yt:videoId>",
      VIDEO,
      "</yt:videoId>",
      "<link rel='alternate' href='x'/>",
      "<title>",
      "&amp;",
      "]]>",
      "<!--",
      "<!DOCTYPE x [<!ENTITY a 'b'>]>",
      "<![CDATA[",
      "<?xml",
      "=",
      CANARY,
    ),
  )
  .map((pieces) => `<feed>${pieces.join("")}</feed>`);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((text) => Buffer.from(text)),
  nearBody.map((text) => Buffer.from(text)),
  fc.tuple(nearBody, fc.nat(200)).map(([text, length]) => Buffer.from(text.slice(0, length))),
  nearFeed.map((text) => Buffer.from(text)),
);
const status = fc.oneof(
  { weight: 3, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
);

it("whatever is answered, every call ends in a reply, and no failure repeats the key that was sent", async () => {
  await using server = await loopback();
  await fc.assert(
    fc.asyncProperty(body, status, fc.constantFrom(...CALLS), async (bytes, code, call) => {
      server.answer = (response) => response.writeHead(code).end(bytes);
      const reply = await call(server.youtube);
      expect(reply.kind).toMatch(/^(answered|quotaSpent|keyRefused|rateLimited|unavailable|refused|malformed)$/);
      const sent = server.requests.at(-1)?.headers["x-goog-api-key"] === CANARY;
      if (sent && reply.kind !== "answered") expect(JSON.stringify(reply)).not.toContain(CANARY);
    }),
    { numRuns: 1500 },
  );
});

it("an item that names an asked video and cannot be read is told as unread, and nobody else's is", async () => {
  await using server = await loopback();
  const items = [{ id: VIDEO, snippet: 7 }, { id: CANARY.slice(0, 11) }];
  server.answer = (response) => response.end(JSON.stringify({ kind: "youtube#videoListResponse", items }));
  expect(await server.youtube.describeVideos([VIDEO], key)).toMatchObject({ body: [], unread: [VIDEO] });
  const other = "p5fCRS-7u5I" as VideoId;
  expect(await server.youtube.describeVideos([other], key)).toMatchObject({ kind: "malformed" });
});

import { describe, expect, it } from "vitest";
import type { ChannelId } from "#domain/channel.ts";
import type { VideoId } from "#domain/video.ts";
import { key } from "./error-answers.ts";
import { ANSWERED_AT, loopback, SENT_AT } from "./loopback.ts";

const VIDEO = "FzefgoF26Ac" as VideoId;
const CHANNEL = "UC7-m6jQLinZQWIbwm9W-1iw" as ChannelId;
const FEED = "<feed></feed>";
const STATISTICS = JSON.stringify({
  kind: "youtube#videoListResponse",
  items: [{ id: VIDEO, statistics: { viewCount: "7" } }],
});
const MIDPOINT = (SENT_AT + ANSWERED_AT) / 2;

async function aged(seconds: number, text: string) {
  const server = await loopback();
  server.answer = (response) => response.writeHead(200, { age: String(seconds) }).end(text);
  return server;
}

describe("an answer out of a cache", () => {
  it("is dated by its age when it is a feed", async () => {
    await using server = await aged(600, FEED);
    expect(await server.youtube.readFeed(CHANNEL)).toMatchObject({ kind: "answered", at: MIDPOINT - 600_000 });
  });

  it("is of no use when it is a feed of yesterday: dated so, it would be due again at once, and for ever", async () => {
    await using server = await aged(86_400, FEED);
    expect(await server.youtube.readFeed(CHANNEL)).toMatchObject({
      kind: "unavailable",
      detail: "a cached copy of 24 hours ago",
    });
  });

  it("is dated by its arrival when it is a sample, which must not lie before the milestone it was asked for", async () => {
    await using server = await aged(600, STATISTICS);
    expect(await server.youtube.readStatistics("batch", [VIDEO], key)).toMatchObject({ at: MIDPOINT });
  });
});

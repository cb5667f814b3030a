import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ChannelId } from "#domain/channel.ts";
import type { Reply } from "#domain/reply.ts";
import type { VideoId } from "#domain/video.ts";
import type { ApiKey } from "#youtube/api-key.ts";
import { readFeedAnswer } from "#youtube/feed.ts";
import type { YouTube } from "#youtube/youtube.ts";
import { key } from "./error-answers.ts";
import { loopback } from "./loopback.ts";

const DATA = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const BODIES = `${DATA}/api/python-youtube`;
const FEED = `${DATA}/feeds/channel-2025-08.xml`;

type Resource = "videos" | "channels" | "playlistItems" | "search";

/**
 * What each recorded list must be read as, and how many items of it; every other body must be refused by all. The
 * last search was not for videos only: two of its five hits are none.
 */
const LISTS: Readonly<Record<string, readonly [Resource, number]>> = {
  "apidata/channel_info_multi.json": ["channels", 2],
  "apidata/channel_info_single.json": ["channels", 1],
  "apidata/channels/info.json": ["channels", 1],
  "apidata/channels/info_multiple.json": ["channels", 2],
  "modeldata/channels/channel_api_response.json": ["channels", 1],
  "apidata/videos/videos_chart_paged_1.json": ["videos", 5],
  "apidata/videos/videos_chart_paged_2.json": ["videos", 3],
  "apidata/videos/videos_info_multi.json": ["videos", 2],
  "apidata/videos/videos_info_single.json": ["videos", 1],
  "apidata/videos/videos_myrating_paged_1.json": ["videos", 2],
  "apidata/videos/videos_myrating_paged_2.json": ["videos", 1],
  "modeldata/videos/video_api_response.json": ["videos", 1],
  "apidata/playlist_items/playlist_items_filter_video.json": ["playlistItems", 1],
  "apidata/playlist_items/playlist_items_multi.json": ["playlistItems", 2],
  "apidata/playlist_items/playlist_items_paged_1.json": ["playlistItems", 10],
  "apidata/playlist_items/playlist_items_paged_2.json": ["playlistItems", 3],
  "apidata/playlist_items/playlist_items_single.json": ["playlistItems", 1],
  "modeldata/playlist_items/playlist_item_api_response.json": ["playlistItems", 3],
  "apidata/search/search_by_developer.json": ["search", 5],
  "apidata/search/search_by_event.json": ["search", 25],
  "apidata/search/search_by_keywords_p1.json": ["search", 25],
  "apidata/search/search_by_keywords_p2.json": ["search", 25],
  "apidata/search/search_by_location.json": ["search", 5],
  "apidata/search/search_by_mine.json": ["search", 2],
  "apidata/search/search_by_related_video.json": ["search", 5],
  "apidata/search/search_videos_by_channel.json": ["search", 5],
  "modeldata/search_result/search_result_api_response.json": ["search", 3],
};

const ERRORS: Readonly<Record<string, readonly [status: number, kind: string]>> = {
  "error_response.json": [400, "keyRefused"],
  "error_response_simple.json": [400, "refused"],
  "apidata/error_permission_resp.json": [403, "refused"],
};

const files = existsSync(BODIES)
  ? readdirSync(BODIES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"))
  : [];

const QUERY = {
  filters: { q: "x", order: "date" as const },
  publishedAfter: null,
  publishedBefore: null,
  pageToken: null,
};

function asks(youtube: YouTube, ids: readonly string[]): Record<Resource, () => Promise<Reply<unknown>>> {
  return {
    videos: () => youtube.describeVideos(ids as VideoId[], key as ApiKey),
    channels: () =>
      youtube.describeChannels(
        (ids as ChannelId[]).map((id) => ({ kind: "id", id })),
        key,
      ),
    playlistItems: () => youtube.listUploads("UU7-m6jQLinZQWIbwm9W-1iw", null, key),
    search: () => youtube.searchVideos(QUERY, key),
  };
}

const countOf = (body: unknown): number => {
  if (Array.isArray(body)) return body.length;
  const { items, hits } = body as { items?: unknown[]; hits?: unknown[] };
  return (items ?? hits ?? []).length;
};

describe.skipIf(files.length === 0)("a recorded body (skipped where ../shared/data is absent)", () => {
  it.each(files)("%s is read as what it is, and as nothing else", async (file) => {
    await using server = await loopback();
    const text = readFileSync(`${BODIES}/${file}`, "utf8");
    const [status, failure] = ERRORS[file] ?? [200, "malformed"];
    server.answer = (response) => response.writeHead(status).end(text);
    const ids = ((JSON.parse(text).items ?? []) as { id?: unknown }[]).map(({ id }) =>
      typeof id === "string" ? id : "x",
    );
    const expected = LISTS[file];
    for (const [resource, ask] of Object.entries(asks(server.youtube, ids.length ? ids : ["x"]))) {
      const reply = await ask();
      if (expected?.[0] === resource) {
        expect(reply).toMatchObject({ kind: "answered" });
        expect(reply.kind === "answered" && countOf(reply.body)).toBe(expected[1]);
      } else {
        expect(reply.kind).toBe(failure);
      }
    }
  });

  it("lists every recorded body that this test names", () => {
    expect(files).toEqual(expect.arrayContaining([...Object.keys(LISTS), ...Object.keys(ERRORS)]));
  });

  it("of a search has its titles unescaped", async () => {
    await using server = await loopback();
    server.answer = (response) => response.end(readFileSync(`${BODIES}/apidata/search/search_by_keywords_p1.json`));
    const reply = await server.youtube.searchVideos(QUERY, key);
    const titles = reply.kind === "answered" ? reply.body.hits.map(({ title }) => title) : [];
    expect(titles).toContain("SURFING PERFECT PIPE & BACKDOOR || SUNRISE SHACK!");
    expect(titles.join()).not.toMatch(/&(amp|#39|quot);/);
  });

  it("of a video gives all that was recorded", async () => {
    await using server = await loopback();
    server.answer = (response) => response.end(readFileSync(`${BODIES}/modeldata/videos/video_api_response.json`));
    const reply = await server.youtube.describeVideos(["D-lhorsDlUQ" as VideoId], key);
    expect(reply).toMatchObject({
      kind: "answered",
      body: [
        {
          channelId: "UC_x5XG1OV2P6uZZ5FSM9Ttw",
          title: "What are Actions on Google (Assistant on Air)",
          publishedAt: Date.UTC(2019, 2, 21, 20, 37, 49),
          categoryId: "28",
          language: "en",
          thumbnailUrl: "https://i.ytimg.com/vi/D-lhorsDlUQ/mqdefault.jpg",
          durationSeconds: 1267,
          privacy: "public",
          liveState: "none",
          broadcast: false,
          counters: { views: 7920, likes: 190, comments: 32 },
        },
      ],
    });
  });
});

describe.skipIf(!existsSync(FEED))("the recorded feed (skipped where ../shared/data is absent)", () => {
  it("has its 15 videos, its Shorts and its counters", () => {
    const text = readFileSync(FEED, "utf8");
    const feed = readFeedAnswer(text);
    const entries = feed.kind === "parsed" ? feed.body.entries : [];
    const written = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, value]) => value);
    expect(entries).toHaveLength(15);
    expect(entries.map(({ videoId }) => videoId)).toEqual(written(/<yt:videoId>(.*)<\/yt:videoId>/g));
    expect(entries.map(({ views }) => String(views))).toEqual(written(/<media:statistics views="(\d+)"/g));
    expect(entries.map(({ likes }) => String(likes))).toEqual(written(/<media:starRating count="(\d+)"/g));
    const shorts = written(/www\.youtube\.com\/shorts\/([\w-]+)"/g);
    expect(entries.filter(({ short }) => short).map(({ videoId }) => videoId)).toEqual(shorts);
    expect(entries[0]).toMatchObject({
      channelId: "UC_aBYQ3phPsrkSXkpnZeDZw",
      title: "【銀行員の良い話】お前ら仕事ガチってる？まだ本気じゃない君たちへ…Ver.2",
      publishedAt: Date.UTC(2025, 7, 22, 8, 1, 8),
      updatedAt: Date.UTC(2025, 7, 24, 9, 36, 31),
    });
  });
});

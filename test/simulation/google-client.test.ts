import { youtube, type youtube_v3 } from "@googleapis/youtube";
import { describe, expect, it } from "vitest";
import { hours, plus } from "#domain/time.ts";
import { uploadsPlaylistOf } from "#simulation/world.ts";
import { busiestChannel, KEY, NOW, PROJECT, serve, visibleIds, WORLD } from "./virtual-youtube.ts";

const ids = [...visibleIds(50)];
const channel = busiestChannel();
const playlistId = uploadsPlaylistOf(channel.id);

/** Google's own client, as anybody would make it; only the address differs. */
async function client(key = KEY, options: Parameters<typeof serve>[0] = {}) {
  const server = await serve(options);
  return { ...server, api: youtube({ version: "v3", auth: key, rootUrl: `${server.url}/` }) };
}

/** How Google's client tells of a refusal: status, and reason of the first error. Its retries are switched off. */
async function refusalOf(request: Promise<unknown>) {
  const error = await request.then(
    () => null,
    (thrown) => thrown,
  );
  const body: { error: { code: number; errors: { reason: string }[] } } = error?.response?.data;
  expect(body?.error.code).toBe(error.status);
  return [error.status, body.error.errors[0]?.reason];
}

const ONCE = { retry: false };

describe("Google's own client, unchanged,", () => {
  it("pages through a channel's uploads", async () => {
    const { api } = await client();
    const seen: (string | null | undefined)[] = [];
    let pageToken: string | undefined;
    do {
      const params: youtube_v3.Params$Resource$Playlistitems$List = {
        part: ["contentDetails"],
        playlistId,
        maxResults: 50,
      };
      const { data } = await api.playlistItems.list(pageToken ? { ...params, pageToken } : params);
      seen.push(...(data.items ?? []).map((resource) => resource.contentDetails?.videoId));
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken);
    expect(seen).toEqual(WORLD.playlistOf(channel.id, NOW).map((video) => video.id));
  });

  it("describes 50 videos in one call, text byte for byte", async () => {
    const { api, books } = await client();
    const { data } = await api.videos.list({ part: ["snippet", "statistics", "contentDetails"], id: ids });
    expect(data.items?.map((resource) => resource.id)).toEqual(ids);
    expect(data.items?.map((resource) => [resource.snippet?.title, resource.snippet?.tags ?? []])).toEqual(
      ids.map((id) => [WORLD.textOf(id, NOW)?.title, WORLD.textOf(id, NOW)?.tags]),
    );
    expect(books()[0]).toMatchObject({ bucket: "default", units: 1 });
  });

  it("reads the counters of 50 videos from the batch bucket", async () => {
    const { api, books } = await client();
    const { data } = await api.videos.batchGetStats({ part: ["id", "statistics"], id: ids });
    expect(data.items?.map((resource) => Number(resource.statistics?.viewCount))).toEqual(
      ids.map((id) => WORLD.countersAt(id, NOW)?.views),
    );
    expect(books()[0]).toMatchObject({ bucket: "batch", units: 1 });
  });

  it("finds channels and searches", async () => {
    const { api } = await client();
    const channels = await api.channels.list({ part: ["snippet", "statistics"], forHandle: channel.handle });
    expect(channels.data.items?.[0]?.id).toBe(channel.id);
    const found = await api.search.list({ part: ["snippet"], type: ["video"], channelId: channel.id, maxResults: 10 });
    expect(found.data.items).toHaveLength(10);
    expect(found.data.items?.every((hit) => hit.snippet?.channelId === channel.id)).toBe(true);
  });

  it("asks for fields, and gets nothing else", async () => {
    const { api } = await client();
    const { data } = await api.videos.list({ part: ["id", "statistics"], id: ids.slice(0, 2), fields: "items(id)" });
    expect(data).toEqual({ items: ids.slice(0, 2).map((id) => ({ id })) });
  });

  it.each([
    ["bad part", { part: ["statistic"], id: ids }, [400, "unknownPart"]],
    ["no filter", { part: ["id"] }, [400, "missingRequiredParameter"]],
    ["too many ids", { part: ["id"], id: [...ids, "AAAAAAAAAAA"] }, [400, "invalidFilters"]],
    ["bad fields", { part: ["id"], id: ids, fields: "items(nonsense)" }, [400, "invalidParameter"]],
  ])("is refused for a %s", async (_, params, refusal) => {
    const { api } = await client();
    expect(await refusalOf(api.videos.list(params, ONCE))).toEqual(refusal);
  });

  it("is refused for playlists, tokens and page sizes that do not exist", async () => {
    const { api } = await client();
    const list = (params: object) => refusalOf(api.playlistItems.list({ part: ["id"], playlistId, ...params }, ONCE));
    expect(await list({ playlistId: "UUxxxxxxxxxxxxxxxxxxxxxx" })).toEqual([404, "playlistNotFound"]);
    expect(await list({ pageToken: "nonsense" })).toEqual([400, "invalidPageToken"]);
    expect(await list({ maxResults: 51 })).toEqual([400, "invalidParameter"]);
    expect(await refusalOf(api.search.list({ part: ["id"], channelId: "nonsense" }, ONCE))).toEqual([
      400,
      "badRequest",
    ]);
    expect(await refusalOf(api.search.list({ part: ["id"], eventType: "live" }, ONCE))).toEqual([
      400,
      "invalidSearchFilter",
    ]);
    expect(await refusalOf(api.videos.batchGetStats({ part: ["id"], id: [...ids, "A"] }, ONCE))).toEqual([
      400,
      "invalidFilters",
    ]);
  });

  it.each([
    ["an invalid key", "not-a-known-key", [400, "badRequest"]],
    ["a key of a project without the API", "disabled-key", [403, "accessNotConfigured"]],
    ["a key restricted to other APIs", "restricted-key", [403, "forbidden"]],
    ["no key", "", [403, "forbidden"]],
  ])("is refused with %s, and nobody is charged", async (_, key, refusal) => {
    const projects = [
      PROJECT,
      { consumer: "projects/2", keys: ["disabled-key"], enabled: false },
      { consumer: "projects/3", keys: ["restricted-key"], restrictedKeys: ["restricted-key"] },
    ];
    const { api, books } = await client(key, { projects });
    expect(await refusalOf(api.videos.list({ part: ["id"], id: ids }, ONCE))).toEqual(refusal);
    expect(books().reduce((units, entry) => units + entry.units, 0)).toBe(0);
  });

  it("meets spent buckets and a server at fault", async () => {
    const projects = [{ ...PROJECT, limits: { default: 0, search: 0, batch: 0 } }];
    const { api } = await client(KEY, { projects });
    expect(await refusalOf(api.videos.list({ part: ["id"], id: ids }, ONCE))).toEqual([403, "quotaExceeded"]);
    expect(await refusalOf(api.search.list({ part: ["id"], q: "a" }, ONCE))).toEqual([429, "rateLimitExceeded"]);
    expect(await refusalOf(api.videos.batchGetStats({ part: ["id"], id: ids }, ONCE))).toEqual([
      429,
      "rateLimitExceeded",
    ]);
    const fault = { from: NOW, to: plus(NOW, hours(1)) };
    const down = await client(KEY, { faults: [{ ...fault, kind: "unavailable" }] });
    expect(await refusalOf(down.api.videos.list({ part: ["id"], id: ids }, ONCE))).toEqual([503, "backendError"]);
    const busy = await client(KEY, { faults: [{ ...fault, kind: "rateLimited" }] });
    expect(await refusalOf(busy.api.videos.list({ part: ["id"], id: ids }, ONCE))).toEqual([429, "rateLimitExceeded"]);
  });
});

import { youtube } from "@googleapis/youtube";
import { describe, expect, it } from "vitest";
import { isPublic } from "#simulation/world.ts";
import { KEY, NOW, serve, WORLD } from "./virtual-youtube.ts";

const ONCE = { retry: false };

/** Google's own client, as anybody would make it; only the address differs. */
async function client() {
  const server = await serve();
  return { ...server, api: youtube({ version: "v3", auth: KEY, rootUrl: `${server.url}/` }) };
}

type Api = Awaited<ReturnType<typeof client>>["api"];

/** How a request ended: `null` = answered, else the status and the reason of the refusal. */
async function endOf(request: Promise<unknown>): Promise<readonly [number, string] | null> {
  const error = await request.then(
    () => null,
    (thrown) => thrown,
  );
  return error && [error.status, error.response.data.error.errors[0].reason];
}

/** The channel whose newest videos have most comments, so that their threads have pages. */
function mostDiscussed() {
  const comments = (id: (typeof WORLD.channels)[number]["id"]) =>
    WORLD.uploadsOf(id, NOW)
      .slice(0, 20)
      .reduce((sum, video) => sum + (WORLD.countersAt(video.id, NOW)?.comments ?? 0), 0);
  const most = WORLD.channels.toSorted((a, b) => comments(b.id) - comments(a.id))[0];
  if (!most) throw new Error("the world has no channel");
  return most;
}

/** All that the pages of a channel's subscriptions hold, ten a page. */
async function subscriptionsOf(api: Api, channelId: string) {
  const seen: (string | null | undefined)[] = [];
  let total = 0;
  for (let pageToken: string | undefined; ; ) {
    const asked = {
      part: ["snippet", "contentDetails"],
      channelId,
      maxResults: 10,
      ...(pageToken ? { pageToken } : {}),
    };
    const { data } = await api.subscriptions.list(asked, ONCE);
    seen.push(...(data.items ?? []).map(({ snippet }) => snippet?.resourceId?.channelId));
    total = data.pageInfo?.totalResults ?? 0;
    pageToken = data.nextPageToken ?? undefined;
    if (!pageToken) return { seen, total };
  }
}

describe("Google's own client finds out who knows whom:", () => {
  it("public subscriptions to their last page, and a refusal where they are private, both charged", async () => {
    const { api, books } = await client();
    let closed = 0;
    let open = 0;
    for (const { id } of WORLD.channels) {
      const refused = await endOf(api.subscriptions.list({ part: ["snippet"], channelId: id }, ONCE));
      if (refused) {
        expect(refused).toEqual([403, "subscriptionForbidden"]);
        closed += 1;
        continue;
      }
      open += 1;
      const { seen, total } = await subscriptionsOf(api, id);
      expect(seen).toHaveLength(total);
      expect(new Set(seen).size).toBe(total);
      expect(seen).not.toContain(id);
      for (const other of seen) expect(WORLD.channels.some((channel) => channel.id === other)).toBe(true);
    }
    expect(closed).toBeGreaterThan(open);
    expect(open).toBeGreaterThan(0);
    expect(books()[0]?.units).toBeGreaterThanOrEqual(closed + 2 * open);
  });

  it("the channels that a channel features, by id", async () => {
    const { api } = await client();
    const shelves = await Promise.all(
      WORLD.channels.map(({ id }) => api.channelSections.list({ part: ["snippet", "contentDetails"], channelId: id })),
    );
    const featured = shelves
      .flatMap(({ data }) => data.items ?? [])
      .filter(({ snippet }) => snippet?.type === "multipleChannels")
      .flatMap(({ contentDetails }) => contentDetails?.channels ?? []);
    expect(featured.length).toBeGreaterThan(0);
    for (const id of featured) expect(WORLD.channels.some((channel) => channel.id === id)).toBe(true);
  });

  it("those who comment on a channel, a hundred a page and newest first, until there are no more", async () => {
    const { api } = await client();
    const { id } = mostDiscussed();
    const times: string[] = [];
    const threads = new Set<string | null | undefined>();
    for (let pageToken: string | undefined; ; ) {
      const asked = { part: ["snippet"], allThreadsRelatedToChannelId: id, maxResults: 100 };
      const { data } = await api.commentThreads.list(pageToken ? { ...asked, pageToken } : asked);
      for (const thread of data.items ?? []) {
        const comment = thread.snippet?.topLevelComment?.snippet;
        expect(comment?.authorChannelId?.value).toMatch(/^UC[\w-]{22}$/);
        times.push(comment?.publishedAt ?? "");
        threads.add(thread.id);
      }
      pageToken = data.nextPageToken ?? undefined;
      if (!pageToken) break;
    }
    expect(times.length).toBeGreaterThan(100);
    expect(threads.size).toBe(times.length);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it("no comments where they are off, and nothing of channels and videos that do not exist", async () => {
    const { api } = await client();
    const off = WORLD.channels
      .flatMap(({ id }) => WORLD.uploadsOf(id, NOW))
      .find((video) => isPublic(video, NOW) && WORLD.countersAt(video.id, NOW)?.comments === null);
    if (!off) throw new Error("no video of the world has its comments off");
    const threads = (params: object) => endOf(api.commentThreads.list({ part: ["id"], ...params }, ONCE));
    expect(await threads({ videoId: off.id })).toEqual([403, "commentsDisabled"]);
    expect(await threads({ videoId: "AAAAAAAAAAA" })).toEqual([404, "videoNotFound"]);
    expect(await threads({ allThreadsRelatedToChannelId: "nobody" })).toEqual([404, "channelNotFound"]);
    expect(await threads({ videoId: off.id, maxResults: 101 })).toEqual([400, "invalidParameter"]);
    expect(await threads({})).toEqual([400, "missingRequiredParameter"]);
    const nobody = { part: ["id"], channelId: "nobody" };
    expect(await endOf(api.subscriptions.list(nobody, ONCE))).toEqual([404, "subscriberNotFound"]);
    expect(await endOf(api.channelSections.list(nobody, ONCE))).toEqual([404, "channelNotFound"]);
    expect(await endOf(api.subscriptions.list({ part: ["id"] }, ONCE))).toEqual([400, "missingRequiredParameter"]);
  });

  it("channels that descriptions name, which its lookups by id and handle then find", async () => {
    const { api } = await client();
    const ids = WORLD.channels.flatMap(({ id }) => WORLD.uploadsOf(id, NOW)).map(({ id }) => id);
    const texts: string[] = [];
    for (let i = 0; i < Math.min(ids.length, 500); i += 50) {
      const { data } = await api.videos.list({ part: ["snippet"], id: ids.slice(i, i + 50) });
      texts.push(...(data.items ?? []).map(({ snippet }) => snippet?.description ?? ""));
    }
    const links = texts.flatMap((text) => [...text.matchAll(/\/channel\/(UC[\w-]{22})/g)].map(([, id]) => id ?? ""));
    const handles = texts.flatMap((text) => [...text.matchAll(/(?<=\/|🎥 )@\w+/g)].map(([handle]) => handle));
    expect(links.length).toBeGreaterThan(0);
    expect(handles.length).toBeGreaterThan(0);
    const found = await api.channels.list({ part: ["id"], id: [...new Set(links)].slice(0, 50) });
    expect(found.data.items).toHaveLength(Math.min(50, new Set(links).size));
    const named = await api.channels.list({ part: ["snippet"], forHandle: handles[0] ?? "" });
    expect(named.data.items?.[0]?.snippet?.customUrl).toBe(handles[0]);
  });
});

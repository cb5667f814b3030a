import type { Known } from "./hostile-values.ts";

interface Page {
  readonly items: readonly { readonly id: string; readonly tags?: readonly string[] }[];
  readonly next: string | null;
}

const LISTS = {
  videos: ["/api/v1/videos?limit=3", "/api/v1/videos?limit=3&sort=-views", "/api/v1/videos?limit=3&sort=-outlier"],
  channels: ["/api/v1/channels?limit=3"],
  watches: ["/api/v1/watches?limit=1"],
  discoveries: ["/api/v1/discoveries?limit=1"],
} as const;

/** Values that are there, so that requests get further than the door: by a parameter's name or an operation's path. */
export async function knownValues(get: (url: string) => Promise<unknown>): Promise<Known> {
  const read = async (urls: readonly string[]) => (await Promise.all(urls.map(get))) as Page[];
  const [videos, channels, watches, discoveries] = await Promise.all([
    read(LISTS.videos),
    read(LISTS.channels),
    read(LISTS.watches),
    read(LISTS.discoveries),
  ]);
  const idsOf = (pages: readonly Page[]): string[] => pages.flatMap(({ items }) => items.map(({ id }) => id));
  const [video, channel, watch] = [idsOf(videos), idsOf(channels), idsOf(watches)];
  const discovery = idsOf(discoveries);
  const tags = videos.flatMap(({ items }) => items.flatMap((item) => item.tags ?? []));
  const known: Record<string, readonly string[]> = {
    cursor: [...videos, ...channels].flatMap(({ next }) => next ?? []),
    channel,
    watch,
    ids: [channel.join(","), video.join(",")],
    id: [...video, ...channel, ...watch],
    tag: tags,
    q: ["bread", '"how bread"', "bread -rises", "東京", "rive*", ...tags.slice(0, 3)],
  };
  for (const [path, ids] of [
    ["/api/v1/videos/{id}", video],
    ["/api/v1/videos/{id}/series", video],
    ["/api/v1/videos/{id}/similar", video],
    ["/api/v1/channels/{id}", channel],
    ["/api/v1/channels/{id}/videos", channel],
    ["/api/v1/watches/{id}", watch],
    ["/api/v1/watches/{id}/runs", watch],
    ["/api/v1/watches/{id}/videos", watch],
    ["/api/v1/discoveries/{id}", discovery],
    ["/api/v1/discoveries/{id}/channels", discovery],
    ["/api/v1/tags/{tag}", tags],
  ] as const) {
    known[path] = ids;
  }
  return known;
}

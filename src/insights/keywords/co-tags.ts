/** Which tags stand together. */
export interface CoTagNetwork {
  readonly nodes: readonly { readonly tag: string; readonly videos: number }[];
  readonly edges: readonly CoTag[];
}

interface CoTag {
  readonly from: string;
  readonly to: string;
  readonly videos: number;
  /** How much more often than by chance: 0 = by chance, 1 = never apart (normalised pointwise mutual information). */
  readonly npmi: number;
}

/** A pair that fewer videos show is no habit. */
const VIDEOS_LEAST = 3;

/** Some videos carry 60 tags, which is 1,770 pairs and mostly noise: their first tags tell what they are about. */
const TAGS_A_VIDEO = 20;

/**
 * The network of the `nodesMax` most used tags: an edge where two stand together in three videos or more, and more often than by
 * chance. Tags as they are compared (`foldTag`).
 */
export function coTags(videos: readonly (readonly string[])[], nodesMax: number): CoTagNetwork {
  const carried = videos.map((tags) => [...new Set(tags)].slice(0, TAGS_A_VIDEO));
  const counts = new Map<string, number>();
  for (const tags of carried) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const nodes = [...counts]
    .map(([tag, n]) => ({ tag, videos: n }))
    .sort((a, b) => b.videos - a.videos || (a.tag < b.tag ? -1 : 1))
    .slice(0, nodesMax);
  const shown = new Set(nodes.map(({ tag }) => tag));
  const pairs = new Map<string, { from: string; to: string; videos: number }>();
  for (const tags of carried) {
    const own = tags.filter((tag) => shown.has(tag)).sort();
    own.forEach((from, i) => {
      for (const to of own.slice(i + 1)) {
        const key = `${from}\0${to}`;
        const pair = pairs.get(key);
        if (pair) pair.videos += 1;
        else pairs.set(key, { from, to, videos: 1 });
      }
    });
  }
  const share = (n: number) => n / videos.length;
  const edges = [...pairs.values()].flatMap(({ from, to, videos: together }): CoTag[] => {
    if (together < VIDEOS_LEAST) return [];
    const expected = share(counts.get(from) ?? 0) * share(counts.get(to) ?? 0);
    const npmi = share(together) === 1 ? 1 : Math.log(share(together) / expected) / -Math.log(share(together));
    return npmi > 0 ? [{ from, to, videos: together, npmi }] : [];
  });
  return { nodes, edges: edges.sort((a, b) => b.videos - a.videos || (a.from + a.to < b.from + b.to ? -1 : 1)) };
}

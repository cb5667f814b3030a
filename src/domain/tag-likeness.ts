/** A video that may be like another. */
export interface Candidate {
  readonly id: string;
  readonly channelId: string;
  /** Folded. */
  readonly tagKeys: readonly string[];
}

/** A video with the tags that it shares with another, the rarest first. */
export interface Likeness {
  readonly id: string;
  /** From 0 to 1: of the weight of the other's tags, the part that they share. */
  readonly likeness: number;
  readonly shared: readonly string[];
}

/** No more than this part of an answer is of the video's own channel, whose videos often carry the same tags all. */
const OWN_CHANNEL_MAX = 0.5;

/**
 * How much a shared tag tells: one that two videos of all carry is worth ten times one that a hundred thousand do.
 * The information of a tag, −log of how common it is, would need the number of all videos and rank the same.
 */
const weightOf = (videos: number): number => 1 / Math.log2(1 + Math.max(1, videos));

/**
 * The candidates most like a video by the tags they share, at most `limit`, at most half of them of its own channel.
 * Equals stay in the order given; who shares nothing is left out.
 *
 * @param counts of the video's tags, folded: how many videos carry each.
 */
export function mostAlike(
  candidates: readonly Candidate[],
  counts: ReadonlyMap<string, number>,
  ownChannel: string,
  limit: number,
): Likeness[] {
  const total = [...counts.values()].reduce((sum, videos) => sum + weightOf(videos), 0);
  const alike = candidates
    .map(({ id, channelId, tagKeys }) => {
      const shared = [...new Set(tagKeys)]
        .filter((key) => counts.has(key))
        .toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
      const weight = shared.reduce((sum, key) => sum + weightOf(counts.get(key) ?? 0), 0);
      return { id, channelId, likeness: Math.min(1, weight / total), shared };
    })
    .filter(({ shared }) => shared.length > 0)
    .toSorted((a, b) => b.likeness - a.likeness);
  let own = Math.floor(limit * OWN_CHANNEL_MAX);
  return alike
    .filter(({ channelId }) => channelId !== ownChannel || own-- > 0)
    .slice(0, limit)
    .map(({ id, likeness, shared }) => ({ id, likeness, shared }));
}

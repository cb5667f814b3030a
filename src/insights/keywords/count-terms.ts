/** How often a term is said. */
export interface TermCount {
  readonly videos: number;
  readonly channels: number;
  /** Videos, each further one of the same channel counting less. */
  readonly weight: number;
}

/** A video by its terms. */
export interface TermedVideo {
  readonly channelId: string;
  readonly terms: ReadonlySet<string>;
}

/**
 * Counts in how many videos and channels each term is said. Of one channel's videos the n-th that says it weighs 1 ÷ n: five
 * channels that say a word make a topic, five parts of one channel's series do not. Where there is one channel only, all
 * its videos weigh the same.
 */
export function countTerms(videos: readonly TermedVideo[]): ReadonlyMap<string, TermCount> {
  const byChannel = new Map<string, TermedVideo[]>();
  for (const video of videos) {
    const known = byChannel.get(video.channelId);
    if (known) known.push(video);
    else byChannel.set(video.channelId, [video]);
  }
  const alone = byChannel.size === 1;
  const counts = new Map<string, { videos: number; channels: number; weight: number }>();
  for (const own of byChannel.values()) {
    const said = new Map<string, number>();
    for (const { terms } of own) for (const term of terms) said.set(term, (said.get(term) ?? 0) + 1);
    for (const [term, times] of said) {
      const weight = alone ? times : harmonic(times);
      const count = counts.get(term);
      if (!count) counts.set(term, { videos: times, channels: 1, weight });
      else {
        count.videos += times;
        count.channels += 1;
        count.weight += weight;
      }
    }
  }
  return counts;
}

/** 1 + 1/2 + … + 1/n. */
function harmonic(n: number): number {
  let sum = 0;
  for (let i = 1; i <= n; i++) sum += 1 / i;
  return sum;
}

/** A video of those that are looked at, by its terms. */
export interface SayingVideo {
  readonly id: string;
  readonly terms: ReadonlySet<string>;
}

/** Which videos say each of these terms. */
export function sayersOf(
  videos: readonly SayingVideo[],
  terms: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const saying = new Map<string, Set<string>>();
  for (const video of videos) {
    for (const term of video.terms) {
      if (!terms.has(term)) continue;
      const known = saying.get(term);
      if (known) known.add(video.id);
      else saying.set(term, new Set([video.id]));
    }
  }
  return saying;
}

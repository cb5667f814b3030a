/** Of ten million terms, as many as anybody looks at, two or three share a place; that lets a few rare ones through. */
const PLACES = 1 << 24;

/**
 * Leaves out the terms that fewer than `least` videos say: nine in ten, each a string of its own, which would fill a
 * gigabyte to no end. What more say all stays, and a few others, as terms are counted by a hash. The videos are taken one by
 * one, and their terms packed until all have been counted. `least` is below 256.
 */
export function sieveTerms<Video extends { readonly terms: ReadonlySet<string> }>(
  videos: Iterable<Video>,
  least: number,
): readonly Video[] {
  const counts = new Uint8Array(PLACES);
  const packed: { readonly video: Omit<Video, "terms">; readonly terms: Buffer }[] = [];
  for (const { terms, ...video } of videos) {
    for (const term of terms) {
      const place = placeOf(term);
      const count = counts[place] ?? 0;
      if (count < least) counts[place] = count + 1;
    }
    packed.push({ video, terms: Buffer.from([...terms].join(BETWEEN)) });
  }
  const known = new Map<string, string>();
  return packed.map(({ video, terms }): Video => {
    const kept = new Set<string>();
    for (const part of terms.toString().split(BETWEEN)) {
      if (part === "" || (counts[placeOf(part)] ?? 0) < least) continue;
      let term = known.get(part);
      if (term === undefined) {
        // A part of a longer string keeps all of that in memory; this is one of its own.
        term = Buffer.from(part).toString();
        known.set(term, term);
      }
      kept.add(term);
    }
    return { ...video, terms: kept } as unknown as Video;
  });
}

/** No text of ours holds it: the database cannot. */
const BETWEEN = "\0";

/** FNV-1a. */
function placeOf(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 24)) & (PLACES - 1);
}

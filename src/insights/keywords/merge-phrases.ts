/** A scored term with the videos that say it. */
export interface Supported {
  readonly term: string;
  readonly z: number;
  readonly videos: ReadonlySet<string>;
}

/** Two phrases are one topic when so many of the videos of either say both. */
const SHARED_LEAST = 0.6;

/** The longer of two phrases names the topic unless it scores clearly less. */
const LONGER_LOSES = 0.85;

/**
 * Merges phrases that are parts of one another, or overlap, and stand in nearly the same videos. Each topic keeps the name
 * that tells most, and the others as variants. In: by falling z. Out: the same order.
 */
export function mergePhrases<Term extends Supported>(
  ranked: readonly Term[],
): readonly { readonly best: Term; readonly variants: readonly string[] }[] {
  const topics: { best: Term; variants: string[] }[] = [];
  for (const term of ranked) {
    const topic = topics.find(({ best }) => isRelated(best.term, term.term) && areTogether(best.videos, term.videos));
    if (!topic) topics.push({ best: term, variants: [] });
    else if (term.term.length > topic.best.term.length && term.z >= LONGER_LOSES * topic.best.z) {
      topic.variants.push(topic.best.term);
      topic.best = term;
    } else topic.variants.push(term.term);
  }
  return topics;
}

/** Whether one contains the other, or they share a word. Japanese and Thai have no spaces to share words by: two characters do. */
function isRelated(a: string, b: string): boolean {
  if (a.includes(b) || b.includes(a)) return true;
  const words = new Set(a.split(" "));
  if (b.split(" ").some((word) => words.has(word))) return true;
  return !a.includes(" ") && !b.includes(" ") && (a.slice(-2) === b.slice(0, 2) || b.slice(-2) === a.slice(0, 2));
}

function areTogether(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  let shared = 0;
  for (const video of a) if (b.has(video)) shared += 1;
  return shared >= SHARED_LEAST * (a.size + b.size - shared);
}

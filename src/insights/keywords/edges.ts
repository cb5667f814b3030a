/** A phrase keeps its edge when so many of the videos that say the rest say it with the edge. */
const BOUND_LEAST = 0.65;

/**
 * Whether a phrase may stand as it is: its edges are words with a topic, or belong to it so firmly that hardly anybody says
 * the rest without them ("the voice", but not "in berlin"). `stop` holds the words without a topic of all languages in
 * play; `videosOf` tells how many videos say a term.
 */
export function keepsItsEdges(term: string, stop: ReadonlySet<string>, videosOf: (term: string) => number): boolean {
  const words = term.split(" ");
  const first = words.findIndex((word) => !stop.has(word));
  const last = words.findLastIndex((word) => !stop.has(word));
  if (first === 0 && last === words.length - 1) return true;
  const core = words.slice(first, last + 1).join(" ");
  return videosOf(term) >= BOUND_LEAST * videosOf(core);
}

import { countTerms, type TermCount, type TermedVideo } from "./count-terms.ts";
import { keepsItsEdges } from "./edges.ts";
import { type LogOdds, logOdds } from "./log-odds.ts";
import { mergePhrases } from "./merge-phrases.ts";
import { sayersOf } from "./sayers.ts";

/** A term that a scope is about. */
export interface TopTerm {
  readonly term: string;
  readonly variants: readonly string[];
  readonly videos: number;
  readonly channels: number;
  /** ln of its odds in the scope ÷ its odds elsewhere, and how sure that is; `null` = there is no elsewhere. */
  readonly logOdds: number | null;
  readonly z: number | null;
  readonly examples: readonly string[];
}

interface Scored {
  readonly term: string;
  readonly count: TermCount;
  /** What it is ordered by: how sure it is, or how much it is said. */
  readonly z: number;
  readonly odds: LogOdds | null;
}

const VIDEOS_LEAST = 3;
const EXAMPLES = 3;
const CANDIDATES_EACH = 8;

/**
 * What a scope is about: the terms that it says more than everybody else does (log-odds with an informative prior), the
 * surest first; where the scope is everything, the most said. At most `limit`. `stop` holds the words without a topic.
 */
export function topTerms(
  scope: readonly (TermedVideo & { readonly id: string })[],
  elsewhere: readonly TermedVideo[],
  stop: ReadonlySet<string>,
  limit: number,
): readonly TopTerm[] {
  const [here, there] = [countTerms(scope), countTerms(elsewhere)];
  const scored = [...here].flatMap(([term, count]): Scored[] => {
    if (count.videos < VIDEOS_LEAST) return [];
    if (!keepsItsEdges(term, stop, (part) => here.get(part)?.videos ?? 0)) return [];
    if (elsewhere.length === 0) return [{ term, count, z: count.weight, odds: null }];
    const other = there.get(term);
    const odds = logOdds(
      { weight: count.weight, videos: scope.length },
      { weight: other?.weight ?? 0, videos: elsewhere.length },
      (other?.videos ?? 0) / elsewhere.length,
    );
    return odds.z <= 0 ? [] : [{ term, count, z: odds.z, odds }];
  });
  const candidates = scored.sort((a, b) => b.z - a.z || (a.term < b.term ? -1 : 1)).slice(0, limit * CANDIDATES_EACH);
  const saying = sayersOf(scope, new Set(candidates.map(({ term }) => term)));
  const topics = mergePhrases(
    candidates.map((candidate) => ({ ...candidate, videos: saying.get(candidate.term) ?? new Set<string>() })),
  );
  return topics.slice(0, limit).map(({ best, variants }) => ({
    term: best.term,
    variants,
    videos: best.count.videos,
    channels: best.count.channels,
    logOdds: best.odds?.value ?? null,
    z: best.odds?.z ?? null,
    examples: [...best.videos].slice(0, EXAMPLES),
  }));
}

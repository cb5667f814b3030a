import { countTerms, type TermedVideo } from "./count-terms.ts";
import { keepsItsEdges } from "./edges.ts";
import { logOdds } from "./log-odds.ts";
import { mergePhrases } from "./merge-phrases.ts";
import { sayersOf } from "./sayers.ts";

/** A video of the window or of the time before it. */
export interface RisingVideo extends TermedVideo {
  readonly id: string;
}

/** A term that is said more than before, with how much more and how sure that is. */
export interface RisingTerm {
  readonly term: string;
  /** Other names of the same topic. */
  readonly variants: readonly string[];
  /** Videos and channels of the window that say it. */
  readonly videos: number;
  readonly channels: number;
  /** Videos of the time before that say it. */
  readonly videosBefore: number;
  /** ln of its odds in the window ÷ its odds before. */
  readonly logOdds: number;
  readonly z: number;
  /** Up to three videos of the window that say it. */
  readonly examples: readonly string[];
}

/** What fewer videos say is chance, whatever its odds. */
const VIDEOS_LEAST = 3;

/** As many candidates as answers are wanted, times this, are merged: a topic has up to six phrases of its own. */
const CANDIDATES_EACH = 12;

/** Nobody reads a rise that may be chance: one in 40 words that do not rise has a z beyond 2. */
const Z_LEAST = 2;

/**
 * The terms that are said more in a window than before it (docs/formulas/keywords.md), the surest first, at most `limit`. The
 * time before may be longer than the window; shares are compared. Where several channels are looked at, a term of one
 * channel alone is that channel's series and no topic.
 */
export function risingTerms(
  window: readonly RisingVideo[],
  before: readonly RisingVideo[],
  stop: ReadonlySet<string>,
  limit: number,
): readonly RisingTerm[] {
  const [here, there] = [countTerms(window), countTerms(before)];
  const channelsLeast = new Set(window.map(({ channelId }) => channelId)).size > 1 ? 2 : 1;
  const scored = [...here].flatMap(([term, count]) => {
    if (count.videos < VIDEOS_LEAST || count.channels < channelsLeast) return [];
    if (!keepsItsEdges(term, stop, (part) => here.get(part)?.videos ?? 0)) return [];
    const earlier = there.get(term);
    const background = before.length === 0 ? 0 : (earlier?.videos ?? 0) / before.length;
    const { value, z } = logOdds(
      { weight: count.weight, videos: window.length },
      { weight: earlier?.weight ?? 0, videos: before.length },
      background,
    );
    return z < Z_LEAST ? [] : [{ term, z, logOdds: value, count, videosBefore: earlier?.videos ?? 0 }];
  });
  const candidates = scored.sort((a, b) => b.z - a.z || (a.term < b.term ? -1 : 1)).slice(0, limit * CANDIDATES_EACH);
  const saying = sayersOf(window, new Set(candidates.map(({ term }) => term)));
  const topics = mergePhrases(
    candidates.map((candidate) => ({ ...candidate, videos: saying.get(candidate.term) ?? new Set<string>() })),
  );
  return topics.slice(0, limit).map(({ best, variants }) => ({
    term: best.term,
    variants,
    videos: best.count.videos,
    channels: best.count.channels,
    videosBefore: best.videosBefore,
    logOdds: best.logOdds,
    z: best.z,
    examples: [...best.videos].slice(0, EXAMPLES),
  }));
}

const EXAMPLES = 3;

import { keepsItsEdges } from "./edges.ts";
import { mergePhrases } from "./merge-phrases.ts";
import { sayersOf } from "./sayers.ts";

/** A video with how well it did. */
export interface ScoredVideo {
  readonly id: string;
  readonly channelId: string;
  readonly terms: ReadonlySet<string>;
  /** ln of its performance or outlier: 0 is usual for its channel. */
  readonly logScore: number;
}

/** A term whose videos do better, or worse, than their channels' others. */
export interface PerformingTerm {
  readonly term: string;
  readonly variants: readonly string[];
  readonly videos: number;
  readonly channels: number;
  /** How many times as well as usual, drawn towards 1 where few videos say it. */
  readonly factor: number;
  /** A 90 % interval of the factor. */
  readonly low: number;
  readonly high: number;
  readonly examples: readonly string[];
}

const VIDEOS_LEAST = 4;
const EXAMPLES = 3;
/** Of a standard normal distribution 90 % lie within this. */
const NORMAL_90 = 1.645;
/** As many candidates as answers are wanted, times this, are merged: a topic has several phrases of its own. */
const CANDIDATES_EACH = 8;

/**
 * The words whose videos do best against their own channel's level (docs/formulas/keywords.md): the mean of their ln scores,
 * less the channel's mean, drawn towards 0 by as many videos as the spread between terms says (empirical Bayes), ordered by
 * the lower end of the interval. Of one channel's videos the n-th with the term weighs 1 ÷ n. At most `limit`. `stop` holds the
 * words without a topic.
 */
export function performingTerms(
  videos: readonly ScoredVideo[],
  stop: ReadonlySet<string>,
  limit: number,
): readonly PerformingTerm[] {
  const residuals = residualsOf(videos);
  const spread = meanOf(residuals.map(({ residual }) => residual ** 2));
  const said = termSums(residuals);
  const terms = [...said].filter(
    ([term, { videos: n }]) => n >= VIDEOS_LEAST && keepsItsEdges(term, stop, (part) => said.get(part)?.videos ?? 0),
  );
  const pull = priorVideos(
    terms.map(([, sums]) => sums),
    spread,
  );
  const scored = terms.map(([term, sums]) => {
    const n = sums.weight ** 2 / sums.squares;
    const mean = (sums.total / sums.weight) * (n / (n + pull));
    const error = NORMAL_90 * Math.sqrt(spread / (n + pull));
    return { term, count: sums, mean, low: mean - error, high: mean + error };
  });
  const ranked = scored.sort((a, b) => b.low - a.low || (a.term < b.term ? -1 : 1)).slice(0, limit * CANDIDATES_EACH);
  const saying = sayersOf(videos, new Set(ranked.map(({ term }) => term)));
  const topics = mergePhrases(
    // All are ranked already: any value that falls along does for the merge.
    ranked.map((term) => ({ ...term, z: Math.exp(term.low), videos: saying.get(term.term) ?? new Set<string>() })),
  );
  return topics.slice(0, limit).map(({ best, variants }) => ({
    term: best.term,
    variants,
    videos: best.count.videos,
    channels: best.count.channels.size,
    factor: Math.exp(best.mean),
    low: Math.exp(best.low),
    high: Math.exp(best.high),
    examples: [...best.videos].slice(0, EXAMPLES),
  }));
}

interface Residual {
  readonly video: ScoredVideo;
  readonly residual: number;
}

/** A channel with three or fewer scored videos tells no level of its own: its scores are relative already. */
const LEVEL_VIDEOS_LEAST = 4;

function residualsOf(videos: readonly ScoredVideo[]): Residual[] {
  return [...Map.groupBy(videos, ({ channelId }) => channelId).values()].flatMap((own) => {
    const level = own.length < LEVEL_VIDEOS_LEAST ? 0 : meanOf(own.map(({ logScore }) => logScore));
    return own.map((video) => ({ video, residual: video.logScore - level }));
  });
}

interface Sums {
  weight: number;
  squares: number;
  total: number;
  videos: number;
  /** How many videos of each channel say it. */
  readonly channels: Map<string, number>;
}

function termSums(residuals: readonly Residual[]): ReadonlyMap<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const { video, residual } of residuals) {
    for (const term of video.terms) {
      const known = sums.get(term) ?? {
        weight: 0,
        squares: 0,
        total: 0,
        videos: 0,
        channels: new Map<string, number>(),
      };
      sums.set(term, known);
      const times = (known.channels.get(video.channelId) ?? 0) + 1;
      known.channels.set(video.channelId, times);
      const weight = 1 / times;
      known.weight += weight;
      known.squares += weight * weight;
      known.total += weight * residual;
      known.videos += 1;
    }
  }
  return sums;
}

/**
 * How many videos a prior of "no effect" is worth: the spread within a term ÷ the spread between terms that chance does not
 * explain. Without any such spread all terms are nearly the same, and the prior is strong.
 */
function priorVideos(terms: readonly Sums[], spread: number): number {
  if (terms.length === 0 || spread === 0) return 1;
  const between = meanOf(
    terms.map(({ weight, squares, total }) => (total / weight) ** 2 - spread / (weight ** 2 / squares)),
  );
  return Math.min(PRIOR_MAX, Math.max(1, spread / Math.max(between, spread / PRIOR_MAX)));
}

/**
 * Most words have no effect and a few have a large one: a pull taken from all words together would deny those few, however
 * many videos say them. More than this it never is.
 */
const PRIOR_MAX = 15;

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** How often a term is said, and in how many videos it could have been. */
export interface Said {
  readonly weight: number;
  readonly videos: number;
}

export interface LogOdds {
  /** ln of the odds of being said here ÷ the odds there, after the prior. */
  readonly value: number;
  /** The signed root of the likelihood ratio: how many standard deviations from no difference. */
  readonly z: number;
}

/**
 * The prior is worth so many videos. It is spread over terms as the background says them, so that what is said everywhere
 * needs much to stand out and a new word little.
 */
const PRIOR_VIDEOS = 20;

/** A word the background never says is given this much all the same, or its odds would be infinite. */
const PRIOR_LEAST = 0.05;

/**
 * The log-odds ratio of a term here against there, with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
 * "Fightin' Words", eq. 15–16), over videos instead of words. `background` is the term's share of videos in the scope at
 * large, 0 to 1. Their z divides by a variance that 1 ÷ count dominates, which hides new words that were never said
 * before; ours is the signed root of the likelihood ratio of the same two counts, which is right for small ones too.
 */
export function logOdds(here: Said, there: Said, background: number): LogOdds {
  const prior = Math.max(PRIOR_LEAST, PRIOR_VIDEOS * background);
  const all = here.videos + there.videos;
  if (all === 0) return { value: 0, z: 0 };
  // The prior belongs to both sides by their sizes, so that it speaks for no difference.
  const [a, b] = [here, there].map(({ weight, videos }) => weight + (prior * videos) / all) as [number, number];
  const odds = (said: number, videos: number) => {
    const of = videos + (PRIOR_VIDEOS * videos) / all;
    return said / Math.max(of - said, PRIOR_LEAST);
  };
  const value = Math.log(odds(a, here.videos) / odds(b, there.videos));
  const expected = ((a + b) * here.videos) / all;
  const likelihood = 2 * (term(a, expected) + term(b, a + b - expected));
  return { value, z: Math.sign(a - expected) * Math.sqrt(Math.max(0, likelihood)) };
}

const term = (said: number, expected: number): number =>
  said === 0 || expected === 0 ? 0 : said * Math.log(said / expected);

/** What a summary may say, and nothing else: every number in a text must be one of these. */
export interface SummaryFacts {
  /** What is looked at, as a person would say it: "all channels", "the tag f1". */
  readonly scope: string;
  /** UTC dates; the last day is part of the window. */
  readonly from: string;
  readonly to: string;
  readonly videosPublished: number;
  readonly viewsGained: number;
  /** The same over the window before; `null` = nobody sampled then. */
  readonly viewsGainedBefore: number | null;
  readonly formats: readonly { readonly format: string; readonly videos: number; readonly viewsGained: number }[];
  /** What rose most, the strongest first. */
  readonly rising: readonly RisingFact[];
  readonly keywords: readonly {
    readonly term: string;
    readonly videos: number;
    readonly videosBefore: number;
    readonly examples: readonly string[];
  }[];
  /** Young videos that may become something, with why. */
  readonly watch: readonly { readonly videoId: string; readonly title: string; readonly why: string }[];
}

export interface RisingFact {
  readonly videoId: string;
  readonly title: string;
  readonly channel: string;
  readonly viewsGained: number;
  /** Times what is usual at its age; `null` = not known. */
  readonly heat: number | null;
  readonly performance: number | null;
  readonly outlier: number | null;
}

/** The ids that a text may cite. */
export const citable = (facts: SummaryFacts): ReadonlySet<string> =>
  new Set([
    ...facts.rising.map(({ videoId }) => videoId),
    ...facts.watch.map(({ videoId }) => videoId),
    ...facts.keywords.flatMap(({ examples }) => examples),
  ]);

import { quotable } from "./quotable.ts";

/** What a summary may say, and nothing else: every number in a text must be one of these. */
export interface SummaryFacts {
  /** What is looked at, as a person would say it: `all channels`, `the tag "f1"`. Names in it stand between quotation marks. */
  readonly scope: string;
  /** From when, and until when (not part of it): dates in UTC, or `2026-11-01T18:00Z` where a day is not whole. */
  readonly from: string;
  readonly to: string;
  /** How long that is. */
  readonly hours: number;
  readonly videosPublished: number;
  /** `null` = nobody sampled then. */
  readonly viewsGained: number | null;
  /** The same over the window before. */
  readonly viewsGainedBefore: number | null;
  /** Views gained by format, the most first. */
  readonly formats: readonly { readonly format: string; readonly videos: number; readonly viewsGained: number }[];
  /** What rose most, the strongest first. */
  readonly rising: readonly RisingFact[];
  /** Words whose share of the titles grew, the strongest first. */
  readonly keywords: readonly KeywordFact[];
  /** Young videos that may become something. */
  readonly watch: readonly WatchFact[];
}

interface VideoFact {
  readonly videoId: string;
  readonly title: string;
  readonly channel: string;
  readonly channelId: string;
}

export interface RisingFact extends VideoFact {
  /** Over its last `gainDays`, as far as it was sampled; `null` = not known. */
  readonly viewsGained: number | null;
  readonly gainDays: number;
  /** Times what is usual at its age; `null` = not known. */
  readonly heat: number | null;
  readonly performance: number | null;
  readonly outlier: number | null;
}

export interface WatchFact extends VideoFact {
  readonly ageHours: number;
  readonly views: number;
  readonly heat: number | null;
  readonly outlier: number | null;
}

export interface KeywordFact {
  readonly term: string;
  readonly videos: number;
  readonly videosBefore: number;
  /** Ids of videos with it. */
  readonly examples: readonly string[];
}

/** Whether there is nothing to tell of. */
export const areEmpty = ({ videosPublished, viewsGained, rising, keywords, watch }: SummaryFacts): boolean =>
  videosPublished === 0 && viewsGained === null && rising.length + keywords.length + watch.length === 0;

/** The ids that a text may cite. */
export const citable = (facts: SummaryFacts): ReadonlySet<string> =>
  new Set([
    ...facts.rising.map(({ videoId }) => videoId),
    ...facts.watch.map(({ videoId }) => videoId),
    ...facts.keywords.flatMap(({ examples }) => examples),
  ]);

/** What strangers wrote, as a text quotes it, the longest first: a name may be part of a title. */
export const quotedNames = (facts: SummaryFacts): readonly string[] =>
  [
    ...new Set([
      ...[...facts.rising, ...facts.watch].flatMap(({ title, channel }) => [quotable(title), quotable(channel)]),
      ...facts.keywords.map(({ term }) => quotable(term)),
      ...Array.from(facts.scope.matchAll(/"([^"]+)"/g), ([, name = ""]) => name),
    ]),
  ].toSorted((a, b) => b.length - a.length);

/** The facts as a model is told them: what strangers wrote in the form in which it is to be quoted. */
export const asTold = (facts: SummaryFacts): SummaryFacts => ({
  ...facts,
  rising: facts.rising.map(told),
  keywords: facts.keywords.map((keyword) => ({ ...keyword, term: quotable(keyword.term) })),
  watch: facts.watch.map(told),
});

const told = <Fact extends VideoFact>(fact: Fact): Fact => ({
  ...fact,
  title: quotable(fact.title),
  channel: quotable(fact.channel),
});

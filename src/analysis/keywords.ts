import { type AskedWindow, type InsightScope, isEverything, windowAt, windowBefore } from "#domain/insight-scope.ts";
import type { Instant } from "#domain/time.ts";
import { type CoTagNetwork, coTags } from "#insights/keywords/co-tags.ts";
import { type PerformingTerm, performingTerms } from "#insights/keywords/performing.ts";
import { type RisingTerm, risingTerms } from "#insights/keywords/rising.ts";
import { type TopTerm, topTerms } from "#insights/keywords/top.ts";
import type { Db } from "#storage/database.ts";
import {
  readTagSets,
  readTextStamp,
  readTexts,
  type TextSample,
  type TextSource,
  type VideoTexts,
} from "#storage/insights/keyword-texts.ts";
import { languageShares, stopWordsFor, termTexts } from "./text-terms.ts";

export interface KeywordQuestion {
  readonly scope: InsightScope;
  readonly window: AskedWindow;
  readonly kind: "top" | "rising" | "performing";
}

export interface NetworkQuestion {
  readonly scope: InsightScope;
  readonly window: AskedWindow;
}

/** How many videos an answer rests on, and of how many: of very many a sample is read. */
interface TextBasis {
  readonly videos: number;
  readonly of: number;
  readonly complete: boolean;
}

interface Common {
  readonly basis: TextBasis;
  /** What it is compared with; `null` = nothing. */
  readonly background: TextBasis | null;
  readonly languages: readonly { readonly language: string | null; readonly videos: number }[];
}

export type KeywordAnswer = Common &
  (
    | { readonly kind: "top"; readonly terms: readonly TopTerm[] }
    | { readonly kind: "rising"; readonly terms: readonly RisingTerm[] }
    /** `scored`: of how many of the videos a score is known. */
    | { readonly kind: "performing"; readonly terms: readonly PerformingTerm[]; readonly scored: number }
  );

export type NetworkAnswer = CoTagNetwork & { readonly basis: TextBasis };

/** So many terms are found whoever asks for how many, so that there is one answer to keep. */
export const TERMS_MAX = 100;
export const NODES_MAX = 200;

/** Texts of more videos would take longer than anybody waits; shares of so many are known to a percent. */
const VIDEOS_A_SIDE = 10_000;
/** Tags are short, and not taken apart. */
const TAGGED_MAX = 100_000;

/**
 * The words of a scope and window (docs/formulas/keywords.md), up to `TERMS_MAX`. Takes seconds where there are many texts.
 *
 * @param rest is waited for after each part of the texts: a thread of its own has time (`text-worker.ts`).
 */
export async function keywordsOf(
  db: Db,
  question: KeywordQuestion,
  now: Instant,
  rest: () => Promise<void> = async () => undefined,
): Promise<KeywordAnswer> {
  const { here, there } = sourcesOf(question, now);
  const texts = await readTexts(db, here, VIDEOS_A_SIDE, rest);
  const others = there && (await readTexts(db, there, VIDEOS_A_SIDE, rest));
  const own = new Set(texts.rows.map(({ id }) => id));
  const termed = termTexts([...texts.rows, ...(others?.rows ?? [])]);
  const window = termed.filter(({ id }) => own.has(id));
  const background = termed.filter(({ id }) => !own.has(id));
  const common: Common = {
    basis: basisOf(texts),
    background: others && basisOf(others),
    languages: languageShares(window),
  };
  switch (question.kind) {
    case "top":
      return { kind: "top", ...common, terms: topTerms(window, background, stopWordsFor(window), TERMS_MAX) };
    case "rising":
      return { kind: "rising", ...common, terms: risingTerms(window, background, stopWordsFor(window), TERMS_MAX) };
    case "performing": {
      const scored = window.flatMap(({ score, ...video }) =>
        score !== null && score > 0 ? [{ ...video, logScore: Math.log(score) }] : [],
      );
      const terms = performingTerms(scored, stopWordsFor(window), TERMS_MAX);
      return { kind: "performing", ...common, terms, scored: scored.length };
    }
    default:
      throw new Error(`${question.kind satisfies never} is no kind of keyword`);
  }
}

/** Which tags of a scope and window stand together (docs/formulas/keywords.md), up to `NODES_MAX` of them. */
export async function networkOf(db: Db, { scope, window }: NetworkQuestion, now: Instant): Promise<NetworkAnswer> {
  const tagged = await readTagSets(db, { scope, window: windowAt(window, now), side: "inside" }, TAGGED_MAX);
  return {
    ...coTags(
      tagged.rows.map(({ tags }) => tags),
      NODES_MAX,
    ),
    basis: basisOf(tagged),
  };
}

/** What the answer to a question would be made from, in short: the same videos with the same texts and scores give the same. */
export async function keywordStamp(db: Db, question: KeywordQuestion, now: Instant): Promise<string> {
  const { here, there } = sourcesOf(question, now);
  const stamps = await Promise.all(
    [here, ...(there ? [there] : [])].map(async (source) => {
      const { videos, ids, changedAt, scores } = await readTextStamp(db, source);
      return [videos, ids, changedAt, ...(question.kind === "performing" ? [scores] : [])];
    }),
  );
  return JSON.stringify(stamps);
}

export async function networkStamp(db: Db, { scope, window }: NetworkQuestion, now: Instant): Promise<string> {
  const source: TextSource = { scope, window: windowAt(window, now), side: "inside" };
  const { videos, ids, changedAt } = await readTextStamp(db, source);
  return JSON.stringify([videos, ids, changedAt]);
}

/** The videos that a question is about, and those that they are compared with; `null` = there are none. */
function sourcesOf(
  { scope, window: asked, kind }: KeywordQuestion,
  now: Instant,
): { readonly here: TextSource; readonly there: TextSource | null } {
  const window = windowAt(asked, now);
  const here: TextSource = { scope, window, side: "inside" };
  if (kind === "rising") return { here, there: { ...here, window: windowBefore(window) } };
  return { here, there: kind === "top" && !isEverything(scope) ? { ...here, side: "outside" } : null };
}

const basisOf = ({ rows, of }: TextSample<VideoTexts | { readonly tags: readonly string[] }>): TextBasis => ({
  videos: rows.length,
  of,
  complete: rows.length === of,
});

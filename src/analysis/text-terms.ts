import { footersOf, substanceOf, withoutLinks } from "#insights/keywords/boilerplate.ts";
import { sieveTerms } from "#insights/keywords/sieve-terms.ts";
import { stopWordsOf } from "#insights/keywords/stop-words.ts";
import { termsOf } from "#insights/keywords/terms-of.ts";
import { languagesOf } from "#insights/keywords/text-language.ts";
import type { VideoTexts } from "#storage/insights/keyword-texts.ts";

/** A video by its terms, with the language it is taken to be in. */
export interface TermedText {
  readonly id: string;
  readonly channelId: string;
  readonly terms: ReadonlySet<string>;
  readonly language: string | null;
  readonly score: number | null;
}

/**
 * The terms of videos: without links, selling lines and what a channel repeats; each in its language. All videos of a channel
 * that are looked at should come together, for a channel's footers and its usual language show only over several. Terms that
 * hardly any of them say are left out.
 */
export const termTexts = (videos: readonly VideoTexts[]): readonly TermedText[] =>
  sieveTerms(termsByChannel(videos), VIDEOS_LEAST);

/** No list shows what fewer videos say. */
const VIDEOS_LEAST = 3;

function* termsByChannel(videos: readonly VideoTexts[]): Generator<TermedText> {
  for (const own of Map.groupBy(videos, ({ channelId }) => channelId).values()) {
    const footers = footersOf(own.map(({ description }) => description));
    const texts = own.map((video) => ({ ...video, title: withoutLinks(video.title) }));
    const languages = languagesOf(texts.map(({ language, title }) => ({ declared: language, text: title })));
    for (const [i, video] of texts.entries()) {
      const language = languages[i] ?? null;
      const description = substanceOf(video.description, footers);
      const { id, channelId, score } = video;
      yield { id, channelId, score, language, terms: termsOf({ ...video, description, language }) };
    }
  }
}

/** How many of the videos are in which language, the most first; `null` = it cannot be told. */
export function languageShares(
  videos: readonly TermedText[],
): readonly { readonly language: string | null; readonly videos: number }[] {
  const counts = new Map<string | null, number>();
  for (const { language } of videos) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts]
    .map(([language, n]) => ({ language, videos: n }))
    .sort((a, b) => b.videos - a.videos || ((a.language ?? "") < (b.language ?? "") ? -1 : 1));
}

/** The words without a topic of all languages that these videos are in. */
export const stopWordsFor = (videos: readonly TermedText[]): ReadonlySet<string> =>
  new Set([...new Set(videos.map(({ language }) => language))].flatMap((language) => [...stopWordsOf(language)]));

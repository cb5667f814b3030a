import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { withoutLinks } from "#insights/keywords/boilerplate.ts";
import { countTerms } from "#insights/keywords/count-terms.ts";
import { type RisingVideo, risingTerms } from "#insights/keywords/rising.ts";
import { stopWordsOf } from "#insights/keywords/stop-words.ts";
import { termsOf } from "#insights/keywords/terms-of.ts";
import { languagesOf } from "#insights/keywords/text-language.ts";
import { type ChartVideo, monthFrom, readChart } from "./keywords-month.ts";
import { type PlantedMonth, plantSurges } from "./keywords-planted.ts";

const COUNTRIES = ["US", "GB", "DE", "BR", "IN", "JP", "KR", "SA"];

interface Judged {
  /** The share of planted topics among the first 50 terms. */
  readonly recall: number;
  /** The share of the first 30 terms that were planted. */
  readonly precision: number;
}

/**
 * `keywords`: how many topics that were planted into a real month are found, and how many found ones were planted, beside
 * the most frequent terms and the highest TF-IDF; and how many titles are read a second.
 */
export async function keywords(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string", default: "../shared/data/trending" },
      seed: { type: "string", default: "1" },
      month: { type: "string", default: "2026-03-01" },
      titles: { type: "string", default: "100000" },
      json: { type: "boolean" },
    },
  });
  const charts = await Promise.all(COUNTRIES.map((country) => readChart(values.data, country)));
  const perLanguage = COUNTRIES.map((country, i) => {
    const month = plantSurges(monthFrom(charts[i] ?? [], values.month), Number(values.seed));
    const [window, before] = [termed(month.window), termed(month.before)];
    const ours = risingTerms(window, before, stopOf(month.window), 50).map(({ term }) => term);
    return {
      country,
      videos: month.window.length + month.before.length,
      ...judge(ours, month),
      frequency: judge(mostFrequent(window), month),
      tfIdf: judge(highestTfIdf(window, before), month),
    };
  });
  const mean = (value: (row: Judged) => number) =>
    perLanguage.reduce((sum, row) => sum + value(row), 0) / perLanguage.length;
  return {
    recall: mean(({ recall }) => recall),
    precision: mean(({ precision }) => precision),
    perLanguage,
    titlesPerSecond: titlesPerSecond(charts.flat(), Number(values.titles)),
    rows: perLanguage,
  };
}

/** Videos by their terms, their languages found as the product finds them. */
function termed(videos: readonly ChartVideo[]): RisingVideo[] {
  const byChannel = Map.groupBy(videos, ({ channelId }) => channelId);
  return [...byChannel.values()].flatMap((own) => {
    const languages = languagesOf(own.map(({ declared, title }) => ({ declared, text: title })));
    return own.map((video, i) => ({
      id: video.id,
      channelId: video.channelId,
      terms: termsOf({ ...video, title: withoutLinks(video.title), description: "", language: languages[i] ?? null }),
    }));
  });
}

/** The words without a topic of all languages that the videos declare. */
const stopOf = (videos: readonly ChartVideo[]): ReadonlySet<string> =>
  new Set([...new Set(videos.map(({ declared }) => declared))].flatMap((language) => [...stopWordsOf(language)]));

function judge(terms: readonly string[], { surges }: PlantedMonth): Judged {
  const phrases = surges.map(({ phrase }) => phrase);
  const found = phrases.filter((phrase) => terms.some((term) => isOf(term, phrase)));
  const right = terms.slice(0, 30).filter((term) => phrases.some((phrase) => isOf(term, phrase)));
  return { recall: found.length / phrases.length, precision: right.length / 30 };
}

/** Whether a term names a planted phrase: the phrase itself, or all but a word of it. */
const isOf = (term: string, phrase: string): boolean =>
  term === phrase || (term.length * 2 >= phrase.length && phrase.includes(term)) || term.includes(phrase);

function mostFrequent(window: readonly RisingVideo[]): readonly string[] {
  return [...countTerms(window)]
    .sort(([, a], [, b]) => b.videos - a.videos)
    .slice(0, 50)
    .map(([term]) => term);
}

function highestTfIdf(window: readonly RisingVideo[], before: readonly RisingVideo[]): readonly string[] {
  const all = countTerms([...window, ...before]);
  const score = (term: string, videos: number) =>
    videos * Math.log((window.length + before.length) / (all.get(term)?.videos ?? 1));
  return [...countTerms(window)]
    .map(([term, { videos }]) => [term, score(term, videos)] as const)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 50)
    .map(([term]) => term);
}

function titlesPerSecond(videos: readonly ChartVideo[], wanted: number): number {
  const many = Array.from({ length: wanted }, (_, i) => {
    const video = videos[i % videos.length] as ChartVideo;
    return { ...video, id: `${i}`, tags: [] };
  });
  const start = performance.now();
  const read = termed(many);
  const cut = Math.round(read.length / 4);
  risingTerms(read.slice(0, cut), read.slice(cut), stopOf(many), 50);
  return wanted / ((performance.now() - start) / 1000);
}

import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { languageShares, stopWordsFor, termTexts } from "#analysis/text-terms.ts";
import { countTerms, type TermedVideo } from "#insights/keywords/count-terms.ts";
import { risingTerms } from "#insights/keywords/rising.ts";
import { measureUnderLoad } from "./keywords-load.ts";
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
 * the most frequent terms and the highest TF-IDF, each month shuffled and planted by several seeds; how many titles are read a
 * second; and what clients of a server wait for while it counts words.
 */
export async function keywords(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string", default: "../shared/data/trending" },
      seeds: { type: "string", default: "1,2,3" },
      month: { type: "string", default: "2026-03-01" },
      titles: { type: "string", default: "100000" },
      videos: { type: "string", default: "60000" },
      /** Of the measurement under load; 0 leaves it out. */
      rounds: { type: "string", default: "8" },
      json: { type: "boolean" },
    },
  });
  const charts = await Promise.all(COUNTRIES.map((country) => readChart(values.data, country)));
  const seeds = values.seeds.split(",").map(Number);
  const perLanguage = COUNTRIES.map((country, i) => {
    const month = monthFrom(charts[i] ?? [], values.month);
    const rows = seeds.map((seed) => judgeMonth(month, seed));
    return { country, videos: month.length, ...meanOf(rows) };
  });
  const { recall, precision } = meanOf(perLanguage);
  const speed = readSpeed(charts.flat(), Number(values.titles));
  const load = Number(values.rounds) > 0 ? await measureUnderLoad(Number(values.videos), Number(values.rounds)) : null;
  const worst = (name: keyof Judged) => Math.min(...perLanguage.map((row) => row[name]));
  return {
    ...{ recall, precision, worstRecall: worst("recall"), worstPrecision: worst("precision") },
    ...{ perLanguage, ...speed, ...load },
    rows: perLanguage,
  };
}

interface JudgedMonth extends Judged {
  readonly language: string;
  readonly frequencyPrecision: number;
  readonly tfIdfPrecision: number;
  readonly frequencyRecall: number;
  readonly tfIdfRecall: number;
}

function judgeMonth(videos: readonly ChartVideo[], seed: number): JudgedMonth {
  const month = plantSurges(videos, seed);
  const before = new Set(month.before.map(({ id }) => id));
  const all = termTexts([...month.window, ...month.before].map(textsOf));
  const [window, earlier] = [all.filter(({ id }) => !before.has(id)), all.filter(({ id }) => before.has(id))];
  const ours = risingTerms(window, earlier, stopWordsFor(window), 50).map(({ term }) => term);
  const frequency = judge(mostFrequent(window), month);
  const tfIdf = judge(highestTfIdf(window, earlier), month);
  return {
    language: languageShares(all)[0]?.language ?? "unknown",
    ...judge(ours, month),
    ...{ frequencyRecall: frequency.recall, frequencyPrecision: frequency.precision },
    ...{ tfIdfRecall: tfIdf.recall, tfIdfPrecision: tfIdf.precision },
  };
}

/** The mean of each number; of the rest the first. */
function meanOf<Row extends object>(rows: readonly Row[]): Row {
  const [first] = rows;
  if (!first) throw new Error("there is nothing to take a mean of");
  const mean = (name: string) => rows.reduce((sum, row) => sum + Number(row[name as keyof Row]), 0) / rows.length;
  return Object.fromEntries(
    Object.entries(first).map(([name, value]) => [name, typeof value === "number" ? mean(name) : value]),
  ) as Row;
}

const textsOf = ({ id, channelId, title, tags, declared }: ChartVideo) => ({
  ...{ id, channelId, title, tags, description: "", language: declared, score: null },
});

function judge(terms: readonly string[], { surges }: PlantedMonth): Judged {
  const phrases = surges.map(({ phrase }) => phrase);
  const found = phrases.filter((phrase) => terms.some((term) => isOf(term, phrase)));
  const right = terms.slice(0, 30).filter((term) => phrases.some((phrase) => isOf(term, phrase)));
  return { recall: found.length / phrases.length, precision: right.length / 30 };
}

/** Whether a term names a planted phrase: the phrase itself, or all but a word of it. */
const isOf = (term: string, phrase: string): boolean =>
  term === phrase || (term.length * 2 >= phrase.length && phrase.includes(term)) || term.includes(phrase);

function mostFrequent(window: readonly TermedVideo[]): readonly string[] {
  return [...countTerms(window)]
    .sort(([, a], [, b]) => b.videos - a.videos)
    .slice(0, 50)
    .map(([term]) => term);
}

function highestTfIdf(window: readonly TermedVideo[], before: readonly TermedVideo[]): readonly string[] {
  const all = countTerms([...window, ...before]);
  const score = (term: string, videos: number) =>
    videos * Math.log((window.length + before.length) / (all.get(term)?.videos ?? 1));
  return [...countTerms(window)]
    .map(([term, { videos }]) => [term, score(term, videos)] as const)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 50)
    .map(([term]) => term);
}

/** How fast titles alone are taken apart and compared, on one core of two. */
function readSpeed(videos: readonly ChartVideo[], wanted: number): { titlesPerSecond: number; titleSeconds: number } {
  const many = Array.from({ length: wanted }, (_, i) => {
    const video = videos[i % videos.length] as ChartVideo;
    return { ...textsOf(video), id: `${i}`, tags: [] };
  });
  const start = performance.now();
  const read = termTexts(many);
  const cut = Math.round(read.length / 4);
  risingTerms(read.slice(0, cut), read.slice(cut), stopWordsFor(read), 50);
  const took = (performance.now() - start) / 1000;
  return { titlesPerSecond: wanted / took, titleSeconds: took };
}

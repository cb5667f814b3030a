import { DAY, stepOf } from "#domain/day-gain.ts";
import { type AskedWindow, type InsightScope, type Window, windowAt } from "#domain/insight-scope.ts";
import { toIso } from "#domain/iso-time.ts";
import { between, days, hours, type Instant, inHours, milliseconds, minus, plus } from "#domain/time.ts";
import type { KeywordFact, RisingFact, SummaryFacts, WatchFact } from "#insights/summary/facts.ts";
import { scopeText } from "#insights/summary/scope-text.ts";
import type { Db } from "#storage/database.ts";
import { readScopeNames } from "#storage/insights/scope-names.ts";
import { countPublished, readStandingOut } from "#storage/insights/summary-rows.ts";
import { readTrendStamp } from "#storage/insights/view-trend-rows.ts";
import type { VideoRow } from "#storage/videos/listed-videos.ts";
import type { AskKept } from "./kept-answers.ts";
import { type KeywordAnswer, type KeywordQuestion, keywordStamp } from "./keywords.ts";
import type { TextDesk } from "./text-desk.ts";
import { trendingOf } from "./trending.ts";
import { type ViewTrendAnswer, type ViewTrendQuestion, viewTrendStamp, viewTrendsOf } from "./view-trends.ts";

export interface FactsQuestion {
  readonly scope: InsightScope;
  readonly window: AskedWindow;
}

interface FactSources {
  /** For queries that take their time. */
  readonly db: Db;
  readonly texts: TextDesk;
  readonly keywords: AskKept<KeywordQuestion, KeywordAnswer>;
  readonly views: AskKept<ViewTrendQuestion, ViewTrendAnswer>;
}

/** A page names no more, and a model reads no more. */
const RISING_MAX = 8;
const WATCH_MAX = 4;
const KEYWORDS_MAX = 8;
const EXAMPLES_MAX = 3;

/** So many that take off are looked at for young ones among them. */
const TRENDING_LOOKED_AT = 40;

/** Whoever is younger may still become something. */
const YOUNG = hours(48);
/** By so many times as fast, or as many views, as is usual a young video is worth a look. */
const WORTH_WATCHING = 1.5;

/** A window that ended longer ago is the past: what takes off now says nothing of it. */
const PRESENT = days(1);

/** Each is some seconds long; a first answer about many texts may take several. */
const TRIES = 8;

/**
 * What a summary may say of a scope and a window: its numbers are those of view trends, trending and rising keywords. Of a
 * window that is over, the videos are those that were published in it. Takes seconds where there is much.
 */
export async function summaryFactsOf(
  sources: FactSources,
  question: FactsQuestion,
  now: Instant,
): Promise<SummaryFacts> {
  const { db } = sources;
  const { scope } = question;
  const names = await readScopeNames(db, scope);
  const trends = await answerTo(sources.views, { ...question, step: null }, (asked) => viewTrendsOf(db, asked, now));
  const published = await countPublished(db, scope, trends.window);
  const formats = trends.formats.map(({ format, views }) => ({
    format,
    videos: published.get(format) ?? 0,
    viewsGained: Math.round(views),
  }));
  return {
    scope: scopeText({ ...names, tag: scope.tag, formats: scope.formats }),
    ...spanOf(trends.window),
    videosPublished: [...published.values()].reduce((sum, videos) => sum + videos, 0),
    viewsGained: trends.samples === 0 ? null : Math.round(trends.views),
    viewsGainedBefore: trends.before === null ? null : Math.round(trends.before),
    formats,
    ...(await videosOf(db, question, now)),
    keywords: await keywordsOf(sources, question, now),
  };
}

/** What the facts would be made from: while nothing was sampled and no text changed they are the same. */
export async function summaryFactsStamp(db: Db, { scope, window }: FactsQuestion, now: Instant): Promise<string> {
  const views = await viewTrendStamp(db, { scope, window, step: null }, now);
  // What rises is of today, which no window of whole days holds.
  const sampled = await readTrendStamp(db, scope, { from: minus(now, DAY), until: plus(now, DAY) });
  return `${views} ${sampled} ${await keywordStamp(db, { scope, window, kind: "rising" }, now)}`;
}

/** Dates where days are whole, the last of them part of it; else instants, the last of them not. */
function spanOf({ from, until }: Window): Pick<SummaryFacts, "from" | "to" | "hours"> {
  const span = { hours: Math.round(inHours(between(from, until))) };
  if (stepOf(from, DAY) === from && stepOf(until, DAY) === until) {
    return { from: toIso(from).slice(0, 10), to: toIso(minus(until, milliseconds(1))).slice(0, 10), ...span };
  }
  return { from: `${toIso(from).slice(0, 16)}Z`, to: `${toIso(until).slice(0, 16)}Z`, ...span };
}

async function videosOf(
  db: Db,
  { scope, window: asked }: FactsQuestion,
  now: Instant,
): Promise<Pick<SummaryFacts, "rising" | "watch">> {
  const window = windowAt(asked, now);
  const over = between(window.from, window.until) <= days(3) ? "24h" : "7d";
  if (window.until < minus(now, PRESENT)) {
    const videos = await readStandingOut(db, scope, window, RISING_MAX);
    return { rising: videos.map((video) => risingFact(video, over)), watch: [] };
  }
  const { items } = await trendingOf(db, { scope, over, sort: "trend", limit: TRENDING_LOOKED_AT }, now);
  const videos = items.map(({ video }) => video);
  const rising = videos.filter((video) => (gainOf(video, over) ?? 1) > 0).slice(0, RISING_MAX);
  const young = videos.filter((video) => isWorthWatching(video, now));
  const others = young.filter((video) => !rising.includes(video));
  return {
    rising: rising.map((video) => risingFact(video, over)),
    // Where nobody else is young, those that rise are what to watch.
    watch: (others.length > 0 ? others : young).slice(0, WATCH_MAX).map((video) => watchFact(video, now)),
  };
}

const isWorthWatching = ({ startAt, views, heat, outlier, outlierBasis }: VideoRow, now: Instant): boolean =>
  startAt !== null &&
  views !== null &&
  between(startAt, now) <= YOUNG &&
  ((heat ?? 0) >= WORTH_WATCHING || (outlierBasis === "age" && (outlier ?? 0) >= WORTH_WATCHING));

const factOf = ({ id, title, channelId, channelTitle }: VideoRow) => ({
  videoId: id,
  title,
  channel: channelTitle ?? "",
  channelId,
});

const risingFact = (video: VideoRow, over: "24h" | "7d"): RisingFact => ({
  ...factOf(video),
  viewsGained: whole(gainOf(video, over)),
  gainDays: over === "24h" ? 1 : 7,
  heat: fine(video.heat),
  performance: fine(video.performance),
  outlier: fine(video.outlier),
});

const gainOf = ({ gain24h, gain7d }: VideoRow, over: "24h" | "7d"): number | null =>
  over === "24h" ? gain24h : gain7d;

const watchFact = (video: VideoRow, now: Instant): WatchFact => ({
  ...factOf(video),
  ageHours: Math.round(inHours(between(video.startAt ?? now, now))),
  views: video.views ?? 0,
  heat: fine(video.heat),
  outlier: video.outlierBasis === "age" ? fine(video.outlier) : null,
});

async function keywordsOf(
  { keywords, texts }: FactSources,
  { scope, window }: FactsQuestion,
  now: Instant,
): Promise<readonly KeywordFact[]> {
  const answer = await answerTo(keywords, { scope, window, kind: "rising" }, (asked) => texts.keywords(asked, now));
  if (answer.kind !== "rising") throw new Error(`Rising keywords were asked for, and came as ${answer.kind}.`);
  return answer.terms.slice(0, KEYWORDS_MAX).map(({ term, videos, videosBefore, examples }) => ({
    ...{ term, videos, videosBefore },
    examples: examples.slice(0, EXAMPLES_MAX),
  }));
}

/** A kept answer; where too many are being made for this one to be among them, it is made here. */
async function answerTo<Question, Answer>(
  ask: AskKept<Question, Answer>,
  question: Question,
  make: (question: Question) => Promise<Answer>,
): Promise<Answer> {
  for (let tries = 0; tries < TRIES; tries++) {
    const kept = await ask(question);
    if (kept.kind === "answered") return kept.answer;
  }
  return make(question);
}

/** Nobody says a multiple to more than two decimals, and facts that differ in a tenth are the same. */
const fine = (value: number | null): number | null => (value === null ? null : Math.round(value * 100) / 100);
const whole = (value: number | null): number | null => (value === null ? null : Math.round(value));

import { shardOf } from "#domain/shard.ts";
import { between, days, earliest, minus, minutes, plus } from "#domain/time.ts";
import { foldTag } from "#domain/video.ts";
import { type Cell, isoOf, textArray } from "./api-copy.ts";
import { lastSamples } from "./api-samples.ts";
import { type ChannelMedians, heatOf, movesOf, scoresOf } from "./api-scores.ts";
import { type ApiSet, firstHourViews, noise, PRESENT, viewsAt } from "./api-set.ts";
import { textsOf } from "./api-texts.ts";
import { TONGUES, type Vocabulary } from "./api-words.ts";
import { channelId, videoId } from "./scale-population.ts";

const CATEGORIES = ["22", "24", "20", "10", "17", "27", "28", "26", "1", "25", "23", "2", "15", "19", "29"];

/** Counters as they are when it has so many views; some hide them. */
export function countersAt(set: ApiSet, n: number, views: number) {
  const rate = set.traits.likeRate[set.channelOf[n] ?? 0] ?? 0;
  const likes = noise(n + 3) < 0.03 ? null : Math.floor(views * rate);
  const comments = noise(n + 5) < 0.05 ? null : Math.floor(views * rate * 0.08);
  return { views, likes, comments };
}

/** The facts that a video and its counters both have. */
function factsOf(set: ApiSet, n: number) {
  const channel = set.channelOf[n] ?? 0;
  const format = set.formatOf(n);
  const code = TONGUES[set.traits.tongue[channel] ?? 0]?.code ?? "en";
  const drawn = noise(n + 13);
  return {
    publishedAt: isoOf(set.publishedAt(n)),
    format,
    category: CATEGORIES[set.traits.category[channel] ?? 0] ?? "22",
    language: drawn < 0.2 ? null : drawn < 0.4 && code === "en" ? "en-US" : code,
    seconds: Math.floor(format === "short" ? 15 + drawn * 45 : 60 + 3000 * drawn ** 3 + 120 * drawn),
    forKids: noise(n + 17) < 0.05,
    liveState: format === "live" ? "ended" : "none",
  };
}

export const VIDEO_COLUMNS = [
  ..."id channel_id first_seen_at source published_at described_at title description tags tag_keys category_id".split(
    " ",
  ),
  ..."language thumbnail_url duration_seconds portrait format made_for_kids privacy broadcast live_state".split(" "),
  ..."actual_start_at actual_end_at".split(" "),
];

export function videoRow(set: ApiSet, words: Vocabulary, n: number): readonly Cell[] {
  const { title, description, tags } = textsOf(set, words, n);
  const facts = factsOf(set, n);
  const id = videoId(n);
  const published = set.publishedAt(n);
  const seen = isoOf(earliest(PRESENT, plus(published, set.atBirth[n] ? minutes(1) : days(7))));
  const live = facts.format === "live";
  return [
    id,
    channelId(set.channelOf[n] ?? 0),
    seen,
    set.atBirth[n] ? "push" : "uploads",
    facts.publishedAt,
    seen,
    title,
    description,
    textArray(tags),
    textArray([...new Set(tags.map(foldTag))]),
    facts.category,
    facts.language,
    `https://i.ytimg.com/vi/${id}/hqdefault.jpg`,
    facts.seconds,
    facts.format === "short",
    facts.format,
    facts.forKids,
    "public",
    live,
    facts.liveState,
    live ? facts.publishedAt : null,
    live ? isoOf(plus(published, (facts.seconds * 1000) as never)) : null,
  ];
}

export const COUNTER_COLUMNS = [
  ..."video_id shard channel_id start_at views likes comments captured_at previous_views previous_at".split(" "),
  ..."describe_at describe_why gone_at first_hour_views first_hour_method first_hour_offset first_hour_error".split(
    " ",
  ),
  ..."performance outlier outlier_basis performance_in_format published_at format category_id language".split(" "),
  ..."duration_seconds made_for_kids live_state changed_at gain_1h gain_24h gain_7d velocity velocity_hours".split(" "),
  ..."heat engagement".split(" "),
];

/** Every hundredth video is gone, and every fiftieth has changed its texts once. */
const GONE = 0.01;
export const CHANGED = 0.02;

export const changedAt = (set: ApiSet, n: number) =>
  noise(n + 31) < CHANGED
    ? isoOf(plus(set.publishedAt(n), ((PRESENT - set.publishedAt(n)) * noise(n + 37)) as never))
    : null;

export function counterRow(
  set: ApiSet,
  ages: Parameters<typeof lastSamples>[2],
  medians: readonly ChannelMedians[],
  n: number,
): readonly Cell[] {
  const facts = factsOf(set, n);
  const published = set.publishedAt(n);
  const [last, previous] = lastSamples(set, n, ages);
  const at = last === undefined ? null : countersAt(set, n, viewsAt(set, n, between(published, last)));
  const gone = noise(n + 41) < GONE ? minus(PRESENT, days(30 * noise(n + 43))) : null;
  const firstHour = firstHourViews(set, n);
  const channel = medians[set.channelOf[n] ?? 0];
  const scores = last !== undefined && channel ? scoresOf(set, n, channel) : null;
  const moves = last === undefined ? null : movesOf(set, n, between(published, last));
  const id = videoId(n);
  return [
    id,
    shardOf(id),
    channelId(set.channelOf[n] ?? 0),
    facts.publishedAt,
    at?.views ?? null,
    at?.likes ?? null,
    at?.comments ?? null,
    isoOf(last ?? null),
    previous === undefined ? null : viewsAt(set, n, between(published, previous)),
    isoOf(previous ?? null),
    gone === null ? isoOf(plus(PRESENT, days(28 * noise(n + 47)))) : null,
    "refresh",
    isoOf(gone !== null && gone > published ? gone : null),
    firstHour,
    firstHour === null ? null : "measured",
    firstHour === null ? null : Math.round(60 * noise(n)),
    firstHour === null ? null : 0.002,
    scores?.performance ?? null,
    scores?.outlier ?? null,
    scores?.basis ?? null,
    scores?.inFormat ?? null,
    facts.publishedAt,
    facts.format,
    facts.category,
    facts.language,
    facts.seconds,
    facts.forKids,
    facts.liveState,
    changedAt(set, n),
    moves?.h1 ?? null,
    moves?.h24 ?? null,
    moves?.d7 ?? null,
    moves?.velocity ?? null,
    moves?.window ?? null,
    moves === null ? null : heatOf(set, n, moves),
    at === null || at.likes === null || at.comments === null ? null : (at.likes + at.comments + 4) / (at.views + 100),
  ];
}

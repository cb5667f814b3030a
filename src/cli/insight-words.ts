import type { EngagingAnswer } from "#api/insights/engaging-contract.ts";
import type { AccuracyAnswer, ForecastAnswer } from "#api/insights/forecast-contract.ts";
import type { KeywordsAnswer, NetworkReply } from "#api/insights/keywords-contract.ts";
import type { OutliersAnswer } from "#api/insights/outliers-contract.ts";
import type { SummaryAnswer } from "#api/insights/summary-contract.ts";
import type { TrendingAnswer } from "#api/insights/trending-contract.ts";
import type { TypicalBandsAnswer } from "#api/insights/typical-contract.ts";
import type { ViewTrendsReply } from "#api/insights/view-trends-contract.ts";
import { durationInWords } from "#domain/duration-text.ts";
import { seconds } from "#domain/time.ts";
import { table } from "./table.ts";

/* What insights answer, for people to read. */

const whole = (n: number | null): string => (n === null ? "-" : Math.round(n).toLocaleString("en"));
const times = (n: number | null | undefined): string => (n === null || n === undefined ? "-" : `${n.toFixed(1)}×`);
const percent = (n: number | null): string => (n === null ? "-" : `${(100 * n).toFixed(1)} %`);
const between = (low: number | null, high: number | null, show: (n: number | null) => string): string =>
  low === null || high === null ? "-" : `${show(low)} to ${show(high)}`;

/** Titles are strangers' texts: no line ends, no control characters, and no longer than a line has room for. */
const TITLE_MAX = 60;
const title = (text: string): string => {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return plain.length > TITLE_MAX ? `${plain.slice(0, TITLE_MAX - 1)}…` : plain;
};

const WHY = { newOutlier: "new outlier", heat: "hot", velocity: "fast" } as const;

export function trendingInWords({ items, window, n }: TrendingAnswer): string {
  if (items.length === 0)
    return n === 0
      ? "No video has moved lately, as far as it was sampled.\n"
      : `Nothing takes off at present: ${n} videos were looked at.\n`;
  const gain = ({ gains }: TrendingAnswer["items"][number]["video"]) =>
    ({ "1h": gains.h1, "24h": gains.h24, "7d": gains.d7 })[window];
  return table(
    ["", "why", "video", "channel", "title", `+${window}`, "views/h", "heat", "outlier", "faster"],
    items.map(({ rank, why, video, heat, outlier, acceleration }) => [
      ...[String(rank), WHY[why], video.id, title(video.channel.title ?? "-"), title(video.title), whole(gain(video))],
      ...[whole(video.velocity.value), times(heat?.value), times(outlier?.value), times(acceleration.value)],
    ]),
  );
}

export function outliersInWords({ items, n }: OutliersAnswer): string {
  if (items.length === 0)
    return n === 0
      ? "No video with twice its channel's usual views was sampled in this time.\n"
      : `No video has twice its channel's usual views for sure: ${n} were looked at.\n`;
  return table(
    ["", "outlier", "at least", "compared", "video", "channel", "title", "views"],
    items.map(({ rank, outlier, video }) => [
      ...[
        String(rank),
        times(outlier.value),
        times(outlier.low),
        video.outlier.basis === "age" ? "at its age" : "in all",
      ],
      ...[video.id, title(video.channel.title ?? "-"), title(video.title), whole(video.counters.views)],
    ]),
  );
}

export function typicalInWords({ items }: TypicalBandsAnswer): string {
  if (items.length === 0) return "No curves are known of these videos yet: they take three videos of a channel.\n";
  return items
    .map(({ format, videos, channels, bands }) =>
      [
        `${format}: ${videos} videos of ${channels} channels\n`,
        table(
          ["age", "n", "p10", "p25", "median", "p75", "p90"],
          bands.map(({ ageSeconds, n, p10, p25, p50, p75, p90 }) => [
            durationInWords(seconds(ageSeconds)),
            String(n),
            ...[p10, p25, p50, p75, p90].map(whole),
          ]),
        ),
      ].join(""),
    )
    .join("\n");
}

export function engagingInWords({ items, by, basis, hidden }: EngagingAnswer): string {
  const counted = `Of ${basis.videos} videos ${hidden.likes} hide their likes and ${hidden.comments} their comments.\n`;
  if (items.length === 0) return `Nothing can be ranked. ${counted}`;
  return [
    table(
      ["", by, "90 %", "video", "channel", "title", "views", "likes", "comments"],
      items.map((item) => [
        ...[String(item.rank), percent(item[by].value), between(item[by].low, item[by].high, percent), item.video.id],
        ...[title(item.video.channel.title ?? "-"), title(item.video.title), whole(item.video.counters.views)],
        ...[percent(item.likes.value), percent(item.comments.value)],
      ]),
    ),
    counted,
  ].join("");
}

export function viewsInWords(answer: ViewTrendsReply): string {
  const { views, before, growth, window, items, formats, ages, countingEpochs } = answer;
  if (answer.reason !== null) return `Nothing was sampled from ${window.from} to ${window.to}.\n`;
  const grown = (each: ViewTrendsReply["growth"]) =>
    each.value === null
      ? "-"
      : `${percent(each.value)}${each.low === null ? "" : ` (${between(each.low, each.high, percent)})`}`;
  return [
    `${window.from} to ${window.to}: ${whole(views)} views gained, ${whole(before)} before; growth ${grown(growth)}.\n\n`,
    table(
      [answer.step, "views", "before", "samples", "open"],
      items.map(({ at, views: gained, before: then, samples, open }) => [
        answer.step === "day" ? at.slice(0, 10) : at.slice(0, 16).replace("T", " "),
        ...[whole(gained), whole(then), String(samples), open === null ? "-" : String(open)],
      ]),
    ),
    "\n",
    table(
      ["format", "views", "share", "growth"],
      formats.map((each) => [each.format, whole(each.views), percent(each.share), grown(each.growth)]),
    ),
    "\n",
    table(
      ["age in days", "videos", "views", "share"],
      ages.map(({ fromDays, toDays, videos, views: gained, share }) => [
        toDays === null ? `${fromDays} and more` : `${fromDays} to ${toDays}`,
        ...[String(videos), whole(gained), percent(share)],
      ]),
    ),
    ...countingEpochs.map(({ at, note }) => `From ${at.slice(0, 10)} on views are counted otherwise: ${note}\n`),
  ].join("");
}

export function keywordsInWords({ kind, items, basis }: KeywordsAnswer): string {
  const of = `${basis.videos} of ${basis.of} videos were read.\n`;
  if (items.length === 0) return `No term stands out. ${of}`;
  const score = ({ logOdds, factor }: KeywordsAnswer["items"][number]): string[] =>
    kind === "performing"
      ? [times(factor.value), between(factor.low, factor.high, times)]
      : [logOdds.value === null ? "-" : times(Math.exp(logOdds.value)), logOdds.z?.toFixed(1) ?? "-"];
  return [
    table(
      [
        "",
        "term",
        "videos",
        "before",
        "channels",
        ...(kind === "performing" ? ["times", "90 %"] : ["odds", "z"]),
        "such as",
      ],
      items.map((item) => [
        ...[String(item.rank), title(item.term), String(item.videos), whole(item.videosBefore), String(item.channels)],
        ...[...score(item), title(item.examples[0]?.title ?? "-")],
      ]),
    ),
    of,
  ].join("");
}

export function networkInWords({ edges, nodes }: NetworkReply): string {
  if (nodes.length === 0) return "These videos carry no tags.\n";
  return table(
    ["tag", "stands with", "videos", "npmi"],
    edges.map(({ from, to, videos, npmi }) => [title(from), title(to), String(videos), npmi.toFixed(2)]),
  );
}

const UNTOLD: Readonly<Record<string, string>> = {
  notStarted: "it has not begun",
  noViews: "its views are hidden, or were never sampled",
  tooYoung: "it is too young",
  tooFewSamples: "too few samples were taken",
  pastTarget: "it is older than that",
  gone: "it is gone",
};

export const forecastInWords = ({ forecasts, from }: ForecastAnswer): string =>
  [
    ...(from ? [`At ${durationInWords(seconds(from.ageSeconds))} of age it has ${whole(from.views)} views.\n`] : []),
    table(
      ["at", "views", "80 %", "learned from", ""],
      forecasts.map(({ target, views, low, high, n, model, reason, became }) => [
        ...[
          target,
          whole(views),
          between(low, high, whole),
          model === null ? "-" : `${n} videos${model.prior ? ", shipped" : ""}`,
        ],
        reason === null ? "" : `${UNTOLD[reason] ?? reason}${became === null ? "" : `: it had ${whole(became)}`}`,
      ]),
    ),
  ].join("");

export const accuracyInWords = ({ items, lookedAt }: AccuracyAnswer): string =>
  [
    table(
      ["at", "from", "n", "off by (median)", "too high by", "within 80 %"],
      items.map(({ target, outsetHours, n, error, bias, coverage }) => [
        ...[target, `${outsetHours} h`, String(n), percent(error), percent(bias), percent(coverage)],
      ]),
    ),
    `${lookedAt} forecasts that came due were looked at.\n`,
  ].join("");

export const summaryInWords = ({ text, writtenBy, reason }: SummaryAnswer): string =>
  [
    `${text.title}\n\n`,
    ...text.paragraphs.map(
      (each) => `${each.text}${each.videoIds.length === 0 ? "" : ` [${each.videoIds.join(", ")}]`}\n\n`,
    ),
    `Written by ${writtenBy === "template" ? "the template" : writtenBy}.${reason === null ? "" : ` ${reason}`}\n`,
  ].join("");

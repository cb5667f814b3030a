import type { Draft } from "./draft.ts";
import type { RisingFact, SummaryFacts } from "./facts.ts";

/** As many as a page has room for. */
const RISING_SHOWN = 5;
const KEYWORDS_SHOWN = 6;
const WATCHED_SHOWN = 3;

/** The plain summary: what rose, why it stands out, which words and formats carry it, what to watch. Always grounded. */
export function templateOf(facts: SummaryFacts): Draft {
  const paragraphs = [overview(facts), rising(facts), words(facts), formats(facts), watch(facts)];
  return {
    title: `${facts.scope}, ${facts.from} to ${facts.to}`,
    paragraphs: paragraphs.filter((paragraph) => paragraph !== null),
  };
}

type Paragraph = Draft["paragraphs"][number];

function overview(facts: SummaryFacts): Paragraph {
  const { videosPublished, viewsGained, viewsGainedBefore } = facts;
  const published =
    videosPublished === 0
      ? "Nothing new was published"
      : `${count(videosPublished, "video was", "videos were")} published`;
  const gained = `${whole(viewsGained)} views were gained`;
  return { text: `${published}, and ${gained}${compared(viewsGained, viewsGainedBefore)}.`, videoIds: [] };
}

function compared(now: number, before: number | null): string {
  if (before === null) return "; there is nothing before to compare it with";
  if (before <= 0) return "";
  const change = now / before - 1;
  if (Math.abs(change) < 0.005) return ", as many as in the same time before";
  return `, ${Math.abs(change * 100).toFixed(0)}% ${change > 0 ? "more" : "fewer"} than in the same time before`;
}

function rising({ rising: videos }: SummaryFacts): Paragraph | null {
  if (videos.length === 0) return { text: "No video stands out at the moment.", videoIds: [] };
  const shown = videos.slice(0, RISING_SHOWN);
  const lines = shown.map(
    (video) => `"${video.title}" by ${video.channel} gained ${whole(video.viewsGained)} views${why(video)}`,
  );
  return { text: `What rose most: ${lines.join("; ")}.`, videoIds: shown.map(({ videoId }) => videoId) };
}

function why({ heat, performance, outlier }: RisingFact): string {
  const reasons = [
    heat === null ? null : `${times(heat)} what is usual at its age`,
    performance === null ? null : `a first hour of ${times(performance)} its channel's median`,
    outlier === null ? null : `${times(outlier)} its channel's usual views`,
  ].filter((reason) => reason !== null);
  return reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
}

function words({ keywords }: SummaryFacts): Paragraph | null {
  if (keywords.length === 0) return null;
  const shown = keywords.slice(0, KEYWORDS_SHOWN);
  const terms = shown.map(
    ({ term, videos, videosBefore }) => `"${term}" (${count(videos, "video", "videos")}, before: ${videosBefore})`,
  );
  return {
    text: `Rising words: ${terms.join(", ")}.`,
    videoIds: [...new Set(shown.flatMap(({ examples }) => examples))],
  };
}

function formats({ formats: all, viewsGained }: SummaryFacts): Paragraph | null {
  if (all.length < 2 || viewsGained <= 0) return null;
  const shares = all
    .toSorted((a, b) => b.viewsGained - a.viewsGained)
    .map(({ format, viewsGained: gained }) => `${format} ${((gained / viewsGained) * 100).toFixed(0)}%`);
  return { text: `Where the views came from: ${shares.join(", ")}.`, videoIds: [] };
}

function watch({ watch: videos }: SummaryFacts): Paragraph | null {
  if (videos.length === 0) return null;
  const shown = videos.slice(0, WATCHED_SHOWN);
  const lines = shown.map(({ title, why: reason }) => `"${title}" (${reason})`);
  return { text: `Worth watching: ${lines.join("; ")}.`, videoIds: shown.map(({ videoId }) => videoId) };
}

const whole = (value: number): string => Math.round(value).toLocaleString("en");
const times = (value: number): string => `${value.toFixed(1)} times`;
const count = (n: number, one: string, many: string): string => `${whole(n)} ${n === 1 ? one : many}`;

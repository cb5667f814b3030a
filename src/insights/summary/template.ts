import type { Draft } from "./draft.ts";
import type { RisingFact, SummaryFacts } from "./facts.ts";
import { quotable } from "./quotable.ts";

/** As many as a page has room for. */
const RISING_SHOWN = 5;
const KEYWORDS_SHOWN = 6;
const WATCHED_SHOWN = 3;

/** The plain summary: what rose, why it stands out, which words and formats carry it, what to watch. Always grounded. */
export function templateOf(facts: SummaryFacts): Draft {
  const paragraphs = [overview(facts), rising(facts), words(facts), formats(facts), watch(facts)];
  return {
    title: `${capital(facts.scope)}, ${facts.from} to ${facts.to}`,
    paragraphs: paragraphs.filter((paragraph) => paragraph !== null),
  };
}

type Paragraph = Draft["paragraphs"][number];

function overview({ videosPublished, viewsGained, viewsGainedBefore }: SummaryFacts): Paragraph {
  const published =
    videosPublished === 0
      ? "Nothing new was published"
      : `${count(videosPublished, "video was", "videos were")} published`;
  if (viewsGained === null) return { text: `${published}. Nothing was sampled, so no views are known.`, videoIds: [] };
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

function rising({ rising: videos }: SummaryFacts): Paragraph {
  if (videos.length === 0) return { text: "No video stands out at the moment.", videoIds: [] };
  const shown = videos.slice(0, RISING_SHOWN);
  const lines = shown.map((video) => `${named(video)}${gained(video)}${reasons(whyOf(video))}`);
  return { text: `What rose most: ${lines.join("; ")}.`, videoIds: shown.map(({ videoId }) => videoId) };
}

const gained = ({ viewsGained, gainDays }: RisingFact): string =>
  viewsGained === null ? "" : `, ${whole(viewsGained)} views in ${count(gainDays, "day", "days")}`;

function whyOf(video: { heat: number | null; outlier: number | null; performance?: number | null }): readonly string[] {
  const { heat, outlier, performance = null } = video;
  return [
    heat === null ? null : `${times(heat)} as fast as usual for its age`,
    performance === null ? null : `first hour ${times(performance)} its channel's median`,
    outlier === null ? null : `${times(outlier)} the views that are usual for its channel`,
  ].filter((reason) => reason !== null);
}

const reasons = (why: readonly string[]): string => (why.length === 0 ? "" : ` (${why.join(", ")})`);

function words({ keywords }: SummaryFacts): Paragraph | null {
  if (keywords.length === 0) return null;
  const shown = keywords.slice(0, KEYWORDS_SHOWN);
  const terms = shown.map(
    ({ term, videos, videosBefore }) =>
      `"${quotable(term)}" (${count(videos, "video", "videos")}, before: ${whole(videosBefore)})`,
  );
  return {
    text: `Rising words: ${terms.join(", ")}.`,
    videoIds: [...new Set(shown.flatMap(({ examples }) => examples))],
  };
}

function formats({ formats: all, viewsGained }: SummaryFacts): Paragraph | null {
  if (all.length < 2 || viewsGained === null || viewsGained <= 0) return null;
  const shares = all
    .toSorted((a, b) => b.viewsGained - a.viewsGained)
    .map(({ format, viewsGained: of }) => `${format} ${((of / viewsGained) * 100).toFixed(0)}%`);
  return { text: `Where the views came from: ${shares.join(", ")}.`, videoIds: [] };
}

function watch({ watch: videos }: SummaryFacts): Paragraph | null {
  if (videos.length === 0) return null;
  const shown = videos.slice(0, WATCHED_SHOWN);
  const lines = shown.map((video) => {
    const age = count(Math.round(video.ageHours), "hour", "hours");
    return `${named(video)}, ${age} old with ${whole(video.views)} views${reasons(whyOf(video))}`;
  });
  return { text: `Worth watching: ${lines.join("; ")}.`, videoIds: shown.map(({ videoId }) => videoId) };
}

const named = ({ title, channel }: { readonly title: string; readonly channel: string }): string =>
  `"${quotable(title)}" by "${quotable(channel)}"`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const whole = (value: number): string => Math.round(value).toLocaleString("en");
const times = (value: number): string => `${value.toFixed(1)} times`;
const count = (n: number, one: string, many: string): string => `${whole(n)} ${n === 1 ? one : many}`;

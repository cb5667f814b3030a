import { pages, questions } from "../paths.ts";

/*
 * Which videos, and over which time, is chosen once for all insights and stands in the address under the API's own names. Each
 * insight adds what it alone can be asked.
 */

/** What insights there are: the last part of a path, its name, the resource behind it, what it alone takes, how it is computed. */
export const INSIGHTS = [
  { part: "trending", name: "Trending", resource: "trending", own: ["sort"], how: "trending" },
  { part: "outliers", name: "Outliers", resource: "outliers", own: [], how: "outlier" },
  { part: "engaging", name: "Most engaging", resource: "engaging", own: ["by"], how: "engagement" },
  { part: "views", name: "View trends", resource: "views", own: ["step"], how: "view-trends" },
  { part: "typical", name: "Usual curves", resource: "typical", own: [], how: "typical" },
  { part: "keywords", name: "Keywords", resource: "keywords", own: ["kind"], how: "keywords" },
  { part: "network", name: "Tag network", resource: "keywords/network", own: ["nodes"], how: "keywords" },
  { part: "forecasts", name: "Forecasts", resource: "forecasts/accuracy", own: [], how: "forecast" },
  { part: "summary", name: "Summary", resource: "summary", own: ["language"], how: "summary" },
] as const;

export type Insight = (typeof INSIGHTS)[number];
export type InsightPart = Insight["part"];

/** Which videos. */
const SCOPE = ["channel", "watch", "tag", "category", "format"];
/** Over which time. */
const WINDOW = ["window", "from", "to"];
/** Those that may be given more than once. */
const LISTS = ["channel", "category", "format"];

const picked = (params: URLSearchParams, names: readonly string[]): URLSearchParams =>
  new URLSearchParams([...params].filter(([name, value]) => names.includes(name) && value !== ""));

/** What an insight is asked, out of an address; of a summary, which is asked for by a body, the facts that it is made of. */
export function insightQuestion({ part, resource, own }: Insight, params: URLSearchParams): string {
  const asked = picked(params, [...SCOPE, ...(takesWindow(part) ? WINDOW : []), ...own]);
  if (part === "trending") asked.set("window", trendWindow(params).window);
  // What was sampled until when is past changing: outliers are asked from a beginning on.
  if (part === "outliers") asked.delete("to");
  if (part === "summary") return questions.summaryFacts(picked(params, [...SCOPE, ...WINDOW]));
  if (LISTED.includes(part)) asked.set("limit", "50");
  return questions.insight(resource, asked);
}

/** Lists whose length can be asked for. */
const LISTED: readonly InsightPart[] = ["trending", "outliers", "engaging", "keywords"];

/** What takes off is compared over three windows of its own. */
const takesWindow = (part: InsightPart): boolean => part !== "trending";

/** A question as a body, for a summary. */
export function insightBody(params: URLSearchParams): Record<string, string | string[]> {
  const body: Record<string, string | string[]> = {};
  for (const [name, value] of picked(params, [...SCOPE, ...WINDOW, "language"])) {
    const before = body[name];
    if (LISTS.includes(name)) body[name] = [...(Array.isArray(before) ? before : []), value];
    else body[name] = value;
  }
  return body;
}

/** Where another insight of the same videos and time stands. */
export const insightPage = (part: InsightPart, params: URLSearchParams): string => pages.insights(part, params);

const HOURS = { m: 1 / 60, h: 1, d: 24, w: 7 * 24 } as const;

/** How long the window of an address is, in hours; `null` where it says none, or none that can be read. */
function windowHours(params: URLSearchParams): number | null {
  const [from, to] = [Date.parse(params.get("from") ?? ""), Date.parse(params.get("to") ?? "")];
  if (from < to) return (to - from) / 3_600_000;
  const [, length, unit] = /^(\d+)([mhdw])$/.exec(params.get("window") ?? "") ?? [];
  return length === undefined ? null : Number(length) * HOURS[unit as keyof typeof HOURS];
}

/** The one of trending's three windows that is next to the chosen one, and whether it is another. */
export function trendWindow(params: URLSearchParams): {
  readonly window: "1h" | "24h" | "7d";
  readonly isOther: boolean;
} {
  const hours = windowHours(params);
  const window = hours === null || (hours > 5 && hours <= 60) ? "24h" : hours <= 5 ? "1h" : "7d";
  const isOther = hours !== null && hours !== { "1h": 1, "24h": 24, "7d": 168 }[window];
  return { window, isOther };
}

/** The videos of a scope and window that say a word: where a keyword leads. */
export function videosSaying(
  term: string,
  params: URLSearchParams,
  window: { readonly from: string; readonly to: string },
): string {
  const asked = picked(params, SCOPE);
  asked.set("q", `"${term.replaceAll(/["“”„]/g, " ")}"`);
  asked.set("publishedAfter", window.from);
  asked.set("publishedBefore", window.to);
  return `${pages.videos}?${asked}`;
}

/** The address without a scope; window and the rest stay. */
export const withoutScope = (params: URLSearchParams): URLSearchParams =>
  new URLSearchParams([...params].filter(([name]) => !SCOPE.includes(name)));

export const hasScope = (params: URLSearchParams): boolean => SCOPE.some((name) => params.has(name));

/** The address over the last so long; an empty text leaves it to each insight. */
export function withWindow(params: URLSearchParams, span: string): URLSearchParams {
  const changed = new URLSearchParams([...params].filter(([name]) => !WINDOW.includes(name)));
  if (span !== "") changed.set("window", span);
  return changed;
}

/** The address from a date to another; `to` is empty where it goes on until now. */
export function withDates(params: URLSearchParams, from: string, to: string): URLSearchParams {
  const changed = withWindow(params, "");
  if (from !== "") changed.set("from", from);
  if (from !== "" && to !== "") changed.set("to", to);
  return changed;
}

/** The address without the summary that it names: it is of other videos, of another time, or in another language. */
export function withoutSummary(params: URLSearchParams): URLSearchParams {
  const changed = new URLSearchParams(params);
  changed.delete("summary");
  return changed;
}

/* Where things are: the pages of the dashboard (src/api/documents/dashboard.ts answers at the same), and what they ask. */

const API = "/api/v1";

export const pages = {
  overview: "/",
  videos: "/videos",
  video: (id: string) => `/videos/${encodeURIComponent(id)}`,
  videosWithTag: (tag: string) => `/videos?${new URLSearchParams({ tag })}`,
  videosOf: (channelId: string) => `/videos?${new URLSearchParams({ channel: channelId })}`,
  videosOfWatch: (watchId: string) => `/videos?${new URLSearchParams({ watch: watchId })}`,
  channels: "/channels",
  addChannels: "/channels?add=1",
  channel: (id: string) => `/channels/${encodeURIComponent(id)}`,
  compare: "/compare",
  comparing: (ids: readonly string[]) => `/compare?${new URLSearchParams({ ids: ids.join(",") })}`,
  videosSaying: (words: string, channelId: string) =>
    `/videos?${new URLSearchParams({ q: words, channel: channelId })}`,
  watches: "/watches",
  addWatch: "/watches?add=1",
  watch: (id: string) => `/watches/${encodeURIComponent(id)}`,
  discoveries: "/discoveries",
  discovery: (id: string) => `/discoveries/${encodeURIComponent(id)}`,
  projects: "/projects",
  settings: "/settings",
  insights: (part: string, params: URLSearchParams) => `/insights/${part}${params.size > 0 ? `?${params}` : ""}`,
  collector: "/collector",
  dictionary: "/dictionary",
  how: (formula: string) => `/how/${encodeURIComponent(formula)}`,
};

/**
 * What an address says of how its reader looks at a page: at times and numbers, with pictures or without, by which keys; what is
 * opened, and which row is chosen. The API refuses what it does not know.
 */
export const OF_THE_READER: readonly string[] = ["zone", "locale", "thumbnails", "keys", "opened", "row"];

/** A question as a path, with its parameters in the order that they are given in. */
const ask = (path: string, params: URLSearchParams | Readonly<Record<string, string | number>> = {}): string => {
  const text = new URLSearchParams(params as Record<string, string>).toString();
  return text === "" ? `${API}${path}` : `${API}${path}?${text}`;
};

export const questions = {
  facets: (params: URLSearchParams) => ask("/videos/facets", params),
  curves: ask("/videos/curves"),
  agedCurves: ask("/videos/curves/aged"),
  savedViews: ask("/saved-views"),
  savedView: (name: string) => ask(`/saved-views/${encodeURIComponent(name)}`),
  videos: (params: URLSearchParams) => ask("/videos", params),
  videosAs: (format: "csv" | "ndjson", params: URLSearchParams) => ask(`/videos.${format}`, params),
  video: (id: string) => ask(`/videos/${encodeURIComponent(id)}`),
  series: (id: string, bucket: "raw" | "1h" | "age") => ask(`/videos/${encodeURIComponent(id)}/series`, { bucket }),
  forecast: (id: string) => ask(`/videos/${encodeURIComponent(id)}/forecast`),
  similar: (id: string) => ask(`/videos/${encodeURIComponent(id)}/similar`, { limit: 10 }),
  channels: (params: URLSearchParams) => ask("/channels", params),
  channelsAs: (format: "csv" | "ndjson", params: URLSearchParams) => ask(`/channels.${format}`, params),
  channelsToTrack: ask("/channels"),
  channelRequests: (refs: readonly string[]) =>
    ask("/channels/requests", new URLSearchParams(refs.map((ref) => ["ref", ref]))),
  channel: (id: string) => ask(`/channels/${encodeURIComponent(id)}`),
  purgeChannel: (id: string) => ask(`/channels/${encodeURIComponent(id)}`, { purge: "true" }),
  channelUploads: (id: string, params: URLSearchParams) => ask(`/channels/${encodeURIComponent(id)}/uploads`, params),
  channelUploadsCsv: (id: string, params: URLSearchParams) =>
    ask(`/channels/${encodeURIComponent(id)}/uploads.csv`, params),
  channelDays: (id: string, days: number) => ask(`/channels/${encodeURIComponent(id)}/days`, { days }),
  channelDaysCsv: (id: string, days: number) => ask(`/channels/${encodeURIComponent(id)}/days.csv`, { days }),
  channelWords: (id: string, kind: string, window: string) =>
    ask("/insights/keywords", { channel: id, kind, window, limit: 20 }),
  compare: (ids: readonly string[], days: number) => ask("/channels/compare", { ids: ids.join(","), days }),
  compareCsv: (ids: readonly string[], params: Readonly<Record<string, string | number>>) =>
    ask("/channels/compare.csv", { ids: ids.join(","), ...params }),
  channelVideos: (id: string, params: URLSearchParams) => ask(`/channels/${encodeURIComponent(id)}/videos`, params),
  tags: (prefix: string) => ask("/tags", prefix === "" ? { limit: 20 } : { prefix, limit: 20 }),
  categories: ask("/categories"),
  outliers: ask("/insights/outliers", { window: "24h", limit: 12 }),
  trending: ask("/insights/trending", { window: "24h", limit: 12 }),
  quota: ask("/quota"),
  plan: ask("/plan"),
  stats: ask("/stats"),
  session: ask("/session"),
  watches: (params: URLSearchParams) => ask("/watches", params),
  watch: (id: string) => ask(`/watches/${encodeURIComponent(id)}`),
  watchVideos: (id: string, params: URLSearchParams) => ask(`/watches/${encodeURIComponent(id)}/videos`, params),
  watchRuns: (id: string, params: URLSearchParams) => ask(`/watches/${encodeURIComponent(id)}/runs`, params),
  watchRunsAsNdjson: (id: string) => ask(`/watches/${encodeURIComponent(id)}/runs.ndjson`),
  discoveries: (params: URLSearchParams) => ask("/discoveries", params),
  discovery: (id: string) => ask(`/discoveries/${encodeURIComponent(id)}`),
  foundChannels: (id: string, params: URLSearchParams) =>
    ask(`/discoveries/${encodeURIComponent(id)}/channels`, params),
  foundChannelsCsv: (id: string, params: URLSearchParams) =>
    ask(`/discoveries/${encodeURIComponent(id)}/channels.csv`, params),
  keys: ask("/keys"),
  key: (fingerprint: string) => ask(`/keys/${encodeURIComponent(fingerprint)}`),
  projects: ask("/projects"),
  project: (id: string) => ask(`/projects/${encodeURIComponent(id)}`),
  settings: ask("/settings"),
  tokens: ask("/tokens"),
  token: (id: string) => ask(`/tokens/${encodeURIComponent(id)}`),
  insight: (resource: string, params: URLSearchParams) => ask(`/insights/${resource}`, params),
  summary: ask("/insights/summary"),
  summaryFacts: (params: URLSearchParams) => ask("/insights/summary/facts", params),
  summaryOf: (id: string) => ask(`/insights/summaries/${encodeURIComponent(id)}`),
  watchNames: ask("/watches", { limit: 200 }),
  collector: ask("/collector"),
  calls: (params: URLSearchParams) => ask("/calls", params),
  dictionary: ask("/dictionary"),
  events: ask("/events", { types: "newVideo,outlier" }),
};

/** What comes in pages, which a table has none of. */
const PAGING = ["limit", "cursor"];

/** The table that stands beside an answer: what was asked as it was asked. */
export const tableOf = (question: string): string => question.replace(/^[^?]*/, "$&.csv");

/** The table beside a list that comes in pages: all of it. */
export function wholeTableOf(question: string): string {
  const [path = "", query = ""] = question.split("?");
  const asked = new URLSearchParams([...new URLSearchParams(query)].filter(([name]) => !PAGING.includes(name)));
  return tableOf(asked.size === 0 ? path : `${path}?${asked}`);
}

/** Pictures by way of this server; `before` is when the change was seen that replaced one. */
export const pictures = {
  of: (id: string) => `/thumbnails/${encodeURIComponent(id)}`,
  before: (id: string, before: string) => `/thumbnails/${encodeURIComponent(id)}?${new URLSearchParams({ before })}`,
};

/** Where a formula's page is kept. */
export const formulaText = (formula: string): string => `/formulas/${encodeURIComponent(formula)}.md`;

export const youtubeVideo = (id: string): string => `https://www.youtube.com/watch?v=${encodeURIComponent(id)}`;

export const youtubeChannel = (id: string): string => `https://www.youtube.com/channel/${encodeURIComponent(id)}`;

import { readFileSync } from "node:fs";

/**
 * The examples of docs/api that belong to operations, by operation and status: a file, and the place in it. Files with a
 * request hold it beside its answer.
 */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, readonly [file: string, place?: string]>>>> = {
  listVideos: { 200: ["videos"] },
  countFacets: { 200: ["facets"] },
  readCurves: { 200: ["curves", "/answer"] },
  readVideo: { 200: ["video"] },
  readSeries: { 200: ["series"] },
  summarize: { 200: ["summary", "/answer"] },
  readSummary: { 200: ["summary", "/answer"] },
  readForecast: { 200: ["forecast"] },
  readForecastAccuracy: { 200: ["forecast-accuracy"] },
  listSimilarVideos: { 200: ["similar-videos"] },
  lookUpVideos: { 200: ["look-up-videos", "/answer"] },
  compareChannels: { 200: ["compare-channels"] },
  changeChannel: { 200: ["change-channel", "/answer"] },
  listVideosOfChannel: { 200: ["videos"] },
  listChannels: { 200: ["channels"] },
  readChannel: { 200: ["channel"] },
  readUploadsAtAge: { 200: ["channel-uploads"] },
  readChannelDays: { 200: ["channel-days"] },
  trackChannels: { 202: ["track-channels", "/answer"] },
  listTrackRequests: { 200: ["channel-requests"] },
  untrackChannel: { 202: ["purge-channel", "/answer"] },
  listWatches: { 200: ["watches"] },
  readWatch: { 200: ["watch"] },
  addWatch: { 200: ["add-watch", "/answer"], 201: ["watch"] },
  editWatch: { 200: ["watch"] },
  listRuns: { 200: ["watch-runs"] },
  listWatchVideos: { 200: ["watch-videos"] },
  listDiscoveries: { 200: ["discoveries"] },
  readDiscovery: { 200: ["discovery"] },
  addDiscovery: { 200: ["preview-discovery", "/answer"], 201: ["add-discovery", "/answer"] },
  editDiscovery: { 200: ["discovery"] },
  listFoundChannels: { 200: ["found-channels"] },
  readStats: { 200: ["stats"] },
  listCategories: { 200: ["categories"] },
  readCollector: { 200: ["collector"] },
  readDictionary: { 200: ["dictionary"] },
  readQuota: { 200: ["quota"] },
  listCalls: { 200: ["calls"] },
  readPlan: { 200: ["plan"] },
  listKeys: { 200: ["keys"] },
  readKey: { 200: ["keys", "/items/0"] },
  addKey: { 200: ["add-key", "/answer"], 201: ["add-key", "/answer"] },
  testKey: { 202: ["add-key", "/answer"] },
  pauseKey: { 200: ["add-key", "/answer"] },
  listProjects: { 200: ["projects"] },
  readProject: { 200: ["projects", "/items/0"] },
  addProject: { 201: ["change-project", "/answer"] },
  changeProject: { 200: ["change-project", "/answer"] },
  listTags: { 200: ["tags"] },
  readTag: { 200: ["tag"] },
  listViews: { 200: ["saved-views"] },
  readView: { 200: ["save-view", "/answer"] },
  saveView: { 200: ["save-view", "/answer"] },
  renameView: { 200: ["save-view", "/answer"] },
  listTokens: { 200: ["tokens"] },
  readSettings: { 200: ["settings"] },
  readSession: { 200: ["session"] },
  addToken: { 201: ["add-token", "/answer"] },
  requestExport: { 202: ["request-export", "/answer"] },
  listExports: { 200: ["exports"] },
  readExport: { 200: ["exports", "/items/0"] },
};

/** The examples of what is sent, the same way; those without a file are too short for one. */
const BODIES: Readonly<Record<string, readonly [file: string, place: string]>> = {
  trackChannels: ["track-channels", "/request"],
  lookUpVideos: ["look-up-videos", "/request"],
  readCurves: ["curves", "/request"],
  saveView: ["save-view", "/request"],
  changeChannel: ["change-channel", "/request"],
  addWatch: ["add-watch", "/request"],
  summarize: ["summary", "/request"],
  addKey: ["add-key", "/request"],
  changeProject: ["change-project", "/request"],
  addToken: ["add-token", "/request"],
  requestExport: ["request-export", "/request"],
};

const SHORT_BODIES: Readonly<Record<string, unknown>> = {
  editWatch: { state: "paused" },
  pauseKey: { paused: true },
  addProject: { id: "archive", limits: { default: 20_000 }, acknowledgeSeveralProjects: true },
};

const FOLDER = new URL("../../../docs/api/", import.meta.url);

/** Beside the compiled program, too, the examples lie in docs. */
function valueAt(file: string, place = ""): unknown {
  let value: unknown = JSON.parse(readFileSync(new URL(`${file}.json`, FOLDER), "utf8"));
  for (const part of place.split("/").slice(1)) value = (value as Record<string, unknown>)[part];
  return value;
}

/** The example of an operation's answer; `undefined` when it has none. Throws when the file is missing. */
export function exampleAnswer(operationId: string, status: string): unknown {
  const found = ANSWERS[operationId]?.[status];
  return found && valueAt(...found);
}

/** The example of what is sent to an operation; `undefined` when it has none. */
export function exampleBody(operationId: string): unknown {
  const found = BODIES[operationId];
  return found ? valueAt(...found) : SHORT_BODIES[operationId];
}

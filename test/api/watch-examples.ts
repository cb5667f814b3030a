import type { WatchId } from "#domain/watch.ts";

/** What POST /watches is asked in its example. */
export const ADD_WATCH = {
  kind: "search",
  filters: {
    q: "formula 1",
    regionCode: "GB",
    relevanceLanguage: "en",
    videoCategoryId: "17",
    videoDuration: "medium",
  },
  every: "2h",
  since: "30d",
};

export const ADD_WATCH_EXAMPLE = "add-watch.json";

/** Each example of the watches with the request that it is the answer to, over the seeded watch. */
export const watchExamples = (id: WatchId): Readonly<Record<string, string>> => ({
  "watches.json": "/api/v1/watches",
  "watch.json": `/api/v1/watches/${id}`,
  "watch-runs.json": `/api/v1/watches/${id}/runs?limit=2`,
  "watch-videos.json": `/api/v1/watches/${id}/videos?limit=2`,
});

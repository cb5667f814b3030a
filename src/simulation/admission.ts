import type { IncomingMessage } from "node:http";
import type { Bucket } from "#domain/quota.ts";
import type { VirtualProject } from "./books.ts";
import type { Endpoint } from "./faults.ts";
import { apiNotEnabled, invalidKey, keyRestricted, noKey } from "./key-refusals.ts";
import type { Query } from "./query.ts";
import type { Answer } from "./refusal.ts";

/** The API's endpoints: where they answer, what they draw from, and Google's inner name of the method. */
export const METHODS: Readonly<Record<string, { endpoint: ApiEndpoint; bucket: Bucket; method: string }>> = {
  "/youtube/v3/videos": {
    endpoint: "videos",
    bucket: "default",
    method: "youtube.api.v3.V3DataVideoService.List",
  },
  "/youtube/v3/videos:batchGetStats": {
    endpoint: "batchGetStats",
    bucket: "batch",
    method: "youtube.api.v3.V3DataVideoService.BatchGetStats",
  },
  "/youtube/v3/channels": {
    endpoint: "channels",
    bucket: "default",
    method: "youtube.api.v3.V3DataChannelService.List",
  },
  "/youtube/v3/playlistItems": {
    endpoint: "playlistItems",
    bucket: "default",
    method: "youtube.api.v3.V3DataPlaylistItemService.List",
  },
  "/youtube/v3/search": {
    endpoint: "search",
    bucket: "search",
    method: "youtube.api.v3.V3DataSearchService.List",
  },
};

export type ApiEndpoint = Exclude<Endpoint, "feeds" | "hub">;

/** Whom a request belongs to, and why it is refused before anything is looked up. */
export interface Admission {
  /** `null` for requests without a key that belongs to somebody: they are charged to nobody. */
  readonly project: VirtualProject | null;
  readonly refusal: Answer | null;
}

/** Looks at a request's key, in the header or in the query. */
export function admit(
  projects: readonly VirtualProject[],
  query: Query,
  headers: IncomingMessage["headers"],
  method: string,
): Admission {
  const header = headers["x-goog-api-key"];
  const key = (typeof header === "string" && header) || query.one("key");
  if (!key) return { project: null, refusal: noKey };
  const project = projects.find(({ keys }) => keys.includes(key));
  if (!project) return { project: null, refusal: invalidKey };
  if (project.enabled === false) return { project: null, refusal: apiNotEnabled(project) };
  if (project.restrictedKeys?.includes(key)) return { project: null, refusal: keyRestricted(project, method) };
  return { project, refusal: null };
}

import type { IncomingMessage } from "node:http";
import type { Bucket } from "#domain/quota.ts";
import type { VirtualProject } from "./books.ts";
import type { Endpoint, KeyTrouble } from "./faults.ts";
import { apiNotEnabled, invalidKey, keyRestricted, noKey, refusalFor } from "./key-refusals.ts";
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
  "/youtube/v3/channelSections": {
    endpoint: "channelSections",
    bucket: "default",
    method: "youtube.api.v3.V3DataChannelSectionService.List",
  },
  "/youtube/v3/commentThreads": {
    endpoint: "commentThreads",
    bucket: "default",
    method: "youtube.api.v3.V3DataCommentThreadService.List",
  },
  "/youtube/v3/subscriptions": {
    endpoint: "subscriptions",
    bucket: "default",
    method: "youtube.api.v3.V3DataSubscriptionService.List",
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
  /** The project of a key that is known and refused. */
  readonly turnedAway: VirtualProject | null;
}

/** The key of a request, in the header or in the query; `null` when it has none. */
export function keyOf(query: Query, headers: IncomingMessage["headers"]): string | null {
  const header = headers["x-goog-api-key"];
  return (typeof header === "string" && header) || query.one("key") || null;
}

/** Looks at a request's key. */
export function admit(
  projects: readonly VirtualProject[],
  query: Query,
  headers: IncomingMessage["headers"],
  method: string,
  troubleOf: (key: string) => KeyTrouble | null,
): Admission {
  const key = keyOf(query, headers);
  if (key === null) return { project: null, refusal: noKey, turnedAway: null };
  const project = projects.find(({ keys }) => keys.includes(key));
  if (!project) return { project: null, refusal: invalidKey, turnedAway: null };
  const turnedAway = (refusal: Answer): Admission => ({ project: null, refusal, turnedAway: project });
  if (project.enabled === false) return turnedAway(apiNotEnabled(project));
  if (project.restrictedKeys?.includes(key)) return turnedAway(keyRestricted(project, method));
  const trouble = troubleOf(key);
  if (trouble !== null) return turnedAway(refusalFor(trouble, project, key, method));
  return { project, refusal: null, turnedAway: null };
}

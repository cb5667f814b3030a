import type { DiscoveryId } from "#domain/discovery.ts";

/** What POST /discoveries is asked in its examples. */
export const ADD_DISCOVERY = {
  filters: { language: "de", categories: ["27"], subscribersMin: 1000, subscribersMax: 100_000 },
  terms: ["mathe einfach erklärt"],
  channels: ["@lehrerschmidt"],
  budget: { default: 2000, search: 20 },
  until: 50_000,
};

/** The files that hold a request beside its answer, with the query of the request. */
export const ADD_DISCOVERY_EXAMPLES = { "add-discovery.json": "", "preview-discovery.json": "?dryRun=true" } as const;

/** Each example of the discoveries with the request that it is the answer to, over the seeded discovery. */
export const discoveryExamples = (id: DiscoveryId): Readonly<Record<string, string>> => ({
  "discoveries.json": "/api/v1/discoveries",
  "discovery.json": `/api/v1/discoveries/${id}`,
  "found-channels.json": `/api/v1/discoveries/${id}/channels?limit=2`,
});

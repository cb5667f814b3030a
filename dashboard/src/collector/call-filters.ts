import type { Calls } from "#api/operations/quota-contract.ts";
import { questions } from "../paths.ts";

/* Which calls are shown stands in the address, under names of its own: the page shows more than calls. */

/** The filters of calls, by their names in the address. */
const FILTERS = {
  callKind: "kind",
  outcome: "outcome",
  project: "project",
  callText: "text",
  cursor: "cursor",
} as const;

export const CALL_KINDS = [
  ...["sample", "describe", "count", "resolve", "uploads", "feed", "subscribe", "search", "chart", "test"],
] as const;

export const CALL_OUTCOMES = [
  ...([
    "answered",
    "quotaSpent",
    "keyRefused",
    "rateLimited",
    "unavailable",
    "refused",
    "malformed",
  ] satisfies Calls["items"][number]["outcome"][]),
  ...["failed", "open"],
] as const;

/** The page of calls that an address asks for. */
export function callsQuestion(params: URLSearchParams): string {
  const asked = new URLSearchParams();
  for (const [name, filter] of Object.entries(FILTERS)) {
    const value = params.get(name);
    if (value) asked.set(filter, value);
  }
  asked.set("limit", "50");
  return questions.calls(asked);
}

/** The address with another filter: a cursor belongs to the filters that it was given for. */
export function withCallFilter(params: URLSearchParams, name: keyof typeof FILTERS, value: string): URLSearchParams {
  const changed = new URLSearchParams(params);
  changed.delete("cursor");
  changed.delete(name);
  if (value !== "") changed.set(name, value);
  return changed;
}

import type { z } from "zod";
import { CATEGORIES } from "#domain/category.ts";
import type { DiscoveryFilters, DiscoveryWish } from "#domain/discovery.ts";
import { FRONTIER_SOURCES, type FrontierSource } from "#domain/frontier.ts";
import type { discoveryBody } from "./discovery-params.ts";

/** What a body wants. Without sources named, all that its budget can pay for. */
export function discoveryWishOf(body: z.output<typeof discoveryBody>): DiscoveryWish {
  const budget = { unitsPerDay: body.budget.default, searchesPerDay: body.budget.search };
  return {
    name: body.name ?? nameOf(body.filters),
    filters: body.filters,
    seeds: { terms: body.terms, channels: body.channels },
    regions: body.regions,
    sources: body.sources ?? payable(budget.searchesPerDay > 0),
    budget,
    floor: body.floor,
    until: body.until,
    onFound: body.onFound,
    paused: body.state === "paused",
  };
}

const payable = (canSearch: boolean): FrontierSource[] =>
  (Object.keys(FRONTIER_SOURCES) as FrontierSource[]).filter(
    (source) => canSearch || FRONTIER_SOURCES[source].bucket !== "search",
  );

/** What a discovery looks for, as its name where it was given none. */
function nameOf({
  language,
  categories = [],
  countries = [],
  subscribersMin,
  subscribersMax,
}: DiscoveryFilters): string {
  const parts = [
    language,
    ...categories.map((id) => CATEGORIES.find((one) => one.id === id)?.name ?? `category ${id}`),
    ...countries,
    sizeOf(subscribersMin, subscribersMax),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "Any channel" : parts.join(", ").slice(0, 200);
}

function sizeOf(least: number | undefined, most: number | undefined): string | undefined {
  const count = (n: number): string => n.toLocaleString("en");
  if (least === undefined) return most === undefined ? undefined : `up to ${count(most)} subscribers`;
  return most === undefined ? `from ${count(least)} subscribers` : `${count(least)} to ${count(most)} subscribers`;
}

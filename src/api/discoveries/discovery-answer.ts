import { isoOrNull } from "#api/http/iso.ts";
import type { DiscoveryRest } from "#domain/discovery.ts";
import { FRONTIER_SOURCES, type FrontierSource } from "#domain/frontier.ts";
import { toIso } from "#domain/iso-time.ts";
import type { CaughtChannel } from "#planning/frontier/population.ts";
import { estimatePopulation } from "#planning/frontier/population.ts";
import type { BucketPromise, BucketPromises } from "#storage/discoveries/discovery-budgets.ts";
import type { FoundChannelRow } from "#storage/discoveries/discovery-channels.ts";
import type { DiscoveryRow, readDiscoverySources } from "#storage/discoveries/discovery-reads.ts";
import type { DiscoveryDetail, DiscoveryItem, DiscoveryPreview, FoundChannel } from "./discoveries-contract.ts";

/** A stored discovery as the API gives it. */
export function discoveryItemOf(row: DiscoveryRow): DiscoveryItem {
  const { id, name, state, terms, channels, regions, sources, until, version, found, matching } = row;
  const { filters } = row;
  return {
    ...{ id, name, state, terms, channels, regions, sources, until, version, found, matching },
    filters: {
      language: filters.language ?? null,
      categories: [...(filters.categories ?? [])],
      countries: [...(filters.countries ?? [])],
      subscribersMin: filters.subscribersMin ?? null,
      subscribersMax: filters.subscribersMax ?? null,
    },
    budget: { default: row.unitsADay, search: row.searchesADay },
    floor: asWritten(row.floor),
    onFound: { kind: row.onFound, weight: row.onFound === "track" ? asWritten(row.weight) : null },
    createdAt: toIso(row.createdAt),
    spent: {
      today: { default: row.unitsToday, search: row.searchesToday },
      total: { default: row.units, search: row.searches },
    },
    perUnit: perUnitOf(row.fitting, row.units),
    resting: row.state === "active" ? row.resting : null,
    why: whyOf(row),
  };
}

/** Numbers of four bytes come back as the decimals that were written. */
const asWritten = (value: number): number => Number(value.toPrecision(6));

const perUnitOf = (matching: number, units: number): DiscoveryItem["perUnit"] => ({
  value: units === 0 ? null : matching / units,
  n: units,
  reason: units === 0 ? "nothingSpent" : null,
  derived: true,
});

/** What a discovery does now, or why it rests. */
function whyOf({ state, resting, restingWhy, units, searches }: DiscoveryRow): string {
  switch (state) {
    case "removed":
      return "It was removed: what it found stays, and nobody looks any more.";
    case "paused":
      return "It is paused: it keeps its place and asks nothing.";
    case "active":
      if (resting !== null) return restingWhy ?? REST[resting];
      return units + searches === 0
        ? "It begins as soon as a collector runs that has units for it."
        : "It asks what brings most, spread over what is left of the quota day.";
  }
}

/** Why a discovery rests, where nobody said it with numbers. */
const REST: Readonly<Record<DiscoveryRest, string>> = {
  until: "It rests: it has found as many as it was to find.",
  floor: "It rests: nothing is expected to bring as much as a unit must.",
  nothing: "It rests: nothing is left to read.",
  budget: "It rests: its own budget of the day is spent.",
  units: "It rests: what is left of the day's units is needed for what is tracked.",
  youtube: "It rests: YouTube asked to wait.",
};

interface Parts {
  readonly sources: Awaited<ReturnType<typeof readDiscoverySources>>;
  readonly described: DiscoveryDetail["describing"];
  readonly caught: readonly CaughtChannel[];
}

/** All there is to say of one discovery, but for the instant. */
export function discoveryDetailOf(row: DiscoveryRow, parts: Parts): Omit<DiscoveryDetail, "asOf"> {
  return {
    ...discoveryItemOf(row),
    // It was read again, while the collector goes on: both numbers are of the same moment.
    matching: parts.caught.length,
    bySource: row.sources.map((source) => bySourceOf(source, parts.sources)),
    describing: parts.described,
    population: populationOf(parts.caught),
    expected: {
      perUnit: row.units === 0 ? null : row.going,
      n: row.units,
      reason: row.units === 0 ? "nothingSpent" : null,
      derived: true,
    },
  };
}

function bySourceOf(source: FrontierSource, { brought, open }: Parts["sources"]): DiscoveryDetail["bySource"][number] {
  const row = brought.find((one) => one.source === source);
  const pages = row?.pages ?? 0;
  const matching = row?.fitting ?? 0;
  return {
    source,
    bucket: FRONTIER_SOURCES[source].bucket === "search" ? "search" : "default",
    pages,
    refused: row?.closed ?? 0,
    open: open.get(source) ?? 0,
    shown: row?.shown ?? 0,
    found: row?.fresh ?? 0,
    matching,
    perUnit: perUnitOf(matching, pages),
  };
}

function populationOf(caught: readonly CaughtChannel[]): DiscoveryDetail["population"] {
  const estimate = estimatePopulation(caught);
  const share = (channels: number | undefined) => (channels === undefined ? null : caught.length / channels);
  return {
    channels: estimate?.channels ?? null,
    low: estimate?.low ?? null,
    high: estimate?.high ?? null,
    foundShare: share(estimate?.channels),
    foundShareLow: share(estimate?.high),
    foundShareHigh: share(estimate?.low),
    n: caught.length,
    reason: estimate === null ? "tooFewChannels" : null,
    derived: true,
  };
}

/** What a budget takes of what all projects have. */
export const discoveryCostOf = (
  budget: { readonly unitsPerDay: number; readonly searchesPerDay: number },
  among: BucketPromises,
): DiscoveryPreview["cost"] => ({
  default: costOf(budget.unitsPerDay, among.default),
  search: costOf(budget.searchesPerDay, among.search),
});

const costOf = (perDay: number, { limit, promised }: BucketPromise): DiscoveryPreview["cost"]["default"] => ({
  ...{ perDay, limit, promised },
  shareOfBucket: limit === 0 ? null : perDay / limit,
  derived: true,
});

/** A channel as a discovery has found it. */
export const foundChannelOf = (row: FoundChannelRow): FoundChannel => ({
  id: row.id,
  title: row.title === "" ? null : row.title,
  handle: row.handle,
  matches: row.fits,
  misses: [...row.unmet],
  language: row.language,
  languageFrom: row.languageBy,
  country: row.country,
  categories: [...new Set([...(row.categories ?? []), ...(row.shownCategories ?? [])])],
  subscribers: row.subscribers,
  views: row.views,
  videoCount: row.videoCount,
  foundBy: row.source,
  timesShown: row.seen,
  firstShownAt: toIso(row.firstAt),
  settledAt: isoOrNull(row.settledAt),
  describedAt: isoOrNull(row.describedAt),
  tracked: row.tracked,
});

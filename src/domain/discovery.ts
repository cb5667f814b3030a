import type { ChannelRef } from "./channel.ts";
import type { FrontierSource } from "./frontier.ts";

declare const discoveryBrand: unique symbol;

/** A discovery's id: 12 characters of base64url. */
export type DiscoveryId = string & { readonly [discoveryBrand]: true };

const DISCOVERY_ID = /^[A-Za-z0-9_-]{12}$/;

/** Whether a text has the form of a discovery's id. */
export const isDiscoveryId = (text: string): text is DiscoveryId => DISCOVERY_ID.test(text);

/** What channels must be like. Absent = whatever it is. A channel that does not tell what is asked for does not fit. */
export interface DiscoveryFilters {
  /** ISO 639-1. */
  readonly language?: string | undefined;
  /** Of YouTube's video categories (`domain/category.ts`) any of these. */
  readonly categories?: readonly string[] | undefined;
  /** ISO 3166-1: the country that the channel names, any of these. */
  readonly countries?: readonly string[] | undefined;
  /** Both included; hidden subscribers fit no range. */
  readonly subscribersMin?: number | undefined;
  readonly subscribersMax?: number | undefined;
}

/** What of a filter a described channel does not meet; `gone` = YouTube does not answer for it. */
export type Unmet = "language" | "category" | "country" | "size" | "gone";

/** What a discovery may spend in a quota day: units of the default bucket, and searches. */
export interface DiscoveryBudget {
  readonly unitsPerDay: number;
  readonly searchesPerDay: number;
}

/** What becomes of what fits: it is listed, or tracked with a weight besides. */
export type OnFound = { readonly kind: "list" } | { readonly kind: "track"; readonly weight: number };

/** What people write of a discovery. */
export interface DiscoveryWish {
  readonly name: string;
  readonly filters: DiscoveryFilters;
  readonly seeds: DiscoverySeeds;
  /** Whose charts are read (ISO 3166-1); none = those where the language is spoken. */
  readonly regions: readonly string[];
  readonly sources: readonly FrontierSource[];
  readonly budget: DiscoveryBudget;
  /** New fitting channels that a unit must be expected to bring; 0 and more. */
  readonly floor: number;
  /** It ends with so many fitting channels; `null` = never. */
  readonly until: number | null;
  readonly onFound: OnFound;
  readonly paused: boolean;
}

/** What a discovery begins with. */
interface DiscoverySeeds {
  readonly terms: readonly string[];
  readonly channels: readonly ChannelRef[];
}

/**
 * Why a discovery asks nothing for now. `until` = it has found as many as it was to find; `floor` = nothing is expected to
 * bring what a unit must; `nothing` = nothing is left to read; `budget` = its own day's budget is spent; `units` = what is
 * left of the projects' day is needed for what is tracked; `youtube` = YouTube asked to wait.
 */
export type DiscoveryRest = "until" | "floor" | "nothing" | "budget" | "units" | "youtube";

/** Below this many new fitting channels a unit, a discovery rests unless somebody chose otherwise: a hundred units for one. */
export const FLOOR_DEFAULT = 0.01;

/** Where a channel was met first: a list, or what people named or brought in. */
export type FoundBy = FrontierSource | "seed" | "import";

/** How a channel's language is known: the channel says it, its text is written in it, or its country speaks it. */
export type LanguageBasis = "said" | "text" | "country";

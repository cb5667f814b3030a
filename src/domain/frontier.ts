import type { Bucket } from "./quota.ts";

/** Where channels are found (docs/formulas/frontier.md). */
export type FrontierSource = "search" | "chart" | "subscriptions" | "featured" | "commenters" | "uploads";

/** What YouTube asks for one page of a source, and how many pages it has at most (docs/youtube-api.md). */
interface SourcePrice {
  readonly bucket: Bucket;
  readonly pagesMost: number;
}

/**
 * Every page costs one unit. Search ends near 500 results and a chart at 200 videos, 50 a page; the other lists end
 * when the channel's own list does, and twenty pages of one list say what its kind is worth.
 */
export const FRONTIER_SOURCES: Readonly<Record<FrontierSource, SourcePrice>> = {
  search: { bucket: "search", pagesMost: 10 },
  chart: { bucket: "default", pagesMost: 4 },
  subscriptions: { bucket: "default", pagesMost: 20 },
  featured: { bucket: "default", pagesMost: 1 },
  commenters: { bucket: "default", pagesMost: 20 },
  uploads: { bucket: "default", pagesMost: 4 },
};

/** What a list says of a channel's language beside its id, held against the filter's; many lists say nothing. */
export type LanguageHint = "same" | "other" | "none";

export const LANGUAGE_HINTS: readonly LanguageHint[] = ["same", "none", "other"];

/** A channel that a page showed: by its id, or by its handle with `@`, whose channel only asking tells. */
export interface ShownChannel {
  readonly id: string;
  readonly hint: LanguageHint;
}

/** A list that may show channels: the subscriptions of one, the results of a term, the chart of a region and category. */
export interface FrontierNode {
  readonly source: FrontierSource;
  /** A channel's id, a term, or a region and category: unique within its source. */
  readonly subject: string;
  /** What is known of it before it is read, the most telling first. */
  readonly traits: readonly string[];
}

/** What came of reading one page. */
export type FrontierReading =
  | {
      readonly kind: "shown";
      readonly channels: readonly ShownChannel[];
      readonly more: boolean;
      /** What the next page is asked for by, where pages have tokens. */
      readonly nextToken?: string | null;
    }
  /** Subscriptions that are private, comments that are off, channels that are gone. */
  | { readonly kind: "closed" };

/** What a described channel is to the filter; one that YouTube does not answer for is gone. */
export interface DescribedChannel {
  readonly id: string;
  /** Of a handle that is somebody's: whose. */
  readonly channelId?: string;
  readonly fits: boolean;
}

/** A node as it is kept: what its pages have told of it. */
export interface NodeMemory {
  readonly node: FrontierNode;
  /** How many pages showed the channel whose list it is; of a term, how many fitting channels carry it. */
  readonly seen: number;
  /** Pages read since its list was last begun, and how often it was read to its end. */
  readonly pages: number;
  readonly rounds: number;
  /** Of the channels it showed: how many are described, how many of these fit, and how many of those nobody knew. */
  readonly described: number;
  readonly fitting: number;
  readonly found: number;
  /** What it had found when its list was begun the last time. */
  readonly foundBefore: number;
  /** Whether it has a page to read. */
  readonly isOpen: boolean;
  /** What the page to read is asked for by; `null` = the first. */
  readonly pageToken: string | null;
  /** The day on which it was read to its end last, where somebody counts days; `null` = never. */
  readonly readOn: string | null;
}

/** A channel as it is kept. */
export interface ShownMemory {
  readonly id: string;
  /** How many pages showed it. */
  readonly seen: number;
  /** Whether it fits; `null` = it is not described yet. */
  readonly fits: boolean | null;
  readonly hint: LanguageHint;
  /** Of one that is not described: the classes of the page that showed it first, and the keys of the nodes that did. */
  readonly path: readonly string[];
  readonly shownBy: readonly string[];
}

/** What was counted of one class. */
export interface ClassMemory {
  /** What is counted: channels shown by hint, those of them that are new, or those that fit. */
  readonly measure: string;
  readonly class: string;
  readonly sum: number;
  readonly weight: number;
}

/** All that a frontier knows: from it another goes on where this one was. */
export interface FrontierMemory {
  readonly nodes: readonly NodeMemory[];
  readonly channels: readonly ShownMemory[];
  readonly classes: readonly ClassMemory[];
  /** The handles that were asked for, and whose they are. */
  readonly handles: readonly (readonly [handle: string, channelId: string])[];
  /** What a unit of the default bucket brought lately, and where its chance stands. */
  readonly going: number;
  readonly chance: number;
}

/** What a discovery should do next with its units; `expected` new fitting channels per unit, as drawn for a page. */
export type FrontierErrand =
  | {
      readonly kind: "read";
      readonly node: FrontierNode;
      readonly page: number;
      readonly pageToken: string | null;
      readonly expected: number;
    }
  | { readonly kind: "describe"; readonly ids: readonly string[]; readonly expected: number };

/** An errand that was looked at and not taken, and what taking it makes of the frontier besides. */
export interface FrontierLook {
  readonly errand: FrontierErrand;
  readonly going: number;
  readonly chance: number;
}

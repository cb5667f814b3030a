import type { ChannelId } from "./channel.ts";
import type { DiscoveryId, DiscoveryWish, FoundBy, LanguageBasis, Unmet } from "./discovery.ts";
import type { FrontierMemory } from "./frontier.ts";
import type { Instant } from "./time.ts";

/** What a discovery spent on a quota day. */
export interface DiscoverySpend {
  /** `YYYY-MM-DD`, Pacific. */
  readonly day: string;
  readonly units: number;
  readonly searches: number;
  /** When a call of each bucket was charged last. */
  readonly unitsAt: Instant | null;
  readonly searchesAt: Instant | null;
}

/** What a source has brought. */
export interface SourceYield {
  readonly source: FoundBy;
  /** Pages read, and those of them that were refused. */
  readonly pages: number;
  readonly closed: number;
  /** Channels on its pages, those of them that it showed first, and those of these that fit. */
  readonly shown: number;
  readonly fresh: number;
  readonly fitting: number;
}

/** A discovery as planning remembers it: what people wrote, and how far it has come. */
export interface TrackedDiscovery extends Omit<DiscoveryWish, "name"> {
  readonly id: DiscoveryId;
  readonly spent: DiscoverySpend;
  readonly yields: readonly SourceYield[];
  readonly memory: FrontierMemory;
  /** Channels that are known without it, by its seeds apart: those of videos that imports and watches brought. */
  readonly given: readonly ChannelId[];
}

/** How far one discovery has come by one answer. Everything in it is whole: taken in again, it changes nothing. */
export interface DiscoveryStep {
  readonly discoveryId: DiscoveryId;
  /** Of its frontier what was touched. */
  readonly memory: FrontierMemory;
  /** What the answer says of channels beside that, by id or handle. */
  readonly marks: Readonly<Record<string, ChannelMark>>;
  readonly yields: readonly SourceYield[];
  /** `null` = another discovery paid. */
  readonly spent: DiscoverySpend | null;
}

interface ChannelMark {
  /** Where it was met first; absent = it was known. */
  readonly metBy?: FoundBy;
  /** What of the filter it does not meet; absent = it was not judged now. */
  readonly unmet?: readonly Unmet[];
}

/** What is known of a channel, as far as filters go by it. */
export interface ChannelFacts {
  readonly id: ChannelId;
  /** `null` = it was only shown so far. */
  readonly describedAt: Instant | null;
  readonly gone: boolean;
  readonly language: string | null;
  readonly country: string | null;
  /** Those of its topics, and those of charts and searches that showed it. */
  readonly categories: readonly string[];
  readonly shownCategories: readonly string[];
  readonly subscribers: number | null;
}

/** A described channel as it is listed; or one that YouTube does not answer for. */
export interface FoundChannel extends Omit<ChannelFacts, "shownCategories"> {
  readonly describedAt: Instant;
  readonly languageBy: LanguageBasis | null;
  readonly title: string;
  readonly handle: string | null;
  readonly thumbnailUrl: string | null;
  readonly publishedAt: Instant | null;
  readonly views: number | null;
  readonly videoCount: number | null;
}

/** A chart or search of a category showed a channel. */
export interface ShownCategory {
  readonly id: ChannelId;
  readonly category: string;
}

import type { Unmet } from "#domain/discovery.ts";
import type { FrontierNode, FrontierSource } from "#domain/frontier.ts";

/** A described channel as its lists are judged by. */
export interface ChannelTraits {
  readonly id: string;
  readonly unmet: readonly Unmet[];
  /** `null` = hidden. */
  readonly subscribers: number | null;
}

/** The sources whose lists are each of one channel. */
export const CHANNEL_SOURCES: readonly FrontierSource[] = ["subscriptions", "featured", "commenters", "uploads"];

/**
 * The lists of a channel that may be worth reading: those of channels that fit, or that one condition keeps from it (a
 * channel too big still knows the small ones around it). Whoever misses more is a stranger, and there are too many of them.
 */
export function channelNodes({ id, unmet, subscribers }: ChannelTraits): readonly FrontierNode[] {
  if (unmet.length > 1 || unmet[0] === "gone") return [];
  const traits = [unmet[0] ?? "fits", `size ${sizeBand(subscribers)}`];
  return CHANNEL_SOURCES.map((source) => ({ source, subject: id, traits }));
}

/** Powers of ten: what lists hold depends on whether hundreds or millions watch, not on a few more. */
const sizeBand = (subscribers: number | null): string =>
  subscribers === null ? "hidden" : String(Math.floor(Math.log10(subscribers + 1)));

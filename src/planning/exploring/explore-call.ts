import type { ExploreCall, SurveyCall } from "#domain/call.ts";
import { type ChannelRef, isChannelId } from "#domain/channel.ts";
import type { FrontierLook, FrontierNode } from "#domain/frontier.ts";
import type { SearchFilters } from "#domain/watch.ts";
import type { DiscoveryTerms } from "./exploration.ts";

/** The call that a frontier's look amounts to, and why it is made. */
export function callOf(
  terms: DiscoveryTerms,
  look: FrontierLook,
): { readonly call: ExploreCall | SurveyCall; readonly why: string } {
  const { errand, going, chance } = look;
  const discoveryId = terms.id;
  const promise = `${errand.expected.toFixed(2)} new channels that fit are expected of it`;
  if (errand.kind === "describe") {
    const refs = errand.ids.map(refOf);
    const why = `${refs.length} channels of a discovery are to be described: ${promise}.`;
    return { call: { kind: "survey", discoveryId, look: { errand, going, chance }, refs }, why };
  }
  const why = `Page ${errand.page + 1} of ${listWords(errand.node)} for a discovery: ${promise}, a unit.`;
  const filters = errand.node.source === "search" ? searchFor(terms, errand.node.subject) : null;
  return { call: { kind: "explore", discoveryId, look: { errand, going, chance }, filters }, why };
}

/** What frontiers call handles begins with `@`. */
const refOf = (id: string): ChannelRef => (isChannelId(id) ? { kind: "id", id } : { kind: "handle", handle: id });

/**
 * A search for videos, as those tell the category, and can be asked for by it: of one category where one is asked for. The language
 * is preferred, not required, by YouTube.
 */
function searchFor({ filters }: DiscoveryTerms, q: string): SearchFilters {
  const [category, ...others] = filters.categories ?? [];
  return {
    q,
    order: "relevance",
    ...(filters.language === undefined ? {} : { relevanceLanguage: filters.language }),
    ...(category !== undefined && others.length === 0 ? { videoCategoryId: category } : {}),
  };
}

function listWords({ source, subject }: FrontierNode): string {
  switch (source) {
    case "search":
      return `the search for “${subject}”`;
    case "chart":
      return `the chart ${subject}`;
    case "subscriptions":
      return `the subscriptions of ${subject}`;
    case "featured":
      return `the channels featured by ${subject}`;
    case "commenters":
      return `the commenters of ${subject}`;
    case "uploads":
      return `the uploads of ${subject}`;
  }
}

import type { DiscoveryFilters, Unmet } from "#domain/discovery.ts";
import type { ChannelFacts } from "#domain/discovery-step.ts";

/**
 * What of a filter a described channel does not meet; nothing = it fits. What a channel does not tell it does not meet: its
 * list would be full of strangers otherwise.
 */
export function unmetBy(facts: ChannelFacts, filters: DiscoveryFilters): readonly Unmet[] {
  if (facts.gone) return ["gone"];
  const { language, categories, countries, subscribersMin, subscribersMax } = filters;
  const unmet: Unmet[] = [];
  if (language !== undefined && facts.language !== language) unmet.push("language");
  const own = [...facts.categories, ...facts.shownCategories];
  if (categories && categories.length > 0 && !categories.some((category) => own.includes(category)))
    unmet.push("category");
  if (countries && countries.length > 0 && !countries.includes(facts.country ?? "")) unmet.push("country");
  const isSized = subscribersMin !== undefined || subscribersMax !== undefined;
  const { subscribers } = facts;
  if (
    isSized &&
    (subscribers === null || subscribers < (subscribersMin ?? 0) || subscribers > (subscribersMax ?? Infinity))
  )
    unmet.push("size");
  return unmet;
}

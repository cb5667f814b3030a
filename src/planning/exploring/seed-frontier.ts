import { refKey } from "#domain/channel.ts";
import type { TrackedDiscovery } from "#domain/discovery-step.ts";
import { countriesOf } from "#domain/spoken.ts";
import type { Frontier } from "#planning/frontier/frontier.ts";

/** What a discovery begins with, as far as its rows tell. Told again, it changes nothing; told more, it knows more. */
export function seedFrontier(frontier: Frontier, { seeds, filters, regions, sources, given }: Seeded): void {
  for (const ref of seeds.channels) frontier.name(refKey(ref), "seed");
  for (const id of given) frontier.name(id, "import");
  if (sources.includes("search"))
    for (const term of seeds.terms) frontier.open({ source: "search", subject: term, traits: ["named"] });
  if (!sources.includes("chart")) return;
  const home = filters.language === undefined ? [] : countriesOf(filters.language);
  for (const region of regions.length > 0 ? regions : home.length > 0 ? home : BIG_REGIONS) {
    const place = home.length === 0 || home.includes(region) ? "home" : "away";
    const { categories = [] } = filters;
    for (const category of categories.length > 0 ? categories : CHART_CATEGORIES) {
      const asked = categories.length > 0 ? "asked" : "other";
      frontier.open({ source: "chart", subject: `${region}/${category}`, traits: [place, asked] });
    }
  }
}

type Seeded = Pick<TrackedDiscovery, "seeds" | "filters" | "regions" | "sources" | "given">;

/** Where nobody asks for a language: the countries with most of YouTube's users. */
const BIG_REGIONS = ["IN", "US", "BR", "ID", "MX", "JP", "DE", "GB", "FR", "KR"];

/** Categories with charts of their own (docs/youtube-api.md). One that a region has none of is refused, for a unit. */
const CHART_CATEGORIES = ["1", "2", "10", "15", "17", "20", "22", "23", "24", "25", "26", "28"];

import type { DiscoveryDetail, DiscoveryItem, DiscoveryPreview } from "#api/discoveries/discoveries-contract.ts";
import { table } from "./table.ts";

/** What a discovery may spend of a day, in a sentence. */
export function costWords({ cost }: Pick<DiscoveryPreview, "cost">): string {
  const units = `${n(cost.default.perDay)} of the day's ${n(cost.default.limit)} units${shareOf(cost.default)}`;
  const searches =
    cost.search.perDay === 0
      ? "no searches (--searches 20 would let it search, too)"
      : `${n(cost.search.perDay)} of the ${n(cost.search.limit)} searches${shareOf(cost.search)}`;
  return `It may spend ${units} and ${searches}.`;
}

const shareOf = ({ shareOfBucket: share }: DiscoveryPreview["cost"]["default"]): string =>
  share === null ? "" : ` (${percent(share)})`;

/** Discoveries as a table, a line each. */
export const listWords = (items: readonly DiscoveryItem[]): string =>
  table(
    ["id", "state", "name", "fit", "of found", "a unit", "today", "may spend a day", "until"],
    items.map((item) => [
      item.id,
      item.state === "active" && item.resting ? "resting" : item.state,
      item.name,
      n(item.matching),
      n(item.found),
      rate(item.perUnit.value),
      spentWords(item.spent.today),
      spentWords(item.budget),
      item.until === null ? "-" : n(item.until),
    ]),
  );

/** Everything there is to say of one discovery. */
export function detailWords(discovery: DiscoveryDetail): string {
  const { id, name, state, spent, budget, describing } = discovery;
  const sources = discovery.bySource.map((source) => [
    source.source,
    n(source.pages),
    n(source.refused),
    n(source.open),
    n(source.shown),
    n(source.found),
    n(source.matching),
    rate(source.perUnit.value),
  ]);
  return [
    `${id}: ${name} (${state})`,
    filterWords(discovery),
    `Found ${n(discovery.matching)} channels that fit, of ${n(describing.described)} described; ${n(describing.waiting)} more were shown and wait.`,
    populationWords(discovery.population),
    `Spent ${spentWords(spent.total)} in all, ${spentWords(spent.today)} today of ${spentWords(budget)}: ${rate(discovery.perUnit.value)} that fit a unit.`,
    expectedWords(discovery),
    discovery.why,
    "",
    table(["source", "pages", "refused", "open", "shown", "new", "fit", "a unit"], sources),
  ].join("\n");
}

function filterWords({ filters, regions, sources, onFound, floor, until }: DiscoveryDetail): string {
  const { language, categories, countries, subscribersMin: least, subscribersMax: most } = filters;
  const wanted = [
    language === null ? "" : `the language ${language}`,
    categories.length > 0 ? `categories ${categories.join(", ")}` : "",
    countries.length > 0 ? `countries ${countries.join(", ")}` : "",
    least === null && most === null
      ? ""
      : `${least === null ? "0" : n(least)} to ${most === null ? "any number of" : n(most)} subscribers`,
  ].filter(Boolean);
  return [
    `Channels of ${wanted.length > 0 ? wanted.join("; ") : "any kind"}.`,
    ` It looks in ${sources.join(", ")}, with the charts of ${regions.length > 0 ? regions.join(", ") : "where the language is spoken"},`,
    ` ${onFound.kind === "track" ? `tracks what fits (weight ${onFound.weight ?? 1})` : "lists what fits"},`,
    ` and rests ${until === null ? "" : `at ${n(until)}, and `}when a unit is expected to bring fewer than ${rate(floor)}.`,
  ].join("");
}

function populationWords({
  channels,
  low,
  high,
  foundShare,
  foundShareLow,
  foundShareHigh,
  n: from,
}: DiscoveryDetail["population"]): string {
  if (channels === null || low === null || high === null || foundShare === null) {
    return `How many there may be cannot be told from ${n(from)} that fit.`;
  }
  const bounds = `${percent(foundShareLow ?? 0)} to ${percent(foundShareHigh ?? 1)}`;
  return `About ${n(channels)} fit (${n(low)} to ${n(high)}), estimated: ${percent(foundShare)} of them are found (${bounds}).`;
}

function expectedWords({ expected }: DiscoveryDetail): string {
  return expected.perUnit === null
    ? "What a unit brings will show when some are spent."
    : `A unit is expected to bring ${rate(expected.perUnit)} that fit now.`;
}

const spentWords = ({ default: units, search }: DiscoveryItem["budget"]): string =>
  [counted(units, "unit", "units"), search === 0 ? "" : counted(search, "search", "searches")]
    .filter(Boolean)
    .join(", ");

const counted = (count: number, one: string, many: string): string => `${n(count)} ${count === 1 ? one : many}`;
const n = (count: number): string => count.toLocaleString("en");
const rate = (value: number | null): string => (value === null ? "-" : String(Math.round(value * 100) / 100));
const percent = (share: number): string => (share > 0 && share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`);

import type { DiscoveryItem } from "#api/discoveries/discoveries-contract.ts";
import { asCount, asShort } from "../format/numbers.ts";

/** What channels must be like, condition by condition. */
export function wantedWords({ filters }: Pick<DiscoveryItem, "filters">, nameOf: (category: string) => string): string {
  const { language, categories, countries, subscribersMin: least, subscribersMax: most } = filters;
  const size =
    least === null && most === null
      ? ""
      : most === null
        ? `from ${asShort(least ?? 0)} subscribers`
        : `${asShort(least ?? 0)} to ${asShort(most)} subscribers`;
  const parts = [
    language === null ? "" : `in ${language}`,
    categories.length === 0 ? "" : `on ${categories.map(nameOf).join(" or ")}`,
    countries.length === 0 ? "" : `from ${countries.join(" or ")}`,
    size,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "any channel" : `channels ${parts.join(", ")}`;
}

/** Units and searches. */
export const unitsWords = ({ default: units, search }: DiscoveryItem["budget"]): string =>
  [counted(units, "unit", "units"), search === 0 ? "" : counted(search, "search", "searches")]
    .filter(Boolean)
    .join(", ");

const counted = (n: number, one: string, many: string): string => `${asCount(n)} ${n === 1 ? one : many}`;

/** Sources as people call them. */
export const SOURCES: Readonly<Record<DiscoveryItem["sources"][number], string>> = {
  search: "search",
  chart: "charts",
  subscriptions: "subscriptions",
  featured: "featured channels",
  commenters: "who comments",
  uploads: "texts of uploads",
};

import type { WatchItem } from "#api/watches/watches-contract.ts";
import { asCount, asPercent } from "../format/numbers.ts";
import { asLength } from "../format/times.ts";
import { fieldsOf } from "./watch-fields.ts";

type Cost = WatchItem["cost"];

const DAY_SECONDS = 86_400;

/** What it asks for, filter by filter, as people say it; the query goes first. */
export const filterWords = ({ kind, filters }: Pick<WatchItem, "kind" | "filters">): readonly string[] =>
  fieldsOf(kind).flatMap(({ name, label, options }) => {
    const value = filters[name];
    if (value === undefined || (name === "order" && value === "date")) return [];
    if (name === "q") return [`“${value}”`];
    return [`${label.toLowerCase()} ${options?.find(([option]) => option === value)?.[1] ?? value}`];
  });

/** How often it runs. */
export const cadenceWords = (everySeconds: number | null, { runsPerDay }: Pick<Cost, "runsPerDay">): string => {
  if (everySeconds !== null) return `every ${asLength(everySeconds)}`;
  return runsPerDay > 0
    ? `by yield, now every ${asLength(DAY_SECONDS / runsPerDay)}`
    : "by yield, once others leave calls";
};

/** What a day of it costs. */
export function costWords({ bucket, callsPerDay, limit, shareOfBucket }: Cost): string {
  const calls = callsPerDay > 0 && callsPerDay < 1 ? "less than one" : `about ${asCount(callsPerDay)}`;
  return `${calls} of the day’s ${asCount(limit)} ${bucket === "search" ? "searches" : "units"} (${asPercent(shareOfBucket)})`;
}

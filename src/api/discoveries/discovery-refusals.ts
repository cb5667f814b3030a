import type { OverBudget } from "#storage/discoveries/discovery-budgets.ts";

/** Why a budget cannot be promised, with the numbers, and what would do instead. */
export function overBudgetWords({ bucket, wanted, among: { limit, promised } }: OverBudget): string {
  const what = bucket === "search" ? "searches" : "units";
  const left = Math.max(0, limit - promised);
  return (
    `${n(wanted)} ${what} a day do not fit: all usable projects have ${n(limit)}` +
    `${promised > 0 ? `, of which other discoveries may spend ${n(promised)}` : ""}. ` +
    (left > 0 ? `Up to ${n(left)} would fit.` : "Pause another discovery, or give it less.")
  );
}

const n = (count: number): string => count.toLocaleString("en");

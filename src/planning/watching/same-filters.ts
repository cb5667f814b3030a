import type { ChartFilters, SearchFilters } from "#domain/watch.ts";

/**
 * Whether two searches (or charts) ask for the same: an answer to what a watch asked before somebody changed it says nothing
 * of the watch as it is. The database keeps filters in an order of its own.
 */
export function areSameFilters(a: SearchFilters | ChartFilters, b: SearchFilters | ChartFilters): boolean {
  const [left, right] = [entriesOf(a), entriesOf(b)];
  return left.length === right.length && left.every((entry, place) => entry === right[place]);
}

const entriesOf = (filters: SearchFilters | ChartFilters): string[] =>
  Object.entries(filters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .sort();

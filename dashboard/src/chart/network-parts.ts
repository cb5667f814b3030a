import type { Edge } from "./network-layout.ts";

/** Names that are joined by edges, over however many others: each such part by itself, the largest first. */
export function partsOf(names: readonly string[], edges: readonly Edge[]): string[][] {
  const over = new Map(names.map((name) => [name, name]));
  const top = (name: string): string => {
    let at = name;
    for (let next = over.get(at); next !== undefined && next !== at; next = over.get(at)) at = next;
    return at;
  };
  for (const { from, to } of edges) {
    if (over.has(from) && over.has(to)) over.set(top(from), top(to));
  }
  const parts = Map.groupBy(names.toSorted(), top);
  return [...parts.values()].toSorted((a, b) => b.length - a.length || ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1));
}

/** A place for a part, in a box whose sides are 1. */
export interface Cell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A part of one still needs room for its name. */
const LEAST = 1.5;

/**
 * The box cut into cells as large as the parts: each time the parts are halved by their sizes, and the longer side with them.
 * Sizes come in falling order; the cells are in the order of the parts.
 */
export function cellsFor(sizes: readonly number[], within: Cell = { left: 0, top: 0, width: 1, height: 1 }): Cell[] {
  if (sizes.length <= 1) return sizes.map(() => within);
  const weights = sizes.map((size) => Math.max(LEAST, size));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let [cut, first] = [1, weights[0] ?? 0];
  while (cut < sizes.length - 1 && first + (weights[cut] ?? 0) <= all / 2) {
    first += weights[cut] ?? 0;
    cut += 1;
  }
  const share = first / all;
  const { left, top, width, height } = within;
  const isWide = width * ASPECT >= height;
  const one = isWide ? { ...within, width: width * share } : { ...within, height: height * share };
  const other = isWide
    ? { ...within, left: left + width * share, width: width * (1 - share) }
    : { ...within, top: top + height * share, height: height * (1 - share) };
  return [...cellsFor(sizes.slice(0, cut), one), ...cellsFor(sizes.slice(cut), other)];
}

/** The box is drawn wider than high, by so much. */
const ASPECT = 1.6;

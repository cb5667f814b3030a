import { cellsFor, partsOf } from "./network-parts.ts";

/* Where the tags of a network lie: near those that they stand with. */

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** How strongly the two belong together, from 0 to 1. */
  readonly strength: number;
}

/** After so many steps hardly anything moves any more; a hundred tags take some 30 ms. */
const STEPS = 200;
/** The first steps may go so far, in a box whose sides are 1; the last go nowhere. */
const REACH = 0.12;
/** How much edges pull beside what pushes: enough to tell groups apart, too little to heap them up. */
const PULL = 1.2;
/** Part of a cell that stays free around its tags, so that neighbouring parts stay apart. */
const MARGIN = 0.1;

/**
 * Places in a box whose sides are 1. Tags that nothing joins lie in cells of their own; within a cell every two push one another
 * apart, and edges pull (Fruchterman and Reingold 1991), each less the more of them a tag has, since else those with many would
 * lie on one heap. It begins on a circle in the order of the names, and nothing is left to chance, so that the same network
 * always looks the same.
 */
export function networkLayout(names: readonly string[], edges: readonly Edge[]): ReadonlyMap<string, Place> {
  const parts = partsOf(names, edges);
  const cells = cellsFor(parts.map((part) => part.length));
  return new Map(
    parts.flatMap((part, i) => {
      const { left, top, width, height } = cells[i] ?? { left: 0, top: 0, width: 1, height: 1 };
      return [...layoutOfPart(part, edges)].map(([name, { x, y }]): [string, Place] => [
        name,
        {
          x: left + width * (MARGIN + (1 - 2 * MARGIN) * x),
          y: top + height * (MARGIN + (1 - 2 * MARGIN) * y),
        },
      ]);
    }),
  );
}

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly strength: number;
}

/** @param names sorted */
function layoutOfPart(names: readonly string[], edges: readonly Edge[]): ReadonlyMap<string, Place> {
  const n = names.length;
  const at = new Map(names.map((name, i) => [name, i]));
  const x = Float64Array.from(names, (_, i) => Math.cos((2 * Math.PI * i) / n) / 2);
  const y = Float64Array.from(names, (_, i) => Math.sin((2 * Math.PI * i) / n) / 2);
  const joined = edges
    .flatMap(({ from, to, strength }) => {
      const [a, b] = [at.get(from), at.get(to)];
      return a === undefined || b === undefined ? [] : [{ a: Math.min(a, b), b: Math.max(a, b), strength }];
    })
    // Sums depend on the order of what is added, in their last digits, and the steps make more of it.
    .toSorted((one, other) => one.a - other.a || one.b - other.b);
  const pairs = shared(joined, n);
  const ideal = 0.9 / Math.sqrt(Math.max(1, n));
  for (let step = 0; step < STEPS; step += 1) move(x, y, pairs, ideal, REACH * (1 - step / STEPS));
  return boxed(names, x, y);
}

/** A tag's pull is shared among its edges. */
function shared(pairs: readonly Pair[], n: number): readonly Pair[] {
  const degrees = new Float64Array(n);
  for (const { a, b } of pairs) {
    degrees[a] = (degrees[a] ?? 0) + 1;
    degrees[b] = (degrees[b] ?? 0) + 1;
  }
  return pairs.map(({ a, b, strength }) => ({
    ...{ a, b },
    strength: (PULL * strength) / Math.sqrt((degrees[a] ?? 1) * (degrees[b] ?? 1)),
  }));
}

function move(x: Float64Array, y: Float64Array, pairs: readonly Pair[], ideal: number, reach: number): void {
  const [dx, dy] = [new Float64Array(x.length), new Float64Array(x.length)];
  const push = (i: number, across: number, down: number): void => {
    dx[i] = (dx[i] ?? 0) + across;
    dy[i] = (dy[i] ?? 0) + down;
  };
  for (let i = 0; i < x.length; i += 1) {
    for (let j = i + 1; j < x.length; j += 1) {
      const [across, down] = apart(x, y, i, j);
      const force = (ideal * ideal) / (across * across + down * down);
      push(i, across * force, down * force);
      push(j, -across * force, -down * force);
    }
  }
  for (const { a, b, strength } of pairs) {
    const [across, down] = apart(x, y, a, b);
    const force = (strength * Math.hypot(across, down)) / ideal;
    push(a, -across * force, -down * force);
    push(b, across * force, down * force);
  }
  for (let i = 0; i < x.length; i += 1) {
    const length = Math.hypot(dx[i] ?? 0, dy[i] ?? 0);
    const scale = length === 0 ? 0 : Math.min(length, reach) / length;
    x[i] = (x[i] ?? 0) + (dx[i] ?? 0) * scale;
    y[i] = (y[i] ?? 0) + (dy[i] ?? 0) * scale;
  }
}

/** From the second to the first; two that lie on one another are parted by their order. */
function apart(x: Float64Array, y: Float64Array, i: number, j: number): [across: number, down: number] {
  const [across, down] = [(x[i] ?? 0) - (x[j] ?? 0), (y[i] ?? 0) - (y[j] ?? 0)];
  return Math.hypot(across, down) > 1e-4 ? [across, down] : [1e-4 * (1 + (i % 7)), 1e-4 * (1 + (j % 5))];
}

/** Drawn out to the box. */
function boxed(names: readonly string[], x: Float64Array, y: Float64Array): ReadonlyMap<string, Place> {
  const [left, top] = [Math.min(...x), Math.min(...y)];
  const [width, height] = [Math.max(...x) - left, Math.max(...y) - top];
  const part = (value: number, from: number, size: number): number => (size < 1e-9 ? 0.5 : (value - from) / size);
  return new Map(names.map((name, i) => [name, { x: part(x[i] ?? 0, left, width), y: part(y[i] ?? 0, top, height) }]));
}

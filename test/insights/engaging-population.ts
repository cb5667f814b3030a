import type { Format } from "#domain/video.ts";
import { Chance } from "#simulation/random.ts";

/** A made-up video of which the true like rate is known. */
export interface Drawn {
  readonly id: string;
  readonly format: Format;
  readonly categoryId: string;
  readonly views: number;
  readonly likes: number;
  readonly comments: null;
  readonly truth: number;
}

/** Formats and categories with the beta distributions of their rates, as real charts have them. */
const KINDS = [
  ["long", "20", 1.24, 32],
  ["long", "10", 0.78, 14.5],
  ["long", "22", 0.7, 17],
  ["short", "24", 1.25, 21],
  ["short", "20", 0.9, 60],
  ["live", "20", 2, 25],
] as const;

/** Videos with `from` to `to` views each, evenly by their logarithm, each viewer of which likes by chance. */
export function drawPopulation(size: number, from: number, to: number, seed: number): readonly Drawn[] {
  const chance = new Chance("engaging population", size, from, to, seed);
  return Array.from({ length: size }, (_, n) => {
    const [format, categoryId, a, b] = KINDS[chance.integer(0, KINDS.length - 1)] ?? KINDS[0];
    const views = Math.round(from * (to / from) ** chance.uniform());
    const truth = betaOf(chance, a, b);
    return { id: `v${n}`, format, categoryId, views, likes: likesOf(chance, views, truth), comments: null, truth };
  });
}

function betaOf(chance: Chance, a: number, b: number): number {
  const [x, y] = [gammaOf(chance, a), gammaOf(chance, b)];
  return x / (x + y);
}

/** Marsaglia and Tsang 2000. */
function gammaOf(chance: Chance, shape: number): number {
  if (shape < 1) return gammaOf(chance, shape + 1) * (1 - chance.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = chance.normal();
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - chance.uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Viewer by viewer where they are few; else the normal limit, which is near enough. */
function likesOf(chance: Chance, views: number, rate: number): number {
  if (views > 2_000) {
    const likes = Math.round(views * rate + chance.normal() * Math.sqrt(views * rate * (1 - rate)));
    return Math.min(views, Math.max(0, likes));
  }
  let likes = 0;
  for (let viewer = 0; viewer < views; viewer++) if (chance.happens(rate)) likes++;
  return likes;
}

/** Spearman's: 1 where both are in the same order; equals share the middle of their ranks. */
export function rankCorrelation(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [ranksOf(one), ranksOf(other)];
  const middle = (one.length - 1) / 2;
  let [together, alone, apart] = [0, 0, 0];
  for (const [i, rank] of a.entries()) {
    const [x, y] = [rank - middle, (b[i] ?? 0) - middle];
    together += x * y;
    alone += x * x;
    apart += y * y;
  }
  return together / Math.sqrt(alone * apart);
}

function ranksOf(values: readonly number[]): readonly number[] {
  const order = values.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && order[to]?.value === order[from]?.value) to++;
    for (let k = from; k < to; k++) ranks[order[k]?.i ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

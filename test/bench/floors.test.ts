import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpolateViews, warpedAge } from "#domain/curve.ts";
import type { Reading } from "#domain/snapshot.ts";
import { days, instant, milliseconds } from "#domain/time.ts";
import { latticeCurve, NODE_AGES, POINT_AGES } from "../../bench/age-lattice.ts";
import { countingProcess } from "../../bench/counting-process.ts";
import { descended } from "../../bench/knot-descent.ts";
import { knotError } from "../../bench/knot-error.ts";
import { judgedOf } from "../../bench/planner-cohort.ts";
import { floorsOf } from "../../bench/planner-floors.ts";
import { errorAt } from "../../bench/planner-row.ts";
import { score } from "../../bench/planner-score.ts";
import { uploadsOf, WORLDS } from "../../bench/planner-world.ts";
import { COARSE_NODES, STATIONS, segmentCosts } from "../../bench/segment-costs.ts";
import { shortestPaths } from "../../bench/shortest-path.ts";

const uploads = uploadsOf({
  seed: 3,
  habits: WORLDS.study,
  from: instant(Date.UTC(2026, 8, 1, 7)),
  days: 1,
  perDay: 40,
}).slice(0, 12);
const curves = uploads.map(latticeCurve);

describe("the shortest path", () => {
  test("over any costs is as cheap as the best of all ways with so many stops", () => {
    const costsOf = (stations: number) =>
      fc.array(fc.double({ min: 0, max: 100, noNaN: true }), {
        minLength: stations * stations,
        maxLength: stations * stations,
      });
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 8 }).chain((stations) => fc.tuple(fc.constant(stations), costsOf(stations))),
        ([stations, list]) => {
          const costs = Float64Array.from(list);
          const paths = shortestPaths(costs, stations, stations - 2);
          for (let stops = 0; stops <= stations - 2; stops++) {
            const path = paths[stops] ?? [];
            expect(path).toHaveLength(stops);
            const best = Math.min(...choices(stations - 2, stops).map((way) => costOf(costs, stations, way)));
            expect(costOf(costs, stations, path)).toBeCloseTo(best, 9);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test("over straight lines is never worse than geometric, uniform or random ages, for all videos or for one", () => {
    const sums = new Float64Array(STATIONS * STATIONS);
    const costs = new Float64Array(STATIONS * STATIONS);
    for (const curve of curves) {
      segmentCosts(curve, costs);
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (costs[i] ?? 0);
    }
    for (const matrix of [sums, costs]) {
      const paths = shortestPaths(matrix, STATIONS, 40);
      for (const count of [8, 16, 40]) {
        const best = costOf(matrix, STATIONS, paths[count] ?? []);
        const samples = COARSE_NODES.length - 1;
        const geometric = Array.from({ length: count }, (_, i) => Math.round(((i + 1) * samples) / count));
        const uniform = Array.from({ length: count }, (_, i) => stationAt(((i + 1) / count) * days(30)));
        for (const way of [geometric, [...new Set(uniform)]]) {
          expect(best).toBeLessThanOrEqual(costOf(matrix, STATIONS, way) + 1e-9);
        }
      }
    }
  });

  test("costs what the straight lines between its ages are wrong by", () => {
    const [curve] = curves;
    if (!curve) throw new Error("the world has no uploads");
    const costs = new Float64Array(STATIONS * STATIONS);
    segmentCosts(curve, costs);
    const way = [20, 60, 100, 140, 180, 220];
    const ages = [0, ...way].map((station) => NODE_AGES[COARSE_NODES[station] ?? 0] ?? milliseconds(0));
    const { viewsAt } = curve.upload;
    let error = 0;
    for (const age of POINT_AGES) {
      const right = ages.findIndex((other) => other >= age);
      const [a, b] = [ages.at(right < 0 ? -1 : right - 1) ?? milliseconds(0), ages[right]];
      const y = (at: typeof a) => Math.log(viewsAt(at) + 3);
      const line =
        b === undefined
          ? y(a)
          : y(a) + ((y(b) - y(a)) * (warpedAge(age) - warpedAge(a))) / (warpedAge(b) - warpedAge(a));
      error += Math.abs(Math.exp(line) - 3 - viewsAt(age)) / Math.max(viewsAt(age), 10);
    }
    expect(costOf(costs, STATIONS, way)).toBeCloseTo(error, 1);
  });
});

describe("the floors", () => {
  test("interpolate as the product does", () => {
    for (const curve of curves) {
      const knots = [0, 40, 170, 171, 300, 420, 600, 880];
      const { viewsAt } = curve.upload;
      const readings = knots.map((node): Reading => {
        const age = NODE_AGES[node] ?? milliseconds(0);
        return { age, views: viewsAt(age) };
      });
      let error = 0;
      for (const age of POINT_AGES) {
        const guess = interpolateViews(readings, age) ?? readings.at(-1)?.views ?? 0;
        error += Math.abs(guess - viewsAt(age)) / Math.max(viewsAt(age), 10);
      }
      const own = knotError(curve, knots, 0, knots.length);
      expect(Math.abs(own - error)).toBeLessThan(1e-3 * error + 1e-3);
      // Moving one knot may only be judged by the segments around it.
      const parts = knots.map((_, k) => knotError(curve, knots, k, k + 1));
      expect(parts.reduce((sum, part) => sum + part)).toBeCloseTo(own, 6);
    }
  });

  test("never lose by the descent, and keep the ages rising and the birth first", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: NODE_AGES.length - 1 }), { minLength: 3, maxLength: 12 }),
        (nodes) => {
          const start = [0, ...nodes.toSorted((a, b) => a - b)];
          const end = descended(curves, start);
          const error = (knots: readonly number[]) =>
            curves.reduce((sum, curve) => sum + knotError(curve, knots, 0, knots.length), 0);
          expect(error(end)).toBeLessThanOrEqual(error(start) + 1e-9);
          expect(end).toHaveLength(start.length);
          expect(end[0]).toBe(0);
          expect(end.every((node, k) => k === 0 || node > (end[k - 1] ?? 0))).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });

  test("take exactly so many samples, and stand below geometric ages as the oracle below them", () => {
    const cohort = uploads.map(judgedOf);
    for (const [count, { bestStatic, oracle }] of floorsOf(uploads, [9, 16, 34])) {
      const [low, middle] = [score(cohort, oracle), score(cohort, bestStatic)];
      const geometric = score(cohort, () =>
        Array.from(
          { length: count },
          (_, i) => NODE_AGES[Math.round(((i + 1) * (NODE_AGES.length - 1)) / count)] ?? days(30),
        ),
      );
      expect([low.samplesPerVideo, middle.samplesPerVideo]).toEqual([count, count]);
      expect(low.curveError.log).toBeLessThan(middle.curveError.log);
      expect(middle.curveError.log).toBeLessThan(geometric.curveError.log);
    }
  });

  test("lie between their neighbours at numbers of samples that are not whole", () => {
    const errors = new Map([
      [16, 0.02],
      [17, 0.018],
    ]);
    expect(errorAt(errors, 16)).toBe(0.02);
    expect(errorAt(errors, 16.5)).toBeGreaterThan(0.018);
    expect(errorAt(errors, 16.5)).toBeLessThan(0.02);
    expect(() => errorAt(errors, 18.5)).toThrow("no floor");
  });
});

test("the harder worlds hold what they say", () => {
  const size = { seed: 5, from: instant(Date.UTC(2026, 8, 1, 7)), days: 6, perDay: 200 };
  const [study, bursty, shorts] = [WORLDS.study, WORLDS.bursty, WORLDS.shorts].map((habits) =>
    uploadsOf({ ...size, habits }),
  );
  const shareOfShorts = (world = study) =>
    (world ?? []).filter(({ format }) => format === "short").length / (world?.length ?? 1);
  expect(shareOfShorts(shorts)).toBeCloseTo(0.9, 1);
  expect(shareOfShorts(study)).toBeLessThan(0.5);
  // The same uploads but for their curves: three in five then gain two and a half times their first life.
  const grown = (study ?? []).filter((upload, i) => {
    const other = bursty?.[i]?.viewsAt(days(60)) ?? 0;
    return upload.viewsAt(days(60)) > 500 && other > 2 * upload.viewsAt(days(60));
  });
  const large = (study ?? []).filter(({ viewsAt }) => viewsAt(days(60)) > 500);
  expect(grown.length / large.length).toBeGreaterThan(0.4);
  expect(grown.length / large.length).toBeLessThan(0.65);
});

describe("a counting process", () => {
  test("rises by whole views, says the same whatever was asked before, and spreads as Poisson's does", () => {
    const expected = [0.3, 1, 7, 40, 1000, 123_456];
    const sums = expected.map(() => ({ sum: 0, squares: 0 }));
    const processes = 2000;
    for (let seed = 0; seed < processes; seed++) {
      const counted = countingProcess(seed);
      const counts = expected.map(counted);
      expect(counts.every(Number.isInteger)).toBe(true);
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
      expect(expected.toReversed().map(countingProcess(seed)).reverse()).toEqual(counts);
      counts.forEach((count, i) => {
        const cell = sums[i];
        if (!cell) return;
        cell.sum += count;
        cell.squares += (count - (expected[i] ?? 0)) ** 2;
      });
    }
    expected.forEach((mean, i) => {
      const { sum, squares } = sums[i] ?? { sum: 0, squares: 0 };
      // Five standard deviations of the mean, and of the variance.
      expect(Math.abs(sum / processes - mean)).toBeLessThan(5 * Math.sqrt(mean / processes));
      expect(Math.abs(squares / processes / mean - 1)).toBeLessThan(5 * Math.sqrt((2 + 1 / mean) / processes));
    });
  });
});

/** What a way over these stops costs, from the first station to the last. */
function costOf(costs: Float64Array, stations: number, stops: readonly number[]): number {
  const way = [0, ...stops, stations - 1];
  return way.slice(1).reduce((sum, to, i) => sum + (costs[to * stations + (way[i] ?? 0)] ?? 0), 0);
}

/** All ways to choose `count` of the stations 1 … n, rising. */
function choices(n: number, count: number): number[][] {
  if (count === 0) return [[]];
  if (count > n) return [];
  return [...choices(n - 1, count - 1).map((way) => [...way, n]), ...choices(n - 1, count)];
}

const stationAt = (age: number): number => COARSE_NODES.findIndex((node) => (NODE_AGES[node] ?? 0) >= age - 1000);

import { describe, expect, it } from "vitest";
import { type Edge, networkLayout, type Place } from "./network-layout.ts";

const names = Array.from({ length: 100 }, (_, n) => `tag ${n}`);

/** Ten circles of friends: everybody stands with the nine others of their ten. */
const circles: Edge[] = names.flatMap((from, i) =>
  names
    .slice(i + 1)
    .flatMap((to, j) => (Math.floor(i / 10) === Math.floor((i + 1 + j) / 10) ? [{ from, to, strength: 0.8 }] : [])),
);

const distance = (a: Place | undefined, b: Place | undefined): number =>
  Math.hypot((a?.x ?? Number.NaN) - (b?.x ?? Number.NaN), (a?.y ?? Number.NaN) - (b?.y ?? Number.NaN));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("the layout of a network", () => {
  it("is the same for the same network, in whatever order it comes", () => {
    const [once, again] = [networkLayout(names, circles), networkLayout(names.toReversed(), circles.toReversed())];
    for (const name of names) expect(again.get(name)).toEqual(once.get(name));
  });

  it("brings together what belongs together, and keeps everything apart and in the box", () => {
    // A chain through the circles makes them one part, so that forces alone tell them apart.
    const chain = names.flatMap((from, i) =>
      i % 10 === 9 && i < 99 ? [{ from, to: `tag ${i + 1}`, strength: 0.1 }] : [],
    );
    const places = networkLayout(names, [...circles, ...chain]);
    const pairs = names.flatMap((a, i) =>
      names.slice(i + 1).map((b, j) => ({ a, b, isNear: Math.floor(i / 10) === Math.floor((i + 1 + j) / 10) })),
    );
    const between = (isNear: boolean) =>
      pairs.filter((pair) => pair.isNear === isNear).map(({ a, b }) => distance(places.get(a), places.get(b)));
    expect(mean(between(true))).toBeLessThan(mean(between(false)) / 2);
    expect(Math.min(...between(true), ...between(false))).toBeGreaterThan(0.003);
  });

  it("gives what nothing joins places of its own, and leaves no heap where all stand with all", () => {
    const places = networkLayout(names, circles);
    for (let circle = 0; circle < 10; circle += 1) {
      const inside = names.slice(10 * circle, 10 * circle + 10).map((name) => places.get(name));
      const apart = inside.flatMap((a, i) => inside.slice(i + 1).map((b) => distance(a, b)));
      expect(Math.min(...apart)).toBeGreaterThan(0.02);
      expect(Math.max(...apart)).toBeLessThan(0.5);
    }
    const all = [...places.values()].flatMap(({ x, y }) => [x, y]);
    expect(Math.min(...all)).toBeGreaterThan(0);
    expect(Math.max(...all)).toBeLessThan(1);
  });

  it.each([0, 1, 2, 3])("has a place for each of %i tags that stand alone", (count) => {
    const places = networkLayout(names.slice(0, count), []);
    expect(places.size).toBe(count);
    for (const { x, y } of places.values()) expect(Math.min(x, y, 1 - x, 1 - y)).toBeGreaterThanOrEqual(0);
  });
});

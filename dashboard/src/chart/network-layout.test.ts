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
    const places = networkLayout(names, circles);
    const pairs = names.flatMap((a, i) =>
      names.slice(i + 1).map((b, j) => ({ a, b, near: Math.floor(i / 10) === Math.floor((i + 1 + j) / 10) })),
    );
    const between = (near: boolean) =>
      pairs.filter((pair) => pair.near === near).map(({ a, b }) => distance(places.get(a), places.get(b)));
    expect(mean(between(true))).toBeLessThan(mean(between(false)) / 3);
    expect(Math.min(...between(true), ...between(false))).toBeGreaterThan(0.005);
    const all = [...places.values()].flatMap(({ x, y }) => [x, y]);
    expect([Math.min(...all), Math.max(...all)]).toEqual([0, 1]);
  });

  it.each([0, 1, 2, 3])("has a place for each of %i tags that stand alone", (count) => {
    const places = networkLayout(names.slice(0, count), []);
    expect(places.size).toBe(count);
    for (const { x, y } of places.values()) expect(Math.min(x, y, 1 - x, 1 - y)).toBeGreaterThanOrEqual(0);
  });
});

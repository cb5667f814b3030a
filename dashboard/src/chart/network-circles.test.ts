import { expect, it } from "vitest";
import { networkCircles } from "./network-circles.ts";

it("every tag has its place in the box, the larger the more videos carry it, and long names are cut", () => {
  const nodes = ["bread", "baking", "a tag that goes on and on for ever"].map((tag, n) => ({ tag, videos: 100 >> n }));
  const { circles, written } = networkCircles(nodes, [{ from: "bread", to: "baking", npmi: 0.5 }], 1000, 620);
  const [bread, baking, long] = nodes.map(({ tag }) => circles.get(tag));
  expect([bread?.radius, (baking?.radius ?? 0) < 12, (long?.radius ?? 0) > 3]).toEqual([12, true, true]);
  for (const { x, y } of circles.values()) expect([x >= 0 && x <= 1000, y >= 0 && y <= 620]).toEqual([true, true]);
  expect(written.has("bread")).toBe(true);
});

import { expect, it } from "vitest";
import { barsOf } from "./bars.ts";

it("bars are as high as their parts of the highest, and flat where nothing was counted", () => {
  expect(barsOf([1, 4])).toEqual([
    { left: 0, width: 0.5, height: 0.25 },
    { left: 0.5, width: 0.5, height: 1 },
  ]);
  expect(barsOf([0, 0]).map(({ height }) => height)).toEqual([0, 0]);
  expect(barsOf([])).toEqual([]);
});

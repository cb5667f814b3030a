import { expect, it } from "vitest";
import { Draws } from "./draws.ts";

const LENGTH = 20_000;
const meanOf = (draw: () => number): number => {
  let sum = 0;
  for (let i = 0; i < LENGTH; i++) sum += draw();
  return sum / LENGTH;
};

it("draws the same from the same seed, and something else from another", () => {
  const [one, same, other] = [7, 7, 8].map((seed) => new Draws(seed));
  const numbers = [one, same, other].map((draws) => Array.from({ length: 50 }, () => draws?.gamma(0.3)));
  expect(numbers[0]).toEqual(numbers[1]);
  expect(numbers[0]).not.toEqual(numbers[2]);
});

it.each([0.2, 0.9, 1, 4, 60])("draws gamma numbers whose mean is their shape (%d)", (shape) => {
  const draws = new Draws(1);
  const mean = meanOf(() => draws.gamma(shape));
  expect(mean / shape).toBeGreaterThan(1 - 5 / Math.sqrt(LENGTH * shape));
  expect(mean / shape).toBeLessThan(1 + 5 / Math.sqrt(LENGTH * shape));
});

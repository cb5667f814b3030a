import fc from "fast-check";
import { expect, it } from "vitest";
import { ShrunkenRates } from "./shrunken-rates.ts";

const PRIOR = 0.4;
const PULL = 10;
const outcomes = fc.array(fc.boolean(), { minLength: 1, maxLength: 300 });
const inside = (value: number, a: number, b: number): boolean =>
  value >= Math.min(a, b) - 1e-9 && value <= Math.max(a, b) + 1e-9;

it("keeps a class's rate between its own and that of the class around it", () => {
  fc.assert(
    fc.property(outcomes, outcomes, (own, others) => {
      const rates = new ShrunkenRates(PRIOR, PULL, 1e9);
      for (const hit of own) rates.note(["all", "own"], hit ? 1 : 0, 1);
      for (const hit of others) rates.note(["all", "other"], hit ? 1 : 0, 1);
      const plain = own.filter((hit) => hit).length / own.length;
      return inside(rates.at(["all", "own"]).mean, plain, rates.at(["all"]).mean);
    }),
  );
});

it("takes a class that nobody tried for the one around it, and one that nobody knows for the prior", () => {
  const rates = new ShrunkenRates(PRIOR, PULL, 1e9);
  expect(rates.at(["all", "own"]).mean).toBe(PRIOR);
  for (let i = 0; i < 100; i++) rates.note(["all", "other"], 1, 1);
  expect(rates.at(["all", "own"]).mean).toBe(rates.at(["all"]).mean);
  expect(rates.at(["all", "own"]).evidence).toBe(PULL);
});

it("follows a rate that changes, within its memory", () => {
  const rates = new ShrunkenRates(PRIOR, PULL, 100);
  for (let i = 0; i < 2_000; i++) rates.note(["all"], 1, 1);
  expect(rates.at(["all"]).mean).toBeGreaterThan(0.9);
  for (let i = 0; i < 500; i++) rates.note(["all"], 0, 1);
  expect(rates.at(["all"]).mean).toBeLessThan(0.1);
});

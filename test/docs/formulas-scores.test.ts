import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { performance, shrunkenMedian } from "#domain/performance.ts";
import { quantile } from "#domain/quantile.ts";
import { hours, minutes } from "#domain/time.ts";
import { outlierAtAge, TYPICAL_AGES, usualOf } from "#domain/typical.ts";

/** A page without its line breaks. */
const page = async (name: string) => (await readFile(`docs/formulas/${name}.md`, "utf8")).replaceAll("\n", " ");
const grouped = (value: number): string => Math.round(value).toLocaleString("en");

it("the page on outliers works its example as the code does", async () => {
  const known = new Map([
    [hours(2), [400, 500, 900]],
    [hours(3), [500, 640, 1100]],
  ]);
  const curves = [0, 1, 2].map((video) => TYPICAL_AGES.map((age) => known.get(age)?.[video] ?? null));
  const outlier = outlierAtAge(1500, minutes(150), usualOf(curves));
  const text = await page("outlier");
  expect(text).toContain(`1,500 ÷ ${outlier.median?.toFixed(0)} = **${outlier.value?.toFixed(2)}**`);
});

it("the page on performance works its example as the code does", async () => {
  const [long, short] = [
    [800, 1000, 1200, 1400],
    [6000, 9000],
  ] as const;
  const median = quantile([...long, ...short], 0.5);
  const ofShorts = quantile(short, 0.5);
  const drawn = shrunkenMedian({ median: ofShorts, n: 2 }, median) ?? Number.NaN;
  const text = await page("performance");
  expect(text).toContain(`Its median is ${grouped(median ?? 0)}`);
  expect(text).toContain(`9,000 ÷ 1,300 = **${performance(9000, median, 6).value?.toFixed(2)}**`);
  expect(text).toContain(`*m* = ${grouped(drawn)}`);
  expect(text).toContain(`9,000 ÷ ${grouped(drawn)} = **${(9000 / drawn).toFixed(2)}**`);
  const ofFifty = shrunkenMedian({ median: ofShorts, n: 50 }, median) ?? Number.NaN;
  expect(text).toContain(`it would be ${(9000 / ofFifty).toFixed(2)}.`);
});

import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { ENGAGEMENT_PRIOR_DEFAULT, engagement, SHIPPED_PRIORS } from "#domain/engagement.ts";
import { findsPrior } from "#domain/engagement-priors.ts";
import { gain } from "#domain/gain.ts";
import { ageBin, heat } from "#domain/heat.ts";
import { typicalVelocities, velocityBin } from "#domain/heat-histogram.ts";
import type { Reading } from "#domain/snapshot.ts";
import { hours, minutes } from "#domain/time.ts";
import { velocity } from "#domain/velocity.ts";
import { engagingRate } from "#insights/engaging.ts";

const page = (name: string) => readFile(`docs/formulas/${name}.md`, "utf8");

/** The rows of a page's tables whose cells are all numbers; a trailing unit does no harm. */
const numbersIn = (text: string): number[][] =>
  Array.from(text.matchAll(/^\| *([\d.]+(?: min)? *(?:\| *[\d.]* *)+)\|$/gm), ([, cells = ""]) =>
    cells.split("|").map((cell) => Number.parseFloat(cell)),
  );

const readingsIn = (text: string): Reading[] =>
  numbersIn(text).map(([age = Number.NaN, views = Number.NaN]) => ({ age: minutes(age), views }));

describe("the worked example", () => {
  it("of a gain is what the code makes of its samples", async () => {
    const text = await page("gain");
    const readings = readingsIn(text);
    expect(readings).toHaveLength(3);
    expect(text).toContain(`**gain(1 h) = 2000 − 1390.5 = ${gain(readings, hours(1))?.toFixed(1)}.**`);
    expect(text).toContain(`**gain(24 h) = ${gain(readings, hours(24))}.**`);
  });

  it("of a velocity is what the code makes of its samples, window by window", async () => {
    const text = await page("velocity");
    const readings = readingsIn(text);
    expect(readings).toHaveLength(4);
    for (const known of [readings.slice(0, 3), readings]) {
      const moved = velocity(known);
      const window = moved?.hours === 1 ? "1 hour" : `${moved?.hours} hours`;
      expect(text).toContain(`**${moved?.viewsPerHour.toFixed(1)} views per hour, over ${window}**`);
    }
  });

  it("of heat is what the code makes of the velocities that were counted", async () => {
    const text = await page("heat");
    const counts: number[] = [];
    for (const [viewsPerHour = Number.NaN, n = Number.NaN] of numbersIn(text)) {
      const bin = velocityBin(viewsPerHour);
      while (counts.length <= bin) counts.push(0);
      counts[bin] = n;
    }
    const step = ageBin(minutes(150));
    expect(text).toContain(`⌊2 · log₂ 15⌋ = ${step} of its age`);
    const typical = typicalVelocities(new Map([[step, counts]])).get(step) ?? null;
    expect(typical?.n).toBe(31);
    const moved = velocity(readingsIn(await page("gain")))?.viewsPerHour ?? Number.NaN;
    const value = heat(moved, typical);
    expect(text).toContain(
      `= ${typical?.median.toFixed(1)}, so **heat = ${moved.toFixed(1)} ÷ ${typical?.median.toFixed(1)} = ${value?.toFixed(2)}**`,
    );
  });

  it("of engagement is what the code makes of its counters", async () => {
    // Its other table of numbers alone is held against simulated populations (test/insights/engaging-ranking.test.ts).
    const rows = numbersIn(await page("engagement")).filter((cells) => cells.length === 5);
    expect(rows).toHaveLength(3);
    for (const [views = Number.NaN, likes = Number.NaN, comments = Number.NaN, plain, shrunken] of rows) {
      expect(engagement({ views, likes, comments }, ENGAGEMENT_PRIOR_DEFAULT)).toBeCloseTo(shrunken ?? Number.NaN, 4);
      if (views > 0) expect((likes + comments) / views).toBeCloseTo(plain ?? Number.NaN, 4);
    }
  });

  it("of a like rate and its interval is what the code makes of its counters", async () => {
    const text = (await page("engagement")).replaceAll("\n", " ");
    const rateOf = (views: number, likes: number) => {
      const video = { id: "", format: null, categoryId: null, views, likes, comments: null };
      const rate = engagingRate("likes", video, findsPrior([]));
      if (typeof rate === "string") throw new Error(rate);
      return [rate.value, rate.low, rate.high].map((value) => value.toFixed(4));
    };
    const [value, low, high] = rateOf(2000, 390);
    expect(text).toContain(`**${value} is its like rate, and nine in ten lie between ${low} and ${high}**`);
    const [few, fewLow, fewHigh] = rateOf(10, 3);
    expect(text).toContain(`${few}, between **${fewLow} and ${fewHigh}**`);
    for (const [kind, { alpha, beta }] of Object.entries(SHIPPED_PRIORS)) {
      const usual = ((100 * alpha) / (alpha + beta)).toFixed(1);
      expect(text).toContain(`| ${kind} | ${alpha} | ${beta} | ${usual} % | ${Math.round(alpha + beta)} |`);
    }
  });
});

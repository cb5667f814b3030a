import { describe, expect, it } from "vitest";
import { firstHour } from "#domain/first-hour.ts";
import type { Reading } from "#domain/snapshot.ts";
import { minutes, seconds } from "#domain/time.ts";
import { curveOf } from "#simulation/curves.ts";
import { drawCurve } from "#simulation/draw-curve.ts";
import { Chance } from "#simulation/random.ts";

/** A counter that shows the curve as it was at the last half-minute step, in whole views. */
function counterOf(serial: number): (minute: number) => number {
  const chance = new Chance("first-hour", serial);
  const curve = curveOf(
    drawCurve(chance, {
      format: chance.happens(0.33) ? "short" : "long",
      views30Days: chance.logNormal(30_000, 2),
      startMinuteOfDay: chance.integer(0, 1439),
      peakMinuteOfDay: 1200,
      calm: false,
    }),
  );
  const phase = chance.uniform() / 2;
  return (minute) => Math.floor(curve(Math.floor((minute - phase) * 2) / 2 + phase));
}

/** How often the truth lies within the stated error, and the median of the errors that were made. */
function coverage(agesOf: (chance: Chance) => readonly number[]) {
  const errors: number[] = [];
  let [within, known] = [0, 0];
  for (let serial = 0; serial < 2_000; serial++) {
    const counter = counterOf(serial);
    const ages = agesOf(new Chance("ages", serial));
    const readings = ages.map((minute): Reading => ({ age: minutes(minute), views: counter(minute) }));
    const found = firstHour(readings);
    if (!found) continue;
    known += 1;
    const error = Math.abs(found.views - counter(60)) / Math.max(1, found.views);
    errors.push(error);
    if (error <= found.relativeError) within += 1;
  }
  errors.sort((a, b) => a - b);
  return { share: within / known, median: errors[errors.length >> 1] ?? Number.NaN };
}

describe("the error of first-hour views", () => {
  it("covers the truth for samples seconds from 60:00", () => {
    const { share, median } = coverage((chance) => [60 + chance.between(-0.25, 0.25)]);
    expect(share).toBeGreaterThan(0.99);
    expect(median).toBeLessThan(0.005);
  });

  it("covers the truth for samples up to three minutes off, alone and among others", () => {
    const alone = coverage((chance) => [60 + chance.between(-3, 3)]);
    expect(alone.share).toBeGreaterThan(0.97);
    const among = coverage((chance) => [chance.between(20, 50), 60 + chance.between(-3, 3), chance.between(70, 170)]);
    expect(among.share).toBeGreaterThan(0.97);
    expect(among.median).toBeLessThan(0.01);
  });

  it("covers the truth between samples half an hour and more away", () => {
    const { share, median } = coverage((chance) => [chance.between(20, 50), chance.between(70, 180)]);
    expect(share).toBeGreaterThan(0.95);
    expect(median).toBeLessThan(0.05);
  });

  it("is at most a few percent at 60:00 for a video with a thousand views", () => {
    const found = firstHour([{ age: seconds(3605), views: 1_000 }]);
    expect(found?.relativeError).toBeLessThan(0.03);
  });
});

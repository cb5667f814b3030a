import { describe, expect, it } from "vitest";
import { sparkOf } from "./spark.ts";

const readings = [
  { x: 1, y: 0 },
  { x: 10, y: 5 },
  { x: 100, y: 10 },
];

describe("a small curve", () => {
  it("fills its box from the first reading to the last, by the logarithm of the age", () => {
    expect(sparkOf(readings, [], 90, 22)).toEqual({ line: "0.0,21.0 45.0,11.0 90.0,1.0", band: null });
  });

  it("shares its scale with what is usual, over its own ages only", () => {
    const usual = [
      { ageSeconds: 1, p25: 0, p75: 10 },
      { ageSeconds: 10, p25: null, p75: null },
      { ageSeconds: 100, p25: 10, p75: 20 },
      { ageSeconds: 1000, p25: 500, p75: 900 },
    ];
    expect(sparkOf(readings, usual, 90, 22)).toEqual({
      line: "0.0,21.0 45.0,16.0 90.0,11.0",
      band: "0.0,11.0 90.0,1.0 90.0,11.0 0.0,21.0",
    });
  });

  it("is none with fewer than two readings", () => {
    expect(sparkOf([{ x: 1, y: 1 }], [], 90, 22)).toBeNull();
    expect(sparkOf([], [], 90, 22)).toBeNull();
  });
});

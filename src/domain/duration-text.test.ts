import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationInWords, parseDuration } from "./duration-text.ts";
import { days, hours, minutes, seconds } from "./time.ts";

describe("a length of time as people write it", () => {
  it.each([
    ["45s", seconds(45)],
    ["30m", minutes(30)],
    ["1.5h", hours(1.5)],
    ["30d", days(30)],
    [" 2w ", days(14)],
  ])("%s", (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(["", "30", "m", "-3m", "1e3s", "3 m", "3M", "3mo", "0x3m", "..5h"])("is refused as %j", (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it("is a number of milliseconds or null, whatever is written", () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseDuration(text);
        expect(read === null || (Number.isFinite(read) && read >= 0)).toBe(true);
      }),
    ));
});

it("says a length of time in words", () => {
  expect([seconds(20), minutes(30), hours(1.5), hours(24), days(30)].map(durationInWords)).toEqual([
    "20 s",
    "30 min",
    "1.5 h",
    "24 h",
    "30 days",
  ]);
});

import { expect, it } from "vitest";
import { durationSeconds } from "./duration.ts";

it.each([
  ["PT3M39S", 219],
  ["PT2H9M44S", 7784],
  ["PT11S", 11],
  ["PT21M", 1260],
  ["PT1H", 3600],
  ["P1DT2H3M4S", 93_784],
  ["P1W", 604_800],
  ["P0D", null],
  ["PT0S", null],
  ["P", null],
  ["180s", null],
  ["PT1.5S", null],
  ["", null],
  ["P999999WT1S", null],
])("the duration %s is %s seconds", (written, seconds) => {
  expect(durationSeconds(written)).toBe(seconds);
});

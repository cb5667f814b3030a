import { expect, it } from "vitest";
import { foundText } from "./found-text.ts";

it("what came is counted as far as it is remembered, and no farther", () => {
  expect(foundText(0, true)).toBe("");
  expect(foundText(7, true)).toBe("7 found while this page was looked at.");
  expect(foundText(28, false)).toBe("28 or more found while this page was looked at.");
});

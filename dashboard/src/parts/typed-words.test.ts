import { expect, it } from "vitest";
import { wordsShown } from "./typed-words.ts";

it("a blank that is typed stays while the words before it are asked for, and another address is shown as it is", () => {
  expect(wordsShown("sourdough ", "sourdough")).toBe("sourdough ");
  expect(wordsShown("sourdough ", "rye bread")).toBe("rye bread");
  expect(wordsShown("sourdough", "")).toBe("");
});

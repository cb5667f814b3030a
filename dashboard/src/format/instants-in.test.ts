import { expect, it } from "vitest";
import { instantsIn } from "./instants-in.ts";

it("a sentence is cut at its instants, and nothing of it is lost", () => {
  const sentence = "2 videos reach a fixed age (the first at 2026-09-14T16:37:53.000Z); 48 others travel along.";
  expect(instantsIn(sentence)).toEqual([
    { words: "2 videos reach a fixed age (the first at " },
    { at: "2026-09-14T16:37:53.000Z" },
    { words: "); 48 others travel along." },
  ]);
  expect(instantsIn("On 2026-09-14 nothing.")).toEqual([{ words: "On 2026-09-14 nothing." }]);
  expect(instantsIn("")).toEqual([]);
});

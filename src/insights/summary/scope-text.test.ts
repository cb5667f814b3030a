import { expect, it } from "vitest";
import { scopeText } from "./scope-text.ts";

const EVERYTHING = { channels: [], watch: null, tag: null, categories: [], formats: [] };

it.each([
  [{}, "all channels"],
  [{ channels: ["Crumb & Co"] }, 'the channel "Crumb & Co"'],
  [{ channels: ["A", "B", "C"] }, 'the channels "A", "B" and "C"'],
  [{ channels: ["A", "B", "C", "D"] }, "4 channels"],
  [{ tag: "f1" }, 'all videos with the tag "f1"'],
  [{ formats: ["short" as const] }, "shorts"],
  [
    { formats: ["long" as const, "live" as const], categories: ["Music"], watch: 'my "news"', channels: ["A"] },
    `long videos and broadcasts of the channel "A" in the category "Music" found by the watch "my 'news'"`,
  ],
])("a scope is said as a person would say it: %o", (scope, text) => {
  expect(scopeText({ ...EVERYTHING, ...scope })).toBe(text);
});

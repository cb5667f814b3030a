import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostAlike } from "./tag-likeness.ts";

const counts = new Map([
  ["vlog", 100_000],
  ["sourdough", 12],
  ["baking", 4000],
]);
const video = (id: string, tagKeys: string[], channelId = "other") => ({ id, tagKeys, channelId });

describe("likeness by tags", () => {
  it("weighs a rare tag more than a common one, and two more than one of them", () => {
    const alike = mostAlike(
      [
        video("common", ["vlog", "x"]),
        video("rare", ["sourdough"]),
        video("both", ["VLOG", "vlog", "sourdough"]),
        video("none", ["y"]),
      ],
      counts,
      "own",
      10,
    );
    expect(alike.map(({ id, shared }) => [id, shared])).toEqual([
      ["both", ["sourdough", "vlog"]],
      ["rare", ["sourdough"]],
      ["common", ["vlog"]],
    ]);
    expect(mostAlike([video("all", [...counts.keys()])], counts, "own", 1)[0]?.likeness).toBe(1);
  });

  it("fills no more than half of an answer from the video's own channel", () => {
    const own = Array.from({ length: 10 }, (_, i) => video(`own${i}`, ["sourdough", "baking"], "own"));
    const alike = mostAlike([...own, video("a", ["vlog"]), video("b", ["vlog"])], counts, "own", 4);
    expect(alike.map(({ id }) => id)).toEqual(["own0", "own1", "a", "b"]);
    expect(mostAlike(own, counts, "own", 4)).toHaveLength(2);
  });

  it("lies between 0 and 1, and never rises down the list", () => {
    const tags = fc.subarray([...counts.keys(), "x", "y"]);
    fc.assert(
      fc.property(fc.array(tags, { maxLength: 20 }), (sets) => {
        const found = mostAlike(
          sets.map((set, i) => video(String(i), set)),
          counts,
          "own",
          50,
        ).map(({ likeness }) => likeness);
        expect(found).toEqual(found.toSorted((a, b) => b - a));
        for (const likeness of found) expect(likeness > 0 && likeness <= 1).toBe(true);
      }),
    );
  });
});

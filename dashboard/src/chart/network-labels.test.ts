import { expect, it } from "vitest";
import { labelsWithRoom } from "./network-labels.ts";

const label = (tag: string, x: number, y: number) => ({ tag, x, y, text: tag });

it("of names that lie on one another the first is written, and those beside and below it", () => {
  const labels = [
    label("first", 100, 50),
    label("onto it", 110, 55),
    label("beside", 170, 50),
    label("below", 100, 64),
  ];
  expect([...labelsWithRoom(labels)]).toEqual(["first", "beside", "below"]);
});

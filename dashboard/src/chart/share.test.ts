import { expect, it } from "vitest";
import { shareOf } from "./share.ts";

it("a part of a whole is never less than nothing nor more than all", () => {
  expect([shareOf(1, 4), shareOf(9, 4), shareOf(-1, 4), shareOf(1, 0)]).toEqual([0.25, 1, 0, 0]);
});

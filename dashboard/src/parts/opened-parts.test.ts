import { expect, it } from "vitest";
import { isOpened, withOpened } from "./opened-parts.ts";

it("what is opened and closed is in the address, beside what was opened before", () => {
  const one = withOpened(new URLSearchParams("sort=-views"), "tags", true);
  const two = withOpened(one, "samples", true);
  expect([isOpened(two, "tags"), isOpened(two, "samples"), isOpened(two, "other")]).toEqual([true, true, false]);
  expect(withOpened(two, "tags", true).get("opened")).toBe("samples,tags");
  const none = withOpened(withOpened(two, "tags", false), "samples", false);
  expect(none.toString()).toBe("sort=-views");
});

import { expect, it } from "vitest";
import { asLookedAt } from "./params-now.ts";

it("another question leaves how the page is looked at as it is by then", () => {
  const now = new URLSearchParams("sort=-views&zone=UTC&row=abc");
  const asked = new URLSearchParams("sort=-views&tag=a&tag=b&zone=Asia/Tokyo&opened=filters");
  expect(`${asLookedAt(now, asked)}`).toBe("sort=-views&tag=a&tag=b&zone=UTC&row=abc");
});

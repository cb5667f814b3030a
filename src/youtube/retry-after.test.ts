import { expect, it } from "vitest";
import { instant } from "#domain/time.ts";
import { retryAfter } from "./retry-after.ts";

const NOW = instant(Date.UTC(2026, 9, 21, 7, 28, 0));

it.each([
  ["120", 120_000],
  ["0", 0],
  ["Wed, 21 Oct 2026 07:30:00 GMT", 120_000],
  ["Wed, 21 Oct 2026 07:00:00 GMT", 0],
  ["9999999999", 86_400_000],
  ["soon", null],
  ["", null],
])("Retry-After: %s waits %s ms", (value, wait) => {
  expect(retryAfter(new Headers({ "retry-after": value }), NOW)).toBe(wait);
});

it("waits for nothing that was not asked", () => {
  expect(retryAfter(new Headers(), NOW)).toBeNull();
});

import { expect, it } from "vitest";
import { instant, minutes, plus } from "#domain/time.ts";
import type { WitnessedRequest } from "#simulation/server.ts";
import { callsToBadKeys, callsToPausedKey } from "../../bench/keys-judge.ts";

const START = instant(Date.UTC(2026, 9, 1));

/** One request, so many minutes after the first. */
const request = (minute: number, isLetIn: boolean, key = "k"): WitnessedRequest => ({
  at: plus(START, minutes(minute)),
  key,
  bucket: "default",
  isLetIn,
});

it("the judge of keys counts every request to a refused key but its daily test, and none that was under way", () => {
  const day = 24 * 60;
  const good = [
    request(0, true),
    request(1, false),
    request(1, false),
    request(1 + day, false),
    request(1 + 2 * day, true),
  ];
  expect(callsToBadKeys([...good, request(2 + 2 * day, true), request(3, true, "other")])).toBe(0);
  // Asked again after a minute, and after half a day; a test that came too early counts as well.
  expect(callsToBadKeys([request(0, false), request(1, false), request(720, false)])).toBe(2);
  expect(callsToBadKeys([request(0, false), request(day - 30, true)])).toBe(1);
});

it("the judge of keys counts what was sent with a key that was to rest", () => {
  const rest = { key: "k", from: plus(START, minutes(10)), to: plus(START, minutes(20)) };
  const requests = [request(9, true), request(15, true), request(15, true, "other"), request(21, true)];
  expect(callsToPausedKey(requests, rest)).toBe(1);
});

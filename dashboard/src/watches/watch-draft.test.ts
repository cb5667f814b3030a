import { describe, expect, it } from "vitest";
import type { WatchItem } from "#api/watches/watches-contract.ts";
import { asksSomething, bodyOf, changesOf, draftOf, NEW_WATCH, spanText } from "./watch-draft.ts";

describe("the form of a watch", () => {
  it("sends what was said and nothing else, so that the service's own choices hold", () => {
    expect(bodyOf({ ...NEW_WATCH, filters: { q: " bread ", regionCode: "", order: "date" } })).toEqual({
      kind: "search",
      state: "active",
      filters: { q: "bread", order: "date" },
      every: null,
    });
    expect(
      bodyOf({ ...NEW_WATCH, kind: "chart", filters: { q: "bread", regionCode: "DE" }, since: "30d", isPaused: true }),
    ).toEqual({ kind: "chart", state: "paused", filters: { regionCode: "DE" }, every: null });
  });

  it("sends a fixed cadence without the bounds of the other", () => {
    const draft = { ...NEW_WATCH, filters: { q: "a" }, isFixed: true, every: "30m", everyMin: "10m", share: "2" };
    expect(changesOf(draft)).toEqual({ filters: { q: "a" }, every: "30m" });
    expect(changesOf({ ...draft, isFixed: false })).toEqual({
      ...{ filters: { q: "a" }, every: null, everyMin: "10m", share: 2 },
    });
    expect(changesOf({ ...draft, isFixed: false, share: "much" })).toMatchObject({ share: "much" });
  });

  it("gives a watch back as it is, when nothing was changed", () => {
    const cadence = { everySeconds: null, everyMinSeconds: 600, everyMaxSeconds: 86_400, share: 1 };
    const watch = { kind: "search", name: "Bread", filters: { q: "bread", order: "date" }, cadence, state: "active" };
    expect(changesOf(draftOf({ ...watch, since: "" } as unknown as WatchItem))).toEqual({
      ...{ name: "Bread", filters: watch.filters, every: null, everyMin: "10m", everyMax: "1d", share: 1 },
    });
  });

  it("asks for nothing before there is something to ask for", () => {
    expect(asksSomething(NEW_WATCH)).toBe(false);
    expect(asksSomething({ ...NEW_WATCH, filters: { regionCode: "DE" } })).toBe(false);
    expect(asksSomething({ ...NEW_WATCH, kind: "chart", filters: { regionCode: "DE" } })).toBe(true);
  });

  it("writes lengths of time in the largest unit that leaves nothing over", () => {
    expect([60, 90, 5400, 7200, 86_400, 90_000].map(spanText)).toEqual(["1m", "90s", "90m", "2h", "1d", "25h"]);
  });
});

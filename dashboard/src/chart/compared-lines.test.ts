import { describe, expect, it } from "vitest";
import type { Comparison } from "#api/channels/channel-detail-contract.ts";
import { ageLine, dayLine, sharedFormat } from "./compared-lines.ts";

const usual = (format: "long" | "short", p50: (number | null)[]) => ({ format, p50, n: p50.map(() => 3) });
const channel = (typical: object[], days: object[] = []) =>
  ({ typical, days }) as unknown as Comparison["channels"][number];

describe("channels on one chart", () => {
  it("lie at the same ages, with breaks where nothing is usual", () =>
    expect(ageLine(channel([usual("long", [100, null, 300])]), [3600, 7200, 36_000], "long", "age")).toEqual([
      { x: 1, y: 100 },
      { x: 2, y: null },
      { x: 10, y: 300 },
    ]));

  it("have no line in a format that they have no videos of", () =>
    expect(ageLine(channel([usual("long", [1])]), [3600], "short", "age")).toEqual([]));

  it("lie on their days, and are not drawn through days of which nothing is known", () => {
    const days = [
      { day: "2026-11-01", views: 5 },
      { day: "2026-11-02", views: 0 },
      { day: "2026-11-05", views: 7 },
    ];
    expect(dayLine(channel([], days)).map(({ y }) => y)).toEqual([5, 0, null, 7]);
  });

  it("are shown in the format in which most can be", () => {
    const [long, short] = [channel([usual("long", [1])]), channel([usual("short", [1]), usual("long", [null])])];
    expect(sharedFormat([long, short, short])).toBe("short");
    expect(sharedFormat([long, long, short])).toBe("long");
    expect(sharedFormat([channel([])])).toBe("long");
  });
});

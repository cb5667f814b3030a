import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toIso } from "./iso-time.ts";
import { NO_CHOICE, parseLimit, retentionLines, retentionOf } from "./retention.ts";
import { days, type Instant, instant, minus } from "./time.ts";

describe("a limit", () => {
  it.each(["30d", "31d", "365d", "9999d", "2m", "36m", "keep"])("can be %s", (text) => {
    expect(parseLimit(text)).toBe(text);
  });

  it.each(["", "29d", "1m", "0d", "030d", "30", "d", "30D", "30 d", "-30d", "1e3d", "12345d", "Keep", "never", "30d "])(
    "cannot be %j",
    (text) => {
      expect(parseLimit(text)).toBeNull();
    },
  );
});

describe("what holds", () => {
  it.each([
    [NO_CHOICE, NO_CHOICE, null],
    [{ statistics: null, texts: "36m" }, { statistics: null, texts: "30d" }, null],
    [NO_CHOICE, { statistics: "36m", texts: null }, { statistics: "36m", texts: "30d" }],
    [NO_CHOICE, { statistics: "keep", texts: null }, { statistics: "keep", texts: "keep" }],
    [NO_CHOICE, { statistics: "keep", texts: "30d" }, { statistics: "keep", texts: "30d" }],
    [NO_CHOICE, { statistics: "keep", texts: "keep" }, { statistics: "keep", texts: "keep" }],
    [
      { statistics: "30d", texts: null },
      { statistics: "keep", texts: "90d" },
      { statistics: "30d", texts: "90d" },
    ],
    [
      { statistics: null, texts: "60d" },
      { statistics: "36m", texts: "90d" },
      { statistics: "36m", texts: "60d" },
    ],
  ] as const)("by the settings %j and the installation's %j is %j", (settings, stored, held) => {
    expect(retentionOf(settings, stored)).toEqual(held);
  });
});

describe("the lines", () => {
  const NOW: Instant = instant(Date.UTC(2026, 2, 31, 12));

  it("lie half a day inside the limits, by calendar months where these are meant", () => {
    const lines = retentionLines({ statistics: "36m", texts: "30d" }, NOW);
    expect(lines.statistics && toIso(lines.statistics)).toBe("2023-04-01T00:00:00.000Z");
    expect(lines.revisions && toIso(lines.revisions)).toBe("2026-03-02T00:00:00.000Z");
    expect([lines.texts, lines.gone]).toEqual([lines.revisions, lines.revisions]);
  });

  it("of who keeps statistics is that of former texts alone", () => {
    const revisions = retentionLines({ statistics: "30d", texts: "30d" }, NOW).revisions;
    const none = { statistics: null, texts: null, gone: null };
    expect(retentionLines({ statistics: "keep", texts: "30d" }, NOW)).toEqual({ ...none, revisions });
    expect(retentionLines({ statistics: "keep", texts: "keep" }, NOW)).toEqual({ ...none, revisions: null });
  });

  it("never let anything grow older than the limit, on whatever day of whatever month", () => {
    const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }).map(instant);
    fc.assert(
      fc.property(instants, fc.integer({ min: 2, max: 60 }), (now, months) => {
        const { statistics } = retentionLines({ statistics: `${months}m`, texts: "keep" }, now);
        // The longest that so many months can last, from any day.
        const longest = Math.ceil((months * 365.25) / 12 + 3);
        expect(statistics).toBeGreaterThan(minus(now, days(longest)));
        const date = new Date(now);
        const sameDay = Date.UTC(
          date.getUTCFullYear(),
          date.getUTCMonth() - months,
          Math.min(date.getUTCDate(), daysIn(date.getUTCFullYear(), date.getUTCMonth() - months)),
          date.getUTCHours(),
          date.getUTCMinutes(),
          date.getUTCSeconds(),
          date.getUTCMilliseconds(),
        );
        expect(statistics).toBeGreaterThan(sameDay);
      }),
    );
  });
});

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

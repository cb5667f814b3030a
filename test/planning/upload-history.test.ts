import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days, hours, minus, minutes, plus } from "#domain/time.ts";
import { uploadHistory } from "#planning/finding/upload-history.ts";
import { channelId, NOON } from "./rows.ts";

const published = (channel: number, minute: number, gone = false) => ({
  channelId: channelId(channel),
  publishedAt: minus(NOON, minutes(minute)),
  goneAt: gone ? NOON : null,
});

describe("the history of uploads", () => {
  it("is the same however the rows came, and forgets what is gone", () => {
    const row = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 20_000 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(row, { size: "max", maxLength: 60 }), (rows) => {
        const built = uploadHistory(rows.map(([channel, minute, gone]) => published(channel, minute, gone)));
        const changed = uploadHistory([]);
        for (const [channel, minute] of rows.toReversed()) changed.replace(null, published(channel, minute));
        for (const [channel, minute, gone] of rows)
          if (gone) changed.replace(published(channel, minute), published(channel, minute, true));
        for (const channel of [0, 1, 2, 3])
          expect(changed.of(channelId(channel))).toEqual(built.of(channelId(channel)));
        expect(changed.expectedBetween(NOON, plus(NOON, days(1)))).toBe(
          built.expectedBetween(NOON, plus(NOON, days(1))),
        );
      }),
    );
  });

  it("expects of each hour what came in it on the seven days before", () => {
    const daily = Array.from({ length: 7 }, (_, day) => published(0, day * 1440 + 1440 - 60));
    const history = uploadHistory(daily);
    expect(history.expectedBetween(NOON, plus(NOON, days(1)))).toBeCloseTo(1);
    expect(history.expectedBetween(plus(NOON, hours(1)), plus(NOON, hours(2)))).toBeCloseTo(1);
    expect(history.expectedBetween(plus(NOON, hours(3)), plus(NOON, hours(20)))).toBeCloseTo(0);
    expect(history.expectedFrom(NOON, 0.5, days(1))).toBe(plus(NOON, hours(1.5)));
    expect(history.expectedFrom(NOON, 2, days(1))).toBeNull();
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days, hours, minus, minutes, plus } from "#domain/time.ts";
import { UploadHistory } from "#planning/finding/upload-history.ts";
import { channelId, NOON } from "./rows.ts";

const published = (channel: number, minute: number, gone = false) => ({
  channelId: channelId(channel),
  publishedAt: minus(NOON, minutes(minute)),
  goneAt: gone ? NOON : null,
});

const CHANNELS = [0, 1, 2, 3].map(channelId);

function historyOf(rows: readonly ReturnType<typeof published>[], tracked = CHANNELS): UploadHistory {
  const history = new UploadHistory();
  for (const row of rows) history.replace(null, row);
  for (const id of tracked) history.follow(id, true);
  return history;
}

describe("the history of uploads", () => {
  it("is the same however the rows came, and forgets what is gone", () => {
    const row = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 20_000 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(row, { size: "max", maxLength: 60 }), (rows) => {
        const built = historyOf(rows.map(([channel, minute, gone]) => published(channel, minute, gone)));
        const changed = historyOf([]);
        for (const [channel, minute] of rows.toReversed()) changed.replace(null, published(channel, minute));
        for (const [channel, minute, gone] of rows)
          if (gone) changed.replace(published(channel, minute), published(channel, minute, true));
        for (const id of CHANNELS) expect(changed.of(id)).toEqual(built.of(id));
        expect(changed.expectedBetween(NOON, plus(NOON, days(1)))).toBe(
          built.expectedBetween(NOON, plus(NOON, days(1))),
        );
      }),
    );
  });

  it("expects of each hour what came in it on the seven days before", () => {
    const daily = Array.from({ length: 7 }, (_, day) => published(0, day * 1440 + 1440 - 60));
    const history = historyOf(daily);
    expect(history.expectedBetween(NOON, plus(NOON, days(1)))).toBeCloseTo(1);
    expect(history.expectedBetween(plus(NOON, hours(1)), plus(NOON, hours(2)))).toBeCloseTo(1);
    expect(history.expectedBetween(plus(NOON, hours(3)), plus(NOON, hours(20)))).toBeCloseTo(0);
    expect(history.expectedFrom(NOON, 0.5, days(1))).toBe(plus(NOON, hours(1.5)));
    expect(history.expectedFrom(NOON, 2, days(1))).toBeNull();
  });

  it("expects nothing of channels that nobody tracks, whether they were tracked before or are to be", () => {
    const [first, second] = [channelId(0), channelId(1)];
    const rows = [published(0, 1380), published(1, 1380), published(1, 1370)];
    const expected = (history: UploadHistory) => Math.round(7 * history.expectedBetween(NOON, plus(NOON, days(1))));
    const history = historyOf(rows, [first]);
    expect(expected(history)).toBe(1);
    history.follow(second, true);
    history.replace(null, published(1, 1360));
    expect(expected(history)).toBe(4);
    history.follow(second, false);
    history.replace(published(1, 1360), published(1, 1360, true));
    expect(expected(history)).toBe(1);
    expect(history.of(second)).toHaveLength(2);
  });
});

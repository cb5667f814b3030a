import { describe, expect, it } from "vitest";
import { gainedColumns, weekOf } from "./gained.ts";

describe("views gained", () => {
  it("stand in columns beside those of the window before, a gap where nothing is known of it", () => {
    const at = ["2026-11-01T00:00:00.000Z", "2026-11-02T00:00:00.000Z"] as const;
    expect(
      gainedColumns([
        { at: at[0], views: 5.5, before: null },
        { at: at[1], views: 0, before: 3 },
      ]),
    ).toEqual([
      [Date.parse(at[0]) / 1000, Date.parse(at[1]) / 1000],
      [5.5, 0],
      [null, 3],
    ]);
  });

  it("of the hours of a week are as dark as they have views a video; hours without a video are none", () => {
    const week = weekOf([
      { weekday: 1, hour: 0, videos: 4, viewsPerVideo: 100 },
      { weekday: 7, hour: 23, videos: 1, viewsPerVideo: 400 },
      { weekday: 7, hour: 22, videos: 1, viewsPerVideo: -8 },
    ]);
    expect([week.length, ...week.map((day) => day.length)]).toEqual([7, 24, 24, 24, 24, 24, 24, 24]);
    expect(week[0]?.[0]).toEqual({ videos: 4, viewsPerVideo: 100, shade: 0.25 });
    expect([week[6]?.[23]?.shade, week[6]?.[22]?.shade, week[3]?.[3]]).toEqual([1, 0, null]);
  });
});

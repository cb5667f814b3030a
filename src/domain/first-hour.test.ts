import { describe, expect, it } from "vitest";
import { firstHour } from "./first-hour.ts";
import type { Reading } from "./snapshot.ts";
import { seconds } from "./time.ts";

const at = (minute: number, views: number): Reading => ({ age: seconds(Math.round(minute * 60)), views });

describe("first-hour views", () => {
  it("are measured within three minutes of 60:00, and interpolated beyond", () => {
    expect(firstHour([at(63, 1000)])?.method).toBe("measured");
    expect(firstHour([at(40, 600), at(63.02, 1000)])?.method).toBe("interpolated");
  });

  it("are the reading itself at 60:00", () => {
    expect(firstHour([at(60, 1234)])).toMatchObject({ views: 1234, method: "measured", offsetSeconds: 0 });
  });

  it("are corrected to 60:00 along the local slope", () => {
    const law = (minute: number) => 5000 * (minute / 60) ** 1.4;
    const known = firstHour([at(30, law(30)), at(62.5, law(62.5)), at(120, law(120))]);
    expect(known?.views).toBeCloseTo(5000, -1);
    expect(known?.offsetSeconds).toBe(150);
    // Without neighbours the usual slope serves: a percent or two off, and the error admits it.
    const alone = firstHour([at(62.5, law(62.5))]);
    expect(Math.abs((alone?.views ?? 0) / 5000 - 1)).toBeLessThan(alone?.relativeError ?? 0);
  });

  it("need readings at 20–60 and at 60–180 min to be interpolated, and are null otherwise, never 0", () => {
    expect(firstHour([])).toBeNull();
    expect(firstHour([at(19, 5), at(120, 50)])).toBeNull();
    expect(firstHour([at(30, 5), at(181, 50)])).toBeNull();
    expect(firstHour([at(30, 5)])).toBeNull();
    expect(firstHour([at(20, 5), at(180, 50)])?.method).toBe("interpolated");
  });

  it("take a count of no views for what it is", () => {
    expect(firstHour([at(60, 0)])).toMatchObject({ views: 0, method: "measured" });
    expect(firstHour([at(30, 0), at(90, 0)])).toMatchObject({ views: 0, method: "interpolated" });
  });

  it("ignore readings before the start, as those of a premiere that waits", () => {
    expect(firstHour([at(-57, 900), at(60, 12)])?.views).toBe(12);
  });

  it("claim less error the nearer the reading and the more views there are", () => {
    const error = (readings: Reading[]) => firstHour(readings)?.relativeError ?? Number.NaN;
    expect(error([at(60, 10_000)])).toBeLessThan(error([at(62, 10_000)]));
    expect(error([at(60, 10_000)])).toBeLessThan(error([at(60, 100)]));
    expect(error([at(60, 100_000)])).toBeLessThan(0.02);
  });
});

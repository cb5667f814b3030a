import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gain } from "./gain.ts";
import type { Reading } from "./snapshot.ts";
import { hours } from "./time.ts";
import { VELOCITY_WINDOWS, velocity } from "./velocity.ts";

const at = (hour: number, views: number): Reading => ({ age: hours(hour), views });

describe("velocity", () => {
  it("is taken over the shortest window whose gain is known", () => {
    const sparse = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 0, max: 100_000 })), {
        maxLength: 60,
        selector: ([hour]) => hour,
        size: "max",
      })
      .map((points) => points.sort(([a], [b]) => a - b).map(([hour, views]) => at(hour, views)));
    fc.assert(
      fc.property(sparse, (readings) => {
        const known = VELOCITY_WINDOWS.filter((window) => gain(readings, hours(window)) !== null);
        const [shortest] = known;
        expect(velocity(readings)).toEqual(
          shortest === undefined
            ? null
            : { viewsPerHour: (gain(readings, hours(shortest)) ?? Number.NaN) / shortest, hours: shortest },
        );
      }),
    );
  });

  it("names its window", () => {
    const young = [at(1, 100), at(2, 180)];
    expect(velocity(young)).toEqual({ viewsPerHour: 80, hours: 1 });
    expect(velocity([...young, at(7, 600)])).toMatchObject({ hours: 6 });
    expect(velocity([...young, at(25.5, 2580)])).toMatchObject({ hours: 24 });
    expect(velocity([...young, at(170, 17_000)])).toEqual({ viewsPerHour: (17_000 - 180) / 168, hours: 168 });
    expect(velocity([...young, at(400, 17_000)])).toBeNull();
  });

  it("is never lifetime divided by age", () => {
    expect(velocity([at(1000, 5_000_000)])).toBeNull();
  });

  it("is negative while views are taken back", () => {
    expect(velocity([at(5, 90), at(6, 60)])).toEqual({ viewsPerHour: -30, hours: 1 });
  });
});

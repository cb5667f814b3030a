import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromPostgres, toIso } from "./iso-time.ts";
import type { Instant } from "./time.ts";

const instants = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.getTime()),
  fc.integer({ min: -1e12, max: 4e12 }),
  fc.double({ min: 0, max: 2e12, noNaN: true }),
);

describe("times as text", () => {
  it("are what the language itself writes", () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(toIso(at as Instant)).toBe(new Date(at).toISOString());
      }),
      { numRuns: 5000 },
    );
  });

  it("are read from PostgreSQL's as the language itself reads them, to the millisecond", () => {
    const when = fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31"), noInvalidDate: true });
    const fraction = fc.oneof(fc.constant(""), fc.stringMatching(/^\.\d{0,5}[1-9]$/));
    fc.assert(
      fc.property(when, fraction, fc.constantFrom("+00", "+02", "-09"), (date, digits, zone) => {
        const [day, time] = date.toISOString().slice(0, 19).split("T");
        expect(fromPostgres(`${day} ${time}${digits}${zone}`)).toBe(Date.parse(`${day}T${time}${digits}${zone}:00`));
      }),
      { numRuns: 5000 },
    );
  });
});

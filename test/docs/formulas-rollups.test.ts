import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { birthOf, type Counted, DAY, dayOf, shareGain } from "#domain/day-gain.ts";
import { hours, type Instant, instant, plus } from "#domain/time.ts";

const START: Instant = instant(Date.UTC(2026, 5, 10, 18));

/** The cells of the rows that begin with a date. */
async function datedRows(): Promise<string[][]> {
  const page = await readFile(new URL("../../docs/formulas/rollups.md", import.meta.url), "utf8");
  const lines = page.split("\n").filter((line) => line.startsWith("| 2026-"));
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("the example in docs/formulas/rollups.md", () => {
  it("is what is computed", async () => {
    const rows = await datedRows();
    const numberIn = (cell = "") => (/^[\d.]+$/.test(cell) ? Number(cell) : null);
    const samples = rows.slice(0, 2).map(([at = "", age = "", ...cells]): Counted => {
      const [views = null, likes = null, comments = null] = cells.map(numberIn);
      const sampledAt = instant(Date.parse(`${at.replace(" ", "T")}Z`));
      expect(`${(sampledAt - START) / 60_000} min`).toBe(age);
      return { at: sampledAt, views, likes, comments };
    });
    const [first, second] = samples;
    const birth = first && birthOf(START, first);
    if (!first || !second || !birth) throw new Error("two samples, the first within a day");
    const days = new Map<string, (number | null)[]>();
    for (const part of [...shareGain(birth, first, START, DAY), ...shareGain(first, second, START, DAY)]) {
      const known = days.get(dayOf(part.from)) ?? [null, null, null];
      const gained = [part.views, part.likes, part.comments];
      days.set(
        dayOf(part.from),
        known.map((sum, i) => (gained[i] === null || gained[i] === undefined ? sum : (sum ?? 0) + gained[i])),
      );
    }
    const written = (value: number | null) => (value === null ? "unknown" : String(Number(value.toFixed(2))));
    expect([...days].map(([day, sums]) => [day, ...sums.map(written)])).toEqual(rows.slice(2));
    expect(plus(first.at, hours(10))).toBe(second.at);
  });
});

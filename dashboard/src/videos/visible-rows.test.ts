import { describe, expect, it } from "vitest";
import { ROW_HEIGHT, scrollToRow, visibleRows } from "./visible-rows.ts";

describe("the rows that are drawn", () => {
  it("are those that are seen and some beyond, never more than there are", () => {
    expect(visibleRows(0, 560, 10_000)).toEqual({ from: 0, to: 34 });
    expect(visibleRows(100 * ROW_HEIGHT, 560, 10_000)).toEqual({ from: 86, to: 134 });
    expect(visibleRows(0, 560, 5)).toEqual({ from: 0, to: 5 });
    expect(visibleRows(5_000, 560, 0)).toEqual({ from: 0, to: 0 });
  });

  it("are scrolled to only where they are not seen whole", () => {
    expect(scrollToRow(3, 0, 560)).toBeNull();
    expect(scrollToRow(3, 200, 560)).toBe(84);
    expect(scrollToRow(19, 0, 560)).toBe(28);
  });
});

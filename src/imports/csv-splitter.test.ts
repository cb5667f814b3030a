import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvSplitter, NEVER_CLOSED, TOO_LONG } from "./csv-splitter.ts";

/** What a splitter makes of a text that comes in pieces of these lengths. */
function split(text: string, lengths: readonly number[] = [], delimiter = ",") {
  const splitter = new CsvSplitter(delimiter);
  const records = [];
  let from = 0;
  for (const length of lengths) {
    records.push(...splitter.take(text.slice(from, from + length)));
    from += length;
  }
  return [...records, ...splitter.take(text.slice(from)), ...splitter.end()];
}

const field = fc.string({ unit: fc.constantFrom("a", "é", " ", ",", '"', "\n", "\r\n", "😀"), maxLength: 8 });
const quoted = (text: string, always: boolean) =>
  always || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

describe("CSV", () => {
  it("is what it was written from, wherever its pieces end, and what csv-parse reads", () => {
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        rows,
        fc.array(fc.nat(9)),
        fc.boolean(),
        fc.constantFrom("\n", "\r\n"),
        (table, pieces, always, eol) => {
          const text = table.map((row) => row.map((each) => quoted(each, always)).join(",") + eol).join("");
          expect(split(text, pieces)).toEqual(table);
          expect(parse(text, { relax_column_count: true, skip_empty_lines: true })).toEqual(table);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["a\n\n\nb\n", [["a"], ["b"]]],
    ['a,5" screen,c\n', [["a", '5" screen', "c"]]],
    ['"a"x,b\nc,d\n', [{ reason: NEVER_CLOSED, text: '"a"x,b\n' }, ["c", "d"]]],
    ['"never,b\nc,d\n', [{ reason: NEVER_CLOSED, text: '"never,b\n' }, ["c", "d"]]],
    ["", []],
    ["a,\n", [["a", ""]]],
    ['a,""\n', [["a", ""]]],
  ])("takes %j apart", (text, records) => {
    expect(split(text)).toEqual(records);
    expect(split(text, Array(text.length).fill(1))).toEqual(records);
  });

  it("loses no line to a quote that is never closed, nor holds more than a megabyte for one", () => {
    const line = `${"x".repeat(99)}\n`;
    const records = split(`"open\n${line.repeat(30_000)}`, Array(50).fill(65_536));
    expect(records[0]).toEqual({ reason: NEVER_CLOSED, text: '"open\n' });
    expect(records).toHaveLength(30_001);
  });

  it("refuses a line that is longer than a megabyte, once, and reads on behind it", () => {
    const long = "x".repeat(3 * 1024 * 1024);
    const records = split(`a,b\n${long}\nc,d\n`, Array(60).fill(65_536));
    expect(records).toEqual([["a", "b"], { reason: TOO_LONG, text: "x".repeat(500) }, ["c", "d"]]);
  });

  it("reads a quoted line of half a million fields once, however far its end is", () => {
    const fields = 500_000;
    const before = process.cpuUsage();
    const records = split(`"a"${",b".repeat(fields)}\n`);
    expect(records[0]).toHaveLength(fields + 1);
    // It takes some hundredths of a second; looking for the line's end at each field took five.
    expect(process.cpuUsage(before).user).toBeLessThan(500_000);
  });

  it("accounts for every line of a text of stray quotes", () => {
    const line = fc.constantFrom('"a', 'b"', '"c"', "d", 'e,"f', '"g"h');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const records = split(lines.map((each) => `${each}\n`).join(""));
        const spans = records.map((record) => ("reason" in record ? 1 : 1 + record.join("").split("\n").length - 1));
        expect(spans.reduce((sum, n) => sum + n, 0)).toBe(lines.length);
      }),
      { numRuns: 500 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "./csv.ts";

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;

describe("CSV", () => {
  it("reads back any text that was quoted, byte for byte", () => {
    const field = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(",", '"', "\r\n", "\n", '""', "", "a\rb"));
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 5 }), (rows) => {
        const text = ["x,y", ...rows.map(([x, y]) => `${quoted(x)},${quoted(y)}`)].join("\r\n");
        expect(parseCsv(text)).toEqual(rows.map(([x, y]) => ({ x, y })));
      }),
    );
  });

  it.each([
    ["a missing last line end", "x,y\n1,2", [{ x: "1", y: "2" }]],
    [
      "empty fields, also at the end of a row and of the file",
      "x,y\n,\n1,",
      [
        { x: "", y: "" },
        { x: "1", y: "" },
      ],
    ],
    ["a byte order mark", "\ufeffx\n1\n", [{ x: "1" }]],
    ["quotes inside a plain field", 'x\n5" disk\n', [{ x: '5" disk' }]],
    ["a header alone", "x,y\n", []],
    ["nothing", "", []],
  ])("reads %s", (_, text, records) => {
    expect(parseCsv(text)).toEqual(records);
  });

  it.each([
    ["a quote that never closes", 'x\n"abc'],
    ["text after a closing quote", 'x\n"abc"d\n'],
    ["a row with too few fields", "x,y\n1\n"],
    ["a row with too many fields", "x\n1,2\n"],
  ])("refuses %s rather than guess", (_, text) => {
    expect(() => parseCsv(text)).toThrow(/CSV/);
  });
});

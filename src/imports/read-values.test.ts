import { describe, expect, it } from "vitest";
import { guessEncoding } from "./encoding.ts";
import { readCount } from "./read-count.ts";
import { readChannelRef, readVideoId } from "./read-refs.ts";
import { guessOrder, readTime } from "./read-time.ts";
import type { Cell } from "./row.ts";

describe("a counter", () => {
  it.each([
    ["21", 21],
    ["21.0", 21],
    ["0", 0],
    [" 7 ", 7],
    ["1,234,567", 1_234_567],
    ["1.234.567", 1_234_567],
    ["12\u202f345", 12_345],
    ["1e6", 1_000_000],
    ["1.5E+03", 1500],
    [21, 21],
    [Number.NaN, null],
    ["", null],
    ["NaN", null],
    ["N/A", null],
    ["\\N", null],
    [null, null],
  ])("%j is %j", (cell, count) => {
    expect(readCount(cell)).toBe(count);
  });

  it.each([
    "-1",
    "1.5",
    "1.2K",
    "twelve",
    "1.234",
    "12,34",
    "99999999999999999999",
    "0x10",
    "=1+1",
    -1,
    1.5,
    2 ** 60,
    true,
  ])("%j is none", (cell) => {
    expect(readCount(cell)).toBeUndefined();
  });
});

describe("a time", () => {
  const at = (cell: Cell, order: "dmy" | "mdy" | null = null) => {
    const time = readTime(cell, order);
    return typeof time === "number" ? new Date(time).toISOString() : time;
  };

  it.each([
    ["2025-12-10T05:38:04Z", "2025-12-10T05:38:04.000Z"],
    ["2025-12-10 05:38:04.573600+00:00", "2025-12-10T05:38:04.573Z"],
    ["2025-12-10 05:38", "2025-12-10T05:38:00.000Z"],
    ["2025-12-10", "2025-12-10T00:00:00.000Z"],
    ["2025-12-10T05:38:04+0530", "2025-12-10T00:08:04.000Z"],
    ["2025-12-10 05:38:04 UTC", "2025-12-10T05:38:04.000Z"],
    ["10.12.2025 05:38", "2025-12-10T05:38:00.000Z"],
    ["31/12/2025", "2025-12-31T00:00:00.000Z"],
    ["12/31/2025 5:38 PM", "2025-12-31T17:38:00.000Z"],
    ["1765345084", "2025-12-10T05:38:04.000Z"],
    ["1765345084.5", "2025-12-10T05:38:04.500Z"],
    ["1765345084573", "2025-12-10T05:38:04.573Z"],
    ["1765345084573600", "2025-12-10T05:38:04.573Z"],
    [1_765_345_084, "2025-12-10T05:38:04.000Z"],
    ["03/04/2026", "ambiguous"],
    ["2025-02-30", null],
    ["2025-13-01", null],
    ["2025-12-10 25:00", null],
    ["yesterday", null],
    ["42", null],
    ["", null],
    [null, null],
  ])("%j is %j", (cell, time) => {
    expect(at(cell)).toBe(time);
  });

  it("that begins with a day or a month is read as its column tells", () => {
    expect(guessOrder(["03/04/2026", "13/04/2026"])).toBe("dmy");
    expect(guessOrder(["03/04/2026", "03/14/2026"])).toBe("mdy");
    expect(guessOrder(["03/04/2026"])).toBeNull();
    expect(guessOrder(["13/04/2026", "04/13/2026"])).toBeNull();
    expect([at("03/04/2026", "dmy"), at("03/04/2026", "mdy")]).toEqual([
      "2026-04-03T00:00:00.000Z",
      "2026-03-04T00:00:00.000Z",
    ]);
  });
});

describe("a reference", () => {
  it.each([
    "dQw4w9WgXcQ",
    " dQw4w9WgXcQ ",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3s",
    "https://www.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ",
    "youtu.be/dQw4w9WgXcQ?si=x",
    "https://m.youtube.com/shorts/dQw4w9WgXcQ",
    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "http://youtube.com/live/dQw4w9WgXcQ",
  ])("%j is a video", (text) => {
    expect(readVideoId(text)).toBe("dQw4w9WgXcQ");
  });

  it.each(["dQw4w9WgXcQQ", "https://evil.example/watch?v=dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQQ", ""])(
    "%j is none",
    (text) => {
      expect(readVideoId(text)).toBeNull();
    },
  );

  it("is a channel by its feed, too", () => {
    const feed = "https://www.youtube.com/feeds/videos.xml?channel_id=UC0123456789abcdefghijkl";
    expect(readChannelRef(feed)).toEqual({ kind: "id", id: "UC0123456789abcdefghijkl" });
    expect(readChannelRef("https://www.youtube.com/feeds/videos.xml?user=somebody")).toBeNull();
  });
});

describe("an encoding", () => {
  const bytes = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding);

  it.each([
    ["utf-8", bytes("Überraschung", "utf8")],
    ["utf-8", Buffer.concat([bytes("日本語の題名 ", "utf8"), Buffer.from([0xe4])])],
    ["windows-1252", bytes("Überraschung für alle", "latin1")],
    ["utf-16le", Buffer.concat([Buffer.from([0xff, 0xfe]), bytes("a,b", "utf16le")])],
    ["utf-16be", Buffer.concat([Buffer.from([0xfe, 0xff]), bytes("a,b", "utf16le").swap16()])],
    ["utf-16le", bytes("video_id,views\n", "utf16le")],
    ["utf-8", Buffer.alloc(0)],
  ])("%s is known by what a file begins with", (encoding, start) => {
    expect(guessEncoding(start)).toBe(encoding);
  });
});

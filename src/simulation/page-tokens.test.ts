import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { offsetIn, offsetToken, playlistOffsetIn, playlistToken } from "./page-tokens.ts";

const UPLOADS = "UU7-m6jQLinZQWIbwm9W-1iw";

describe("page tokens", () => {
  it.each([
    ["CDIQAA", 50, false],
    ["CDIQAQ", 50, true],
    ["CAUQAA", 5, false],
    ["CBkQAA", 25, false],
  ])("write the recorded token %s for offset %d", (token, offset, previous) => {
    expect(offsetToken(offset, previous)).toBe(token);
    expect(offsetIn(token)).toBe(offset);
  });

  it("have the recorded form in uploads lists", () => {
    const recorded = "EAAaHlBUOkNBOGlFRGcwUkVJME1EaEZPRFEyUkVJelJVWQ";
    const ours = playlistToken(UPLOADS, 15);
    expect(ours).toHaveLength(recorded.length);
    expect(ours.slice(0, 13)).toBe(recorded.slice(0, 13));
  });

  it("lead back to the offset they were made for, and only in their own playlist", () => {
    fc.assert(
      fc.property(fc.nat({ max: 20_000 }), (offset) => {
        expect(offsetIn(offsetToken(offset, false))).toBe(offset);
        expect(playlistOffsetIn(UPLOADS, playlistToken(UPLOADS, offset))).toBe(offset);
        expect(playlistOffsetIn("UUxxxxxxxxxxxxxxxxxxxxxx", playlistToken(UPLOADS, offset))).toBeNull();
      }),
    );
  });

  it("are refused when they are none", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^[CE]/.test(text));
        expect(offsetIn(text)).toBeNull();
        expect(playlistOffsetIn(UPLOADS, text)).toBeNull();
      }),
    );
  });
});

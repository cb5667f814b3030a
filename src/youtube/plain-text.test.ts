import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiKey } from "./api-key.ts";
import { plainText } from "./plain-text.ts";

const CANARY = "canary_KEY-0123456789";
const key = ApiKey.parse(CANARY);

describe("a text from outside, made fit for people", () => {
  it.each([
    ['exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.', "exceeded your quota."],
    ["the request's &lt;code&gt;playlistId&lt;/code&gt; parameter", "the request's playlistId parameter"],
    ["<html><style>a{b:c}</style><body>\n  Sorry…\n</body></html>", "Sorry…"],
    ["two\u0000 lines\r\nof  text", "two lines of text"],
  ])("holds no HTML: %j", (text, plain) => {
    expect(plainText(text, null)).toBe(plain);
  });

  it("holds no key, wherever and however the key is written", () => {
    const wrap = fc.constantFrom(
      (k: string) => `Consumer 'api_key:${k}' has been suspended.`,
      (k: string) => `https://example.org/youtube/v3/videos?key=${k}&part=id`,
      (k: string) => k.replace("_", "&#95;"),
      (k: string) => `<b>${k}</b>`,
      (k: string) => k.replace("KEY", "<i>KEY</i>"),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.nat(6000), wrap, fc.string(), (before, pad, say, after) => {
        const said = plainText(before + "x ".repeat(pad / 2) + say(CANARY) + after, key);
        expect(said).not.toContain(CANARY.slice(0, 10));
        expect(said.length).toBeLessThanOrEqual(300);
      }),
    );
  });

  it("holds no half of a key where a long text is cut", () => {
    for (let length = 4970; length <= 5000; length += 1) {
      expect(plainText(`<p ${"x".repeat(length - 4)}>${CANARY}`, key)).not.toContain("c");
    }
  });

  it.each([
    "for consumer 'api_key:AIzaSyA-1234567890abcdefghijklmnopqrstu'",
    "GET /youtube/v3/search?q=a&key=AIzaSyA-1234567890abcdefghijklmnopqrstu",
    '{"x-goog-api-key": "AIzaSyA-1234567890abcdefghijklmnopqrstu"}',
  ])("holds no key of anybody's: %s", (text) => {
    expect(plainText(text, null)).not.toContain("AIzaSyA");
  });
});

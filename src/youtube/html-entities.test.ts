import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeHtmlEntities } from "./html-entities.ts";

describe("HTML entities", () => {
  it.each([
    ["Mais j&#39;ai ajouté", "Mais j'ai ajouté"],
    ["PIPE &amp; BACKDOOR &lt;3 &quot;x&quot;", 'PIPE & BACKDOOR <3 "x"'],
    ["&#x1F600;&#128512;", "😀😀"],
    ["&amp;lt;", "&lt;"],
    ["&unknown; & &; &#; &#xD800; &#1114112; &#0; R&D", "&unknown; & &; &#; &#xD800; &#1114112; &#0; R&D"],
    ["&constructor;&toString;", "&constructor;&toString;"],
  ])("decodes %j once, and leaves what is no character", (escaped, plain) => {
    expect(decodeHtmlEntities(escaped)).toBe(plain);
  });

  it("gives back every title that was escaped the way search escapes", () => {
    const escapeHtml = (text: string) =>
      text
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replaceAll("'", "&#39;");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (title) => {
        expect(decodeHtmlEntities(escapeHtml(title))).toBe(title);
      }),
    );
  });
});

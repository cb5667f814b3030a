import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { footersOf, substanceOf, withoutLinks } from "./boilerplate.ts";
import { termsOf } from "./terms-of.ts";
import { languagesOf } from "./text-language.ts";

const terms = (title: string, language: string | null, tags: readonly string[] = []) =>
  [...termsOf({ id: "", channelId: "", title, description: "", tags, language })].toSorted();

describe("the terms of a title", () => {
  it("are its words and phrases, and no phrase crosses punctuation", () => {
    expect(terms("Copper moon: night drive", "en")).toEqual(
      ["copper", "copper moon", "drive", "moon", "night", "night drive"].toSorted(),
    );
  });

  it("keep hashtags and emoji, and let bare numbers and words without a topic go", () => {
    expect(terms("#Tatort 🔥 und 2026", "de")).toEqual(
      ["#tatort", "#tatort 🔥", "#tatort 🔥 und", "🔥", "🔥 und", "🔥 und 2026"].toSorted(),
    );
  });

  it.each([
    ["ja", "東京タワーの夜景", "夜景"],
    ["th", "เที่ยวกรุงเทพ", "กรุงเทพ"],
    ["zh", "我爱北京天安门", "北京"],
    ["ar", "أفضل مطعم في الرياض", "الرياض"],
    ["hi", "भारत का इतिहास", "इतिहास"],
    ["ko", "서울 여행 브이로그", "여행"],
  ])("are found in %s", (language, title, word) => {
    expect(terms(title, language)).toContain(word);
  });

  it("are the same whatever form the letters come in", () => {
    expect(terms("Ｃａｆｅ ﾗｰﾒﾝ", "ja")).toEqual(terms("cafe ラーメン", "ja"));
  });

  it("never fail, and hold nothing that the folded text does not say", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.constantFrom("en", "ja", "th", null),
        (title, language) => {
          // What may stand within a word or between two may be written otherwise: both sides are read without it.
          const bare = (text: string) => text.replaceAll(/[\s\-‐‑'’&/#]/gu, "");
          const folded = bare(title.normalize("NFKC").toLowerCase());
          for (const term of terms(title, language)) expect(folded).toContain(bare(term));
        },
      ),
    );
  });
});

describe("boilerplate", () => {
  it("is what a channel repeats, sells or links to", () => {
    const footer = "My camera and my friends";
    const descriptions = ["a", "b", "c"].map((n) => `About ${n}\n${footer}\nSubscribe!\nhttps://x.example/${n}`);
    const footers = footersOf(descriptions);
    expect(substanceOf(descriptions[0] ?? "", footers).trim()).toBe("About a");
    expect(withoutLinks("see https://a.example/b and shop.example.com now").replaceAll(/\s+/g, " ")).toBe(
      "see and now",
    );
  });
});

describe("the language of a video", () => {
  it("is what it declares, else what its text is, else what the channel mostly speaks", () => {
    expect(
      languagesOf([
        { declared: "pt-BR", text: "x" },
        { declared: null, text: "Das ist ein ziemlich schöner Tag in der Stadt" },
        { declared: "zxx", text: "PS5" },
        { declared: "de", text: "y" },
      ]),
    ).toEqual(["pt", "de", "de", "de"]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Draft, readDraft } from "./draft.ts";
import type { SummaryFacts } from "./facts.ts";
import { ungrounded } from "./ground.ts";
import { templateOf } from "./template.ts";

const FACTS: SummaryFacts = {
  scope: "all channels",
  from: "2026-11-01",
  to: "2026-11-07",
  videosPublished: 48,
  viewsGained: 1_234_567,
  viewsGainedBefore: 987_654,
  formats: [
    { format: "long", videos: 30, viewsGained: 1_000_000 },
    { format: "short", videos: 18, viewsGained: 234_567 },
  ],
  rising: [
    {
      videoId: "aaaaaaaaaaa",
      title: "I ate 47 lemons",
      channel: "Sour",
      viewsGained: 210_456,
      heat: 7.84,
      performance: null,
      outlier: 3.2,
    },
  ],
  keywords: [{ term: "lemon", videos: 9, videosBefore: 1, examples: ["bbbbbbbbbbb"] }],
  watch: [{ videoId: "ccccccccccc", title: "Limes", why: "young and quick" }],
};

const draft = (text: string, videoIds: readonly string[] = []): Draft => ({
  title: "Summary",
  paragraphs: [{ text, videoIds }],
});

const ID = fc.string({ minLength: 11, maxLength: 11, unit: fc.constantFrom(..."abcdef0123456789_-") });
const ANY_FACTS: fc.Arbitrary<SummaryFacts> = fc.record({
  scope: fc.constantFrom("all channels", "the tag 4k"),
  from: fc.constant("2026-10-25"),
  to: fc.constant("2026-11-01"),
  videosPublished: fc.nat(1e6),
  viewsGained: fc.integer({ min: -1e9, max: 1e12 }),
  viewsGainedBefore: fc.option(fc.integer({ min: -1e9, max: 1e12 })),
  formats: fc.array(fc.record({ format: fc.constantFrom("long", "short"), videos: fc.nat(), viewsGained: fc.nat() }), {
    maxLength: 3,
  }),
  rising: fc.array(
    fc.record({
      videoId: ID,
      title: fc.string(),
      channel: fc.constant("A channel"),
      viewsGained: fc.double({ min: -1e6, max: 1e9, noNaN: true }),
      heat: fc.option(fc.double({ min: 0, max: 1e4, noNaN: true })),
      performance: fc.option(fc.double({ min: 0, max: 1e4, noNaN: true })),
      outlier: fc.option(fc.double({ min: 0, max: 1e4, noNaN: true })),
    }),
    { maxLength: 8 },
  ),
  keywords: fc.array(
    fc.record({ term: fc.constant("lemon"), videos: fc.nat(1e5), videosBefore: fc.nat(1e5), examples: fc.array(ID) }),
    { maxLength: 8 },
  ),
  watch: fc.array(fc.record({ videoId: ID, title: fc.string(), why: fc.constant("quick") }), { maxLength: 4 }),
});

describe("a summary", () => {
  it("by the template says nothing that the facts do not, whatever they are", () => {
    fc.assert(
      fc.property(ANY_FACTS, (facts) => {
        expect(ungrounded(templateOf(facts), facts)).toEqual([]);
      }),
    );
  });

  it.each([
    "1,234,567 views were gained, 25% more than the 987,654 before.",
    "1.23 million views, of which 81 % went to long videos.",
    "1,2 Mio. Aufrufe; „I ate 47 lemons“ kam auf 210.456.",
    "約123万回再生、通常の7.8倍。",
    "Gained 210k views: 7.8 times the usual; rank 1 of 1; 9 videos say lemon.",
    "From 2026-11-01 to 7 November 2026.",
  ])("may round, shorten and quote: %s", (text) => {
    expect(ungrounded(draft(text), FACTS)).toEqual([]);
  });

  it.each([
    ["1,3 million views were gained", "1,3"],
    ["It was watched 500,000 times", "500,000"],
    ["99% of viewers liked it", "99"],
    ["٩٩٩ views", "٩٩٩"],
    ["heat of 7.9", "7.9"],
  ])("that invents a number is found out: %s", (text, number) => {
    expect(ungrounded(draft(text), FACTS)).toEqual([`The number ${number} is not among the facts.`]);
  });

  it("cites no video that the facts do not name", () => {
    expect(ungrounded(draft("See this.", ["aaaaaaaaaaa", "bbbbbbbbbbb"]), FACTS)).toEqual([]);
    expect(ungrounded(draft("See this.", ["zzzzzzzzzzz"]), FACTS)).toHaveLength(1);
  });
});

describe("what a model answers", () => {
  const good = { title: "T", paragraphs: [{ text: "P", videoIds: ["aaaaaaaaaaa"] }] };

  it.each([
    ["bare", JSON.stringify(good)],
    ["in a fence", `\`\`\`json\n${JSON.stringify(good)}\n\`\`\``],
    ["in prose", `Here you are: ${JSON.stringify(good)} I hope it helps!`],
  ])("is read %s", (_how, answer) => {
    expect(readDraft(answer)).toEqual(good);
  });

  it("is a draft or a sentence that says what is wrong, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => `{"title": "x", "paragraphs": ${JSON.stringify(value)}}`),
        ),
        (answer) => {
          const read = readDraft(answer);
          if (typeof read === "string") expect(read.length).toBeGreaterThan(10);
          else expect(read.paragraphs.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSearch } from "#domain/search-query.ts";
import { windowsBack, windowsOn } from "#domain/search-windows.ts";
import { wordsIn } from "#domain/search-words.ts";
import { days, plus } from "#domain/time.ts";
import { engines, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { asked, findingOf, matchesEach, type Texts } from "./search-questions.ts";
import { NOON } from "./settlements.ts";

/** Quotes end a phrase; nothing else of a text has a meaning within one. */
const inQuotes = (text: string): string => `"${text.replaceAll(/["“”„]/g, " ")}"`;

/** PGlite answers within the process; the servers confirm what it says on fewer inputs. */
const RUNS = { native: 200, postgres15: 60 } as const;

describe.each(engines)("searching by words on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("finds a title by each of its words and by any of them in a row", async () => {
    const word = fc.oneof(
      fc.constantFrom(
        "bread",
        "Straße",
        "ёлка",
        "東京の朝",
        "서울",
        "ทะเล",
        "गाना",
        "🌊",
        "C++",
        "o'neil",
        "3.5",
        "e\u0301",
      ),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
    );
    const input = fc.tuple(fc.array(word, { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat());
    await fc.assert(
      fc.asyncProperty(input, async ([words, a, b]) => {
        const [from, to] = [a % words.length, b % words.length].sort((x, y) => x - y) as [number, number];
        const questions = [words.slice(from, to + 1).join(" "), ...words]
          .map(inQuotes)
          .filter((text) => wordsIn(text).length > 0);
        expect(await findingOf(test.db, { title: words.join(" ") }, questions)).toEqual(questions);
      }),
      { numRuns: RUNS[engine] },
    );
  });

  it("finds a title written without spaces by any part of it", async () => {
    const alphabet = fc.constantFrom(..."東京の朝散歩カメラー々北ทะเลสวย서울여행한국");
    const input = fc.tuple(fc.array(alphabet, { minLength: 1, maxLength: 40 }), fc.nat(), fc.nat());
    await fc.assert(
      fc.asyncProperty(input, async ([title, a, b]) => {
        const [from, to] = [a % title.length, b % title.length].sort((x, y) => x - y) as [number, number];
        const part = title.slice(from, to + 1).join("");
        expect(await findingOf(test.db, { title: title.join("") }, [part])).toEqual([part]);
      }),
      { numRuns: RUNS[engine] },
    );
  });

  it("takes any text for a video and any text for a question", async () => {
    const syntax = fc.constantFrom(
      "'",
      "\\",
      '"',
      "“",
      "-",
      "*",
      "&",
      "|",
      "!",
      "(",
      ")",
      ":",
      "<->",
      " ",
      "a",
      "東",
      "#",
      "\0",
      "\ud800",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.array(syntax, { maxLength: 30 }).map((parts) => parts.join("")),
    );
    await fc.assert(
      fc.asyncProperty(text, text, async (title, question) => {
        const search = parseSearch(question);
        if (search.kind === "query") await matchesEach(test.db, [[{ title, tags: [title, question] }, search.query]]);
        else expect(search.message).toMatch(/^must /);
      }),
      { numRuns: RUNS[engine] },
    );
  });

  it("cuts texts beyond the limits of the index, and finds what is before", async () => {
    const many = Array.from({ length: 30_000 }, (_, i) => `w${i % 20_000}`).join(" ");
    const long: Texts = {
      title: `needle ${"same ".repeat(400)}`,
      tags: ["y".repeat(500), "東".repeat(500), "𠮷".repeat(250)],
      description: `${"x".repeat(5000)} ${many} ${"東京の朝".repeat(8000)} \0 \ud800`,
    };
    const wide: Texts = { description: Array.from({ length: 16_000 }, (_, i) => `${i}${"𐐨".repeat(90)}`).join(" ") };
    const found = await matchesEach(test.db, [
      [long, asked("needle same w100")],
      [long, asked("x".repeat(300))],
      [wide, asked(`0${"𐐨".repeat(90)}`)],
    ]);
    expect(found).toEqual([true, true, true]);
  });

  it("finds a publication in the one window it lies in, going back and going on", async () => {
    const start = plus(NOON, days(3));
    const offsets = [-9000, -2500, -700, -101, -90, -40, -12, -5, -1, 0, 1, 4, 9, 30, 100, 555, 5000];
    const windows = [...windowsBack(start), ...windowsOn(start)];
    const cases = offsets.flatMap((offset) => {
      const publishedAt = plus(start, days(offset));
      return windows.flatMap(({ terms, from, before }) => {
        const inside = (from === null || publishedAt >= from) && (before === null || publishedAt < before);
        return terms === null ? [] : [{ pair: [{ publishedAt }, terms] as const, inside }];
      });
    });
    const found = await matchesEach(
      test.db,
      cases.map(({ pair }) => pair),
    );
    expect(found).toEqual(cases.map(({ inside }) => inside));
  });
});

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allOf, anyOf, channelTerm, type TermQuery, tagPrefixTerm, tagTerm } from "#domain/search-terms.ts";
import { engines, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { asked, findingOf, matchesEach, type Texts } from "./search-questions.ts";
import { channelId } from "./settlements.ts";

/** Title, questions that find it and questions that do not, as docs/formulas/search.md gives them. */
const EXAMPLES = Array.from(
  readFileSync(new URL("../../docs/formulas/search.md", import.meta.url), "utf8").matchAll(
    /^\| `(?<title>[^`]+)` \| (?<found>`.+`) \| (?<missed>`.+`) \|$/gm,
  ),
  ({ groups }) => ({
    title: groups?.["title"] ?? "",
    found: questionsIn(groups?.["found"]),
    missed: questionsIn(groups?.["missed"]),
  }),
);

function questionsIn(cell = ""): readonly string[] {
  return cell.split(" · ").map((question) => question.slice(1, -1));
}

describe.each(engines)("what videos are found by, on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("has examples", () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(14);
  });

  it.each(EXAMPLES)("is as the page on search says: $title", async ({ title, found, missed }) => {
    expect(await findingOf(test.db, { title }, [...found, ...missed])).toEqual(found);
    expect(await findingOf(test.db, { description: title }, [...found, ...missed])).toEqual(found);
  });

  it("is words of title, tags and description, and no phrase runs from one into the next", async () => {
    const texts: Texts = { title: "one two", tags: ["three four", "five"], description: "six 東京" };
    const found = ["one six", "four two", "two five 京", '"one two"', '"three four"', '"six 東京"'];
    const missed = ['"two three"', '"four five"', '"five six"', "two-three", '"one six"'];
    expect(await findingOf(test.db, texts, [...found, ...missed])).toEqual(found);
  });

  it("is its whole tags, their beginnings, its channel, and no word that looks like one", async () => {
    const texts: Texts = {
      title: "#bread @UC ~0:5",
      tags: ["Home  Baking", "it's \\ a 'tag'"],
      channelId: channelId(7),
    };
    const pairs: [TermQuery, boolean][] = [
      [tagTerm("home  BAKING "), true],
      [tagTerm("it's \\ a 'TAG'"), true],
      [tagTerm("home"), false],
      [tagTerm("bread"), false],
      [tagTerm("x".repeat(5000)), false],
      [tagPrefixTerm("ｈｏｍｅ"), true],
      [tagPrefixTerm("home "), true],
      [tagPrefixTerm("home b"), false],
      [tagPrefixTerm("it's \\"), true],
      [tagPrefixTerm("baking"), false],
      [channelTerm(channelId(7)), true],
      [channelTerm(channelId(8)), false],
      [allOf([tagTerm("home  baking"), anyOf([channelTerm(channelId(8)), asked("bread")])]), true],
      [allOf([tagTerm("home  baking"), asked("bread -cake")]), true],
      [allOf([tagTerm("home  baking"), asked("bread -tag")]), false],
    ];
    const found = await matchesEach(
      test.db,
      pairs.map(([query]) => [texts, query]),
    );
    expect(found).toEqual(pairs.map(([, expected]) => expected));
  });
});

import { describe, expect, it } from "vitest";
import { parseSearch } from "./search-query.ts";

describe("what a reader typed", () => {
  it.each([
    ["rye bread", "('rye' & 'bread')"],
    ['"rye bread" cake', "(('rye' <1> 'bread') & 'cake')"],
    ["bread -cake -“rye bread”", "('bread' & !'cake' & !('rye' <1> 'bread'))"],
    ["sour* -dough*", "('sour':* & !'dough':*)"],
    ["東京の朝日 京", "(('東京' <2> 'の朝' <1> '朝日') & '京')"],
    ["o'neil \\ ' -", "('o' <1> 'neil')"],
    ['"never closed', "('never' <1> 'closed')"],
    ["a & b | !cc:*", "('a' & 'b' & 'cc':*)"],
    ['"sour*"', "'sour'"],
    ["東京*", "'東京'"],
  ])("%s is the question %s", (text, query) => {
    expect(parseSearch(text)).toEqual({ kind: "query", query });
  });

  it.each([
    ["", /something to find: a word/],
    [' !!! -  " ', /something to find: a word/],
    ["-cake", /beside what to leave out/],
    ["b* cake", /at least 2 characters before \*/],
    ["x".repeat(501), /longer than 500/],
    [Array(129).fill("a").join(" "), /more than 128/],
  ])("%.20s is refused, saying why", (text, why) => {
    const search = parseSearch(text);
    expect(search.kind === "refused" ? search.message : "").toMatch(why);
  });
});

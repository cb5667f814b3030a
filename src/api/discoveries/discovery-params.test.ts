import { describe, expect, it } from "vitest";
import { problemOf, RefusedInput } from "#api/http/refusals.ts";
import { discoveryBody } from "./discovery-params.ts";
import { discoveryWishOf } from "./discovery-wish.ts";

const wish = (over: object = {}) => ({ budget: { default: 100 }, ...over });

describe("a discovery", () => {
  it.each([
    ["no budget", { budget: undefined }, "/budget"],
    ["a budget of nothing", { budget: { default: 0 } }, "/budget/default"],
    ["a budget of halves", { budget: { default: 0.5 } }, "/budget/default"],
    ["a language by its name", { filters: { language: "German" } }, "/filters/language"],
    ["a category that is none", { filters: { categories: ["3"] } }, "/filters/categories/0"],
    ["sizes that cross", { filters: { subscribersMin: 2, subscribersMax: 1 } }, "/filters/subscribersMax"],
    ["an unknown filter", { filters: { languages: ["de"] } }, "/filters/languages"],
    ["a country of three letters", { filters: { countries: ["DEU"] } }, "/filters/countries/0"],
    ["a region of three letters", { regions: ["DEU"] }, "/regions/0"],
    ["a blank term", { terms: [" "], budget: { default: 1, search: 1 } }, "/terms/0"],
    ["half a character", { terms: ["\ud800"], budget: { default: 1, search: 1 } }, "/terms/0"],
    ["terms without searches", { terms: ["a"] }, "/budget/search"],
    ["search without searches", { sources: ["search"] }, "/budget/search"],
    ["a channel that is none", { channels: ["no sense"] }, "/channels/0"],
    ["no sources", { sources: [] }, "/sources"],
    ["a source that is none", { sources: ["feed"] }, "/sources/0"],
    ["a floor below nothing", { floor: -1 }, "/floor"],
    ["an end before it begins", { until: 0 }, "/until"],
    ["another policy", { onFound: { kind: "mail" } }, "/onFound/kind"],
    ["a weight of nothing", { onFound: { kind: "track", weight: 0 } }, "/onFound/weight"],
  ])("cannot be of %s: 400 names the place", (_what, over, pointer) => {
    const { issues } = discoveryBody.safeParse(wish(over)).error ?? { issues: [] };
    const { status, errors = [] } = problemOf(Object.assign(new RefusedInput(issues), { validationContext: "body" }));
    expect([status, errors.map((error) => error.pointer)]).toEqual([400, [pointer]]);
  });

  it.each([
    [{}, "Any channel"],
    [
      { language: "DE", categories: ["27", "27"], subscribersMin: 1000, subscribersMax: 100_000 },
      "de, Education, 1,000 to 100,000 subscribers",
    ],
    [{ countries: ["at"], subscribersMax: 500 }, "AT, up to 500 subscribers"],
    [{ subscribersMin: 500 }, "from 500 subscribers"],
  ])("without a name is named for what it looks for: %j", (filters, name) => {
    expect(discoveryWishOf(discoveryBody.parse(wish({ filters }))).name).toBe(name);
  });

  it("looks wherever its budget can pay, unless it is said where", () => {
    const sourcesOf = (over: object) => discoveryWishOf(discoveryBody.parse(wish(over))).sources;
    expect(sourcesOf({})).not.toContain("search");
    expect(sourcesOf({ budget: { default: 1, search: 1 } })).toContain("search");
    expect(sourcesOf({ sources: ["chart", "chart"] })).toEqual(["chart"]);
  });
});

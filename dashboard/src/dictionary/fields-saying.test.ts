import { expect, it } from "vitest";
import { fieldsSaying, formulaName } from "./fields-saying.ts";

const field = (entity: string, name: string, meaning: string) => ({
  ...{ entity, field: name, type: "number" as const, unit: null, meaning, nullWhen: null, formula: null },
});
const FIELDS = [
  field("video", "heat.value", "Fast for its age."),
  field("video", "id", "The id."),
  field("channel", "id", "The id."),
];

it("fields are found by their entity and by every word, whatever the case", () => {
  expect(fieldsSaying(FIELDS, "", "THE id")).toHaveLength(2);
  expect(fieldsSaying(FIELDS, "video", " id ").map(({ field: name }) => name)).toEqual(["id"]);
  expect(fieldsSaying(FIELDS, "", "heat fast")).toHaveLength(1);
  expect(fieldsSaying(FIELDS, "", "")).toHaveLength(3);
  expect(fieldsSaying(FIELDS, "watch", "")).toEqual([]);
});

it("a formula is called as its page", () => expect(formulaName("docs/formulas/view-trends.md")).toBe("view-trends"));

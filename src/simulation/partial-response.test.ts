import { describe, expect, it } from "vitest";
import { keeps, parseSelector, select } from "./partial-response.ts";

const ANSWER = {
  kind: "list",
  etag: "e",
  nextPageToken: "CAUQAA",
  items: [
    { etag: "1", id: "a", statistics: { viewCount: "1", likeCount: "2" }, snippet: { title: "A" } },
    { etag: "2", id: "b", statistics: {} },
  ],
};

describe("partial responses", () => {
  it.each([
    ["nextPageToken", { nextPageToken: "CAUQAA" }],
    ["items/id", { items: [{ id: "a" }, { id: "b" }] }],
    ["items(id)", { items: [{ id: "a" }, { id: "b" }] }],
    ["items(id,statistics/viewCount)", { items: [{ id: "a", statistics: { viewCount: "1" } }, { id: "b" }] }],
    ["items/statistics(likeCount),kind", { kind: "list", items: [{ statistics: { likeCount: "2" } }, {}] }],
    [
      "items/id,items/etag",
      {
        items: [
          { etag: "1", id: "a" },
          { etag: "2", id: "b" },
        ],
      },
    ],
    ["items/*/title", { items: [{ snippet: { title: "A" } }, {}] }],
    ["*", ANSWER],
  ])("keeps of an answer what %s selects", (fields, kept) => {
    const selector = parseSelector(fields);
    expect(selector).not.toBeNull();
    expect(select(ANSWER, selector)).toEqual(kept);
  });

  it.each(["", "items(", "items(id", "items)id", "items/", "items(id),", "items,,kind", "items(idd)", "items id"])(
    "refuses the selector %j",
    (fields) => {
      expect(parseSelector(fields)).toBeNull();
    },
  );

  it("knows whether a field is kept without building the answer", () => {
    expect(keeps(null, "items", "etag")).toBe(true);
    expect(keeps(parseSelector("items(id)"), "items", "etag")).toBe(false);
    expect(keeps(parseSelector("items"), "items", "etag")).toBe(true);
    expect(keeps(parseSelector("*/etag"), "items", "etag")).toBe(true);
  });
});

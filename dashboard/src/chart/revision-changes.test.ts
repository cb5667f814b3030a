import { describe, expect, it } from "vitest";
import { revisionChanges } from "./revision-changes.ts";

describe("changes of texts", () => {
  it("lead from what was before to what the next change of the same field found, the last to what it says now", () => {
    const revisions = [
      { seenAt: "3", before: { title: "second" } },
      { seenAt: "2", before: { thumbnail: "old", tags: ["a"] } },
      { seenAt: "1", before: { title: "first" } },
    ];
    expect(revisionChanges(revisions, { title: "now", thumbnail: "new" })).toEqual([
      { seenAt: "3", field: "title", before: "second", after: "now" },
      { seenAt: "2", field: "thumbnail", before: "old", after: "new" },
      { seenAt: "2", field: "tags", before: ["a"] },
      { seenAt: "1", field: "title", before: "first", after: "second" },
    ]);
  });
});

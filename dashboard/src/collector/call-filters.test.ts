import { describe, expect, it } from "vitest";
import { callsQuestion, withCallFilter } from "./call-filters.ts";

describe("the log of calls", () => {
  it("is asked by the filters that the address names, and by nothing else of it", () => {
    expect(callsQuestion(new URLSearchParams("callKind=search&outcome=failed&callText=a%26b&zone=UTC&cursor=c"))).toBe(
      "/api/v1/calls?kind=search&outcome=failed&text=a%26b&cursor=c&limit=50",
    );
  });

  it("begins anew with another filter", () => {
    const params = new URLSearchParams("callKind=search&cursor=c&zone=UTC");
    expect(`${withCallFilter(params, "outcome", "open")}`).toBe("callKind=search&zone=UTC&outcome=open");
    expect(`${withCallFilter(params, "callKind", "")}`).toBe("zone=UTC");
    expect(`${withCallFilter(params, "cursor", "d")}`).toBe("callKind=search&zone=UTC&cursor=d");
  });
});

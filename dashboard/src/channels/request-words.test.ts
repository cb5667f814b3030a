import { describe, expect, it } from "vitest";
import type { TrackRequest } from "#api/operations/operations-contract.ts";
import { type Entry, entriesOf, isOver, summaryOf, wordsOf } from "./request-words.ts";

const backfill = { done: false, listed: 120, total: 400, notBefore: null, reason: null };
const request: TrackRequest = {
  ref: "@one",
  requestedAt: "2026-11-20T08:30:00.000Z",
  weight: 1,
  watched: false,
  state: "tracked",
  channelId: "UCuAXFkgsw1L7xaCfnd5JJOw",
  title: "One",
  reason: null,
  settledAt: null,
  backfill,
};
const entry = (changed: Partial<TrackRequest>): Entry => ({
  text: "@One",
  refused: null,
  request: { ...request, ...changed },
});

describe("what became of an entry", () => {
  it.each<[string, Entry, boolean]>([
    ["Being looked up.", { text: "@one", refused: null, request: null }, false],
    ["Being looked up.", entry({ state: "waiting", backfill: null, channelId: null }), false],
    ["Not understood. It is no id.", { text: "?", refused: "It is no id.", request: null }, true],
    ["Not found. Nobody.", entry({ state: "refused", reason: "Nobody.", backfill: null }), true],
    ["Tracked. Its catalogue is read next.", entry({ backfill: null }), false],
    ["Tracked. Its catalogue is being read: 120 of 400 videos.", entry({}), false],
    ["Tracked. All its 400 videos are listed.", entry({ backfill: { ...backfill, done: true, listed: 400 } }), true],
  ])("is said in words, and whether that is all: %s", (words, of, over) =>
    expect([wordsOf(of), isOver(of)]).toEqual([words, over]),
  );

  it("belongs to the entry as it was typed, and is summed up", () => {
    const outcomes = [
      { channel: "youtube.com/@One", outcome: "accepted", ref: "@one" },
      { channel: "@two", outcome: "accepted", ref: "@two" },
      { channel: "?", outcome: "invalid", reason: "It is no id." },
    ] as const;
    const entries = entriesOf([...outcomes], [request]);
    expect(entries.map(({ text, request: found }) => [text, found?.ref])).toEqual([
      ["youtube.com/@One", "@one"],
      ["@two", undefined],
      ["?", undefined],
    ]);
    expect(summaryOf(entries)).toBe("1 of 3 found, 1 refused; 120 videos listed. The rest comes by itself.");
  });
});

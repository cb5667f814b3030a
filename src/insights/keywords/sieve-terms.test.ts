import fc from "fast-check";
import { expect, it } from "vitest";
import { sieveTerms } from "./sieve-terms.ts";

const video = fc.record({
  id: fc.string(),
  terms: fc.uniqueArray(fc.stringMatching(/^[a-z東京🔥 ]{1,3}$/u), { maxLength: 12 }).map((terms) => new Set(terms)),
});

it("a sieve lets every term through that enough videos say, in its videos and in no other, and hardly a rarer one", () => {
  let rare = 0;
  let slipped = 0;
  fc.assert(
    fc.property(fc.array(video, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), (videos, least) => {
      const counts = new Map<string, number>();
      for (const { terms } of videos) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
      const sieved = sieveTerms(videos, least);
      expect(sieved.map(({ id }) => id)).toEqual(videos.map(({ id }) => id));
      for (const [i, { terms }] of videos.entries()) {
        const kept = sieved[i]?.terms ?? new Set<string>();
        expect([...kept].filter((term) => !terms.has(term))).toEqual([]);
        for (const term of terms) {
          if ((counts.get(term) ?? 0) >= least) expect(kept.has(term)).toBe(true);
          else {
            rare += 1;
            slipped += kept.has(term) ? 1 : 0;
          }
        }
      }
    }),
    // A sieve has a place for each of sixteen million terms, and that takes its time.
    { numRuns: 30 },
  );
  expect(rare).toBeGreaterThan(100);
  expect(slipped).toBeLessThan(rare / 50);
});

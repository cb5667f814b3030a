import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Duration, days, hours, minus, minutes, plus } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { isInPanel } from "#planning/sampling/dense-panel.ts";
import { BINS, DENSITY_FORMATS, densityOf, FLAT } from "#planning/sampling/density.ts";
import { indexFloor, type SamplingTerms, worthFunction } from "#planning/sampling/sample-worth.ts";
import { DEFAULT_SAMPLING } from "#planning/sampling/sampling-policy.ts";
import { stateOf } from "#planning/state.ts";
import { NOON, rowsOf, video, videoId } from "./rows.ts";

const termsOf = (factors: readonly (readonly number[])[], changes: Partial<SamplingTerms> = {}): SamplingTerms => ({
  ...DEFAULT_SAMPLING,
  panel: false,
  density: densityOf(factors, { ...DEFAULT_SAMPLING, ...changes }),
  ...changes,
});

/** The index at an age of a video of this format, last sampled at another age. */
function worthAt(terms: SamplingTerms, format: Format, lastAge: Duration, age: Duration, n = 1): number {
  const startAt = minus(NOON, age);
  const last = { at: plus(startAt, lastAge), views: 1 };
  const { videos } = stateOf(rowsOf({ videos: [video(videoId(n), { startAt, format, last, previous: null })] }));
  return worthFunction(videos, terms, NOON)(videos.slotOf.get(videoId(n)) ?? -1);
}

const factor = fc.double({ min: 0.25, max: 4, noNaN: true });
const factors = fc.array(fc.array(factor, { minLength: BINS, maxLength: BINS }), {
  minLength: DENSITY_FORMATS.length,
  maxLength: DENSITY_FORMATS.length,
});
const age = fc.double({ min: 0, max: Math.log(days(60) / minutes(1)), noNaN: true }).map((x) => minutes(Math.exp(x)));

describe("the index of a video", () => {
  it("never falls while the video waits, whatever was learned, also past 30 days and in the panel", () => {
    fc.assert(
      fc.property(
        factors,
        fc.constantFrom<Format>("long", "short", "live", "unknown"),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.boolean(),
        fc.nat(400),
        fc.tuple(age, age, age),
        (learned, format, mixture, panel, n, ages) => {
          const [last, sooner, later] = ages.toSorted((a, b) => a - b) as [Duration, Duration, Duration];
          const terms = termsOf(learned, { mixture, panel });
          const before = worthAt(terms, format, last, sooner, n);
          expect(worthAt(terms, format, last, later, n)).toBeGreaterThanOrEqual(before * (1 - 1e-9));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ["nothing was learned", FLAT],
    ["youth was found hard", FLAT.map((row) => row.map((_, bin) => (bin < 6 ? 4 : 0.25)))],
  ])("reaches the floor about as often as the policy says, when %s", (_, learned) => {
    const terms = termsOf(learned);
    let last = 0 as Duration;
    let samples = 0;
    for (let at = minutes(1); at <= days(30); at = (at * 1.001) as Duration) {
      if (worthAt(terms, "long", last, at) < indexFloor(terms)) continue;
      last = at;
      samples += 1;
    }
    expect(samples / terms.samplesPerVideo).toBeGreaterThan(0.9);
    expect(samples / terms.samplesPerVideo).toBeLessThan(1.1);
  });

  it("is higher where curves were found to bend more", () => {
    const bent = FLAT.map((row, format) => row.map((_, bin) => (format === 1 && bin > 5 ? 3 : 1)));
    const terms = termsOf(bent);
    expect(worthAt(terms, "short", hours(20), hours(30))).toBeCloseTo(3 * worthAt(terms, "long", hours(20), hours(30)));
    expect(worthAt(terms, "short", minutes(20), minutes(30))).toBeCloseTo(
      worthAt(terms, "long", minutes(20), minutes(30)),
    );
  });

  it("weighs the gaps of old age more, the more the mixture counts days", () => {
    const ratio = (mixture: number) => {
      const terms = termsOf(FLAT, { mixture });
      return worthAt(terms, "long", days(20), days(25)) / worthAt(terms, "long", minutes(20), minutes(27));
    };
    expect(ratio(0.3)).toBeGreaterThan(2 * ratio(0));
  });

  it("asks for panel videos every 3 min at first, and for no other", () => {
    const terms = termsOf(FLAT, { panel: true });
    const member = Array.from({ length: 2_000 }, (_, n) => n).find((n) => isInPanel(videoId(n), terms.panelShare)) ?? 0;
    expect(worthAt(terms, "long", hours(4), minutes(243), member)).toBeCloseTo(indexFloor(terms));
    const other = Array.from({ length: 9 }, (_, n) => n).find((n) => !isInPanel(videoId(n), terms.panelShare)) ?? 0;
    expect(worthAt(terms, "long", hours(4), minutes(243), other)).toBeLessThan(indexFloor(terms) / 10);
  });
});

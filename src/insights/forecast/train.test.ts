import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days, hours } from "#domain/time.ts";
import { Chance } from "#simulation/random.ts";
import { ChannelLevels } from "./channel-levels.ts";
import { forecast } from "./forecast.ts";
import { type Outcome, outsetAt, pastOutset } from "./outset.ts";
import { fitRidge, predictRidge } from "./ridge.ts";
import { type Trained, trainForecast } from "./train.ts";

/** Videos whose growth depends on their channel and on how they began, with noise. */
function outcomes(seed: number, channels: number, each: number): Outcome[] {
  const chance = new Chance("outcomes", seed);
  return Array.from({ length: channels }, (_, c) => {
    const [level, growth] = [chance.logNormal(1000, 1), 2 + 3 * chance.uniform()];
    return Array.from({ length: each }, (_v, v): Outcome => {
      const views = Math.round(chance.logNormal(level, 0.6));
      return {
        videoId: `${seed}-${c}-${v}`,
        channelId: `${c}`,
        format: "long",
        age: hours(24),
        views,
        earlier: [views * 0.7, views * 0.4, null],
        reached: Math.round(views * chance.logNormal(growth, 0.2)),
      };
    });
  }).flat();
}

const by = ({ model, channels }: Trained, outcome: Outcome) => forecast(model, outcome, channels(outcome.channelId));

describe("a forecast", () => {
  it("holds four in five of what nobody has seen between its bounds, and is nearer than one growth for all", () => {
    const all = outcomes(1, 60, 40);
    const model = trainForecast(all.filter((_, i) => i % 3 > 0));
    if (!model) throw new Error("there was enough to learn from");
    const unseen = all.filter((_, i) => i % 3 === 0);
    const forecasts = unseen.map((outcome) => ({ outcome, ...by(model, outcome) }));
    const held = forecasts.filter(({ outcome, low, high }) => low <= outcome.reached && outcome.reached <= high);
    expect(held.length / unseen.length).toBeGreaterThan(0.75);
    expect(held.length / unseen.length).toBeLessThan(0.86);
    const errorOf = (value: number, { reached }: Outcome) => Math.abs(Math.log(value / reached));
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const usual = sum(all.map(({ views, reached }) => Math.log(reached / views))) / all.length;
    expect(sum(forecasts.map(({ outcome, views }) => errorOf(views, outcome)))).toBeLessThan(
      0.8 * sum(unseen.map((outcome) => errorOf(outcome.views * Math.exp(usual), outcome))),
    );
  });

  it("is no forecast where too little is known to learn from", () => {
    expect(trainForecast(outcomes(2, 5, 10))).toBeNull();
  });

  it("moves without a jump as a video grows older", () => {
    const model = trainForecast(
      [hours(8), hours(24), days(3)].flatMap((age) => outcomes(3, 40, 20).map((outcome) => ({ ...outcome, age }))),
    );
    if (!model) throw new Error("there was enough to learn from");
    const [outcome] = outcomes(4, 1, 1);
    if (!outcome) throw new Error("one was drawn");
    let last: number | null = null;
    for (let age = 8; age <= 80; age += 0.25) {
      const { views, low, high } = by(model, { ...outcome, age: hours(age) });
      expect(low).toBeLessThanOrEqual(views);
      expect(high).toBeGreaterThanOrEqual(views);
      if (last !== null) expect(Math.abs(Math.log(views / last))).toBeLessThan(0.2);
      last = views;
    }
  });
});

describe("a forecast of one age", () => {
  const trained = trainForecast(
    [hours(8), hours(24), days(3)].flatMap((age) => outcomes(3, 40, 20).map((outcome) => ({ ...outcome, age }))),
    days(7),
  );
  const [outcome] = outcomes(4, 1, 1);

  it("closes on the views that the video has, and its interval with it, as the age comes near", () => {
    if (!trained || !outcome) throw new Error("there was enough to learn from");
    let [growth, width] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (const age of [3, 4, 5, 6, 6.5, 7].map(days)) {
      const { views, low, high } = by(trained, { ...outcome, age });
      expect(Math.log(views / outcome.views)).toBeLessThan(growth);
      expect(Math.log(high / low)).toBeLessThan(width);
      [growth, width] = [Math.log(views / outcome.views), Math.log(high / low)];
    }
    expect(by(trained, { ...outcome, age: days(7) }).views).toBeCloseTo(outcome.views, 6);
    expect(width).toBeCloseTo(0, 6);
  });

  it("is the same after its model was stored as JSON", () => {
    if (!trained || !outcome) throw new Error("there was enough to learn from");
    const stored = { ...trained, model: JSON.parse(JSON.stringify(trained.model)) };
    expect(by(stored, { ...outcome, age: hours(30) })).toEqual(by(trained, { ...outcome, age: hours(30) }));
  });
});

describe("a channel's level", () => {
  it("never knows the video that is forecast from it", () => {
    const all = outcomes(5, 3, 5);
    const [one] = all;
    if (!one) throw new Error("some were drawn");
    const changed = all.map((outcome) =>
      outcome.videoId === one.videoId ? { ...outcome, reached: 1e9, views: 1 } : outcome,
    );
    const [before, after] = [new ChannelLevels(all).levelOf(one), new ChannelLevels(changed).levelOf(one)];
    // Only what all channels have in common has moved, and a channel of five is drawn to it by three parts in seven.
    const common = (3 / 7) * (Math.log(1e9 + 3) / all.length);
    expect(Math.abs(after.reached - before.reached)).toBeLessThan(common);
    expect(after.videos).toBe(before.videos);
  });
});

describe("an outset", () => {
  it("is null before the first sample and after the last", () => {
    const readings = [
      { age: hours(2), views: 100 },
      { age: hours(4), views: 150 },
    ];
    const video = { videoId: "v", channelId: "c", format: "long" as const };
    expect(outsetAt(video, readings, hours(1))).toBeNull();
    expect(outsetAt(video, readings, hours(5))).toBeNull();
    expect(outsetAt(video, readings, hours(4))).toMatchObject({ views: 150, earlier: [100, null, null] });
  });
});

describe("an outset of the past", () => {
  const video = { videoId: "v", channelId: "c", format: "long" as const };
  const readings = [1, 6, 20, 24, 100].map((hour) => ({ age: hours(hour), views: 100 * hour }));

  it("knows nothing of what came later", () => {
    const later = readings.map((reading) => (reading.age > hours(24) ? { ...reading, views: 1e9 } : reading));
    const past = pastOutset(video, readings, hours(24));
    expect(pastOutset(video, later, hours(24))).toEqual(past);
    expect(past).toEqual(outsetAt(video, readings.slice(0, 4), hours(24)));
  });

  it("is null where the samples tell nothing of the age", () => {
    const apart = readings.filter(({ age }) => age === hours(1) || age === hours(100));
    expect(pastOutset(video, apart, hours(24))).toBeNull();
  });
});

describe("a ridge regression", () => {
  it("finds the line that made the data, and more penalty never fits it closer", () => {
    const number = fc.integer({ min: -100, max: 100 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number), { minLength: 12, maxLength: 40 }),
        number,
        number,
        (rows, a, b) => {
          const targets = rows.map(([x, y]) => a * x + b * y + 7);
          const errorWith = (penalty: number) => {
            const ridge = fitRidge(rows, targets, penalty);
            return rows.reduce((sum, row, i) => sum + (predictRidge(ridge, row) - (targets[i] ?? 0)) ** 2, 0);
          };
          const spread = targets.reduce((sum, y) => sum + y * y, 1);
          expect(errorWith(1e-6)).toBeLessThanOrEqual(1e-6 * spread);
          expect(errorWith(1)).toBeGreaterThanOrEqual(errorWith(1e-6) - 1e-6 * spread);
        },
      ),
    );
  });
});

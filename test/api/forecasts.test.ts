import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeForecasts, settleDueForecasts } from "#analysis/forecast-keeping.ts";
import type { Api } from "#api/app-type.ts";
import type { AccuracyAnswer, ForecastAnswer } from "#api/insights/forecast-contract.ts";
import { toIso } from "#domain/iso-time.ts";
import { days, hours, type Instant, inSeconds, minus, minutes, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { drawVirtual } from "../../bench/forecast-virtual.ts";
import { inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { drawVideos, LIFE, putVideos, type SampledVideo } from "../storage/forecast-rows.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase("native");
});
afterAll(() => database.close());

/** A video that began so long ago, with what had been sampled of it by now. */
const begun = (age: ReturnType<typeof hours>, over: Partial<SampledVideo> = {}): SampledVideo => {
  const [video] = drawVideos(1, 1, minus(NOW, age));
  if (!video) throw new Error("one was drawn");
  return { ...video, ...over };
};

async function ask<Body>(app: Api, path: string): Promise<Body> {
  const answer = await app.inject(`/api/v1${path}`);
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

/** The answer about one video that is stored as it is. */
const askAbout = (video: SampledVideo, change?: string): Promise<ForecastAnswer> =>
  inRollback(database.db, async (db) => {
    await putVideos(db, [video], NOW);
    if (change) await sql`update video_counter set ${sql.raw(change)}`.execute(db);
    const { app } = await openApi(db);
    return ask<ForecastAnswer>(app, `/videos/${video.id}/forecast`);
  });

describe("GET /videos/:id/forecast", () => {
  it("tells both ages with an interval, from the last sample, and what it was made by", async () => {
    const video = begun(hours(26));
    const answer = await askAbout(video);
    const last = video.samples.find(({ age }) => age === hours(24));
    expect(answer.from).toEqual({
      at: toIso(plus(video.startAt, hours(24))),
      ageSeconds: inSeconds(hours(24)),
      views: last?.views,
    });
    expect(answer.asOf).toBe(answer.from?.at);
    expect(answer.forecasts.map(({ target, dueAt }) => [target, dueAt])).toEqual([
      ["7d", toIso(plus(video.startAt, days(7)))],
      ["30d", toIso(plus(video.startAt, days(30)))],
    ]);
    for (const { views, low, high, n, model, reason, derived } of answer.forecasts) {
      expect(low).toBeLessThan(views ?? 0);
      expect(high).toBeGreaterThan(views ?? 0);
      expect({ reason, derived }).toEqual({ reason: null, derived: true });
      expect(model).toEqual({ trainedAt: null, outcomes: n, prior: true });
    }
  });

  it.each<[string, SampledVideo, string | undefined, readonly [string | null, string | null]]>([
    ["has not begun", begun(hours(5)), "start_at = null", ["notStarted", "notStarted"]],
    ["was sampled by nobody", begun(hours(5), { samples: [] }), undefined, ["noViews", "noViews"]],
    ["is half an hour old", begun(minutes(40)), undefined, ["tooYoung", "tooYoung"]],
    [
      "was sampled in its first minutes only",
      begun(days(3), { samples: begun(days(3)).samples.slice(0, 2) }),
      undefined,
      ["tooFewSamples", "tooFewSamples"],
    ],
    ["is eight days old", begun(days(8)), undefined, ["pastTarget", null]],
    ["is forty days old", begun(days(40)), undefined, ["pastTarget", "pastTarget"]],
    ["is gone", begun(days(8)), "gone_at = captured_at", ["pastTarget", "gone"]],
  ])("says why there is none of a video that %s", async (_, video, change, reasons) => {
    const { forecasts } = await askAbout(video, change);
    expect(forecasts.map(({ reason }) => reason)).toEqual(reasons);
    for (const { reason, views, low, high, model, n } of forecasts) {
      if (reason !== null)
        expect({ views, low, high, model, n }).toEqual({ views: null, low: null, high: null, model: null, n: 0 });
    }
  });

  it("tells what a video had at an age that has passed, and nothing where nobody sampled it", async () => {
    const video = begun(days(40));
    const became = ({ forecasts }: ForecastAnswer) => forecasts.map((each) => each.became);
    const viewsAt = (age: number) => video.samples.find((sample) => sample.age === age)?.views;
    expect(became(await askAbout(video))).toEqual([viewsAt(days(7)), viewsAt(days(30))]);
    expect(became(await askAbout({ ...video, samples: video.samples.slice(0, 5) }))).toEqual([null, null]);
  });

  it("is 404 for a video that nobody knows", async () => {
    const { app } = await openApi(database.db);
    const answer = await app.inject("/api/v1/videos/nobody_____/forecast");
    expect([answer.statusCode, answer.json().type]).toEqual([404, "/problems/not-found"]);
  });
});

describe("a video of the virtual YouTube that is looked at every hour", () => {
  const [virtual] = drawVirtual(5, 3, days(280)).filter(({ startAt }) => startAt > Date.UTC(2025, 8, 1));
  if (!virtual) throw new Error("some were drawn");
  const start = minus(NOW, days(8));
  const video: SampledVideo = {
    ...{ id: virtual.id as VideoId, channelId: virtual.channelId, format: virtual.format, startAt: start },
    samples: LIFE.map((age) => ({ age, views: virtual.viewsAt(age) })),
  };

  it("is forecast at a day of age, and its error is known and shown after a week", () =>
    inRollback(database.db, async (db) => {
      const look = async (now: Instant): Promise<void> => {
        await putVideos(db, [video], now);
        await makeForecasts(db, now);
        await settleDueForecasts(db, now);
      };
      for (let hour = 0; hour <= 26; hour++) await look(plus(start, minutes(60 * hour + 25)));
      for (let hour = 166; hour <= 170; hour++) await look(plus(start, minutes(60 * hour + 25)));
      const { app } = await openApi(db);
      const { made } = await ask<ForecastAnswer>(app, `/videos/${video.id}/forecast`);
      expect(made.map(({ target, outsetHours }) => `${target} from ${outsetHours} h`)).toEqual([
        "7d from 1 h",
        "7d from 24 h",
        "30d from 1 h",
        "30d from 24 h",
        "30d from 168 h",
      ]);
      const truth = virtual.viewsAt(days(7));
      for (const { target, views, reached, error, reason, settledAt, sampledAt, madeAt } of made) {
        expect(Date.parse(madeAt)).toBeGreaterThanOrEqual(Date.parse(sampledAt));
        if (target === "30d")
          expect({ reached, error, reason }).toEqual({ reached: null, error: null, reason: "notDue" });
        else {
          expect({ reached, reason }).toEqual({ reached: truth, reason: null });
          expect(error).toBeCloseTo((views - truth) / truth, 9);
          expect(settledAt).toBe(toIso(plus(start, minutes(60 * 168 + 25))));
        }
      }
      const { items, lookedAt } = await ask<AccuracyAnswer>(app, "/insights/forecasts/accuracy");
      expect(lookedAt).toBe(2);
      expect(items.map(({ target, outsetHours, n, reason }) => [target, outsetHours, n, reason])).toEqual([
        ["7d", 1, 1, null],
        ["7d", 24, 1, null],
        ["30d", 1, 0, "noneSettled"],
        ["30d", 24, 0, "noneSettled"],
        ["30d", 168, 0, "noneSettled"],
      ]);
      expect(items[1]?.error).toBeCloseTo(Math.abs(made[1]?.error ?? Number.NaN), 9);
    }));
});

describe("GET /insights/forecasts/accuracy", () => {
  it.each([
    ["window=28d&from=2026-11-01", "window"],
    ["from=2026-11-01T00:30:00Z", "from"],
    ["to=2026-11-01", "from"],
    ["window=forever", "window"],
    ["target=7d", "target"],
    ["channel=me", "channel"],
  ])("refuses %s, naming what is wrong", async (query, parameter) => {
    const { app } = await openApi(database.db);
    const answer = await app.inject(`/api/v1/insights/forecasts/accuracy?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors.map((each: { parameter: string }) => each.parameter)).toContain(parameter);
  });
});

import type { Reading } from "#domain/snapshot.ts";
import { type Duration, days, hours, type Instant, plus } from "#domain/time.ts";
import { valueAtAge } from "#domain/typical.ts";
import { ageAt, type VideoId } from "#domain/video.ts";
import { type Forecast, forecast } from "#insights/forecast/forecast.ts";
import { type Outset, outsetAt } from "#insights/forecast/outset.ts";
import { FORECAST_AGE_MIN, FORECAST_TARGETS, type ForecastTarget } from "#insights/forecast/target.ts";
import type { Db } from "#storage/database.ts";
import { readCurves } from "#storage/insights/forecast-readings.ts";
import { type KeptForecast, readForecastsOf, readForecastVideo } from "#storage/insights/forecasts.ts";
import { type ModelUsed, readChannels, readModels } from "./forecast-models.ts";

/**
 * Why nothing is forecast: a broadcast that has not begun; views that are hidden or not sampled yet; less than an hour of age;
 * an older video without a sample from its first hour's end on; an age that has passed; a video that is gone.
 */
type NoForecast = "notStarted" | "noViews" | "tooYoung" | "tooFewSamples" | "pastTarget" | "gone";

/** What a video's views become by one age. */
export interface TargetForecast {
  readonly target: ForecastTarget["name"];
  /** When it comes to that age; `null` before it has begun. */
  readonly dueAt: Instant | null;
  readonly forecast: Forecast | null;
  /** By which model; `null` without a forecast. */
  readonly model: ModelUsed | null;
  readonly reason: NoForecast | null;
  /** What it had at that age, once it has passed; `null` also when nobody sampled it around then. */
  readonly became: number | null;
}

export interface VideoForecast {
  readonly videoId: VideoId;
  readonly startAt: Instant | null;
  /** The last sample, which is what is forecast from. */
  readonly from: { readonly at: Instant; readonly age: Duration; readonly views: number } | null;
  readonly targets: readonly TargetForecast[];
  /** Forecasts as they were made at certain ages, with what the video had in the end. */
  readonly kept: readonly KeptForecast[];
}

/** Samples this much later still tell what a video had at the oldest target. */
const READ_UNTIL: Duration = days(45);

/** What a video's views become by each target, from its last sample; `null` when no described video has this id. */
export async function forecastOf(db: Db, videoId: VideoId, now: Instant): Promise<VideoForecast | null> {
  const [video, kept] = await Promise.all([readForecastVideo(db, videoId), readForecastsOf(db, videoId)]);
  if (!video) return null;
  const { startAt, channelId, goneAt } = video;
  const curve = startAt === null ? [] : (await readCurves(db, [{ videoId, startAt }], hours(0), READ_UNTIL))(videoId);
  const last = curve.at(-1);
  const from = startAt === null || !last ? null : { at: plus(startAt, last.age), age: last.age, views: last.views };
  const format = video.format ?? "unknown";
  const outset = last ? outsetAt({ videoId, channelId, format }, curve, last.age) : null;
  const reasonFor = (target: ForecastTarget) => whyNone(target, { startAt, goneAt }, last ?? null, now);
  // Of an old video there is nothing to forecast, and nothing to forecast by is read.
  const wanted = FORECAST_TARGETS.some((target) => reasonFor(target) === null);
  const by = wanted && outset ? await forecaster(db, outset) : null;
  return {
    videoId,
    startAt,
    from,
    targets: FORECAST_TARGETS.map((target) => {
      const reason = reasonFor(target);
      return {
        target: target.name,
        dueAt: startAt === null ? null : plus(startAt, target.age),
        ...(reason === null && by ? by(target) : { forecast: null, model: null }),
        reason,
        became: reason === "pastTarget" ? valueAtAge(curve, target.age) : null,
      };
    }),
    kept,
  };
}

function whyNone(
  target: ForecastTarget,
  { startAt, goneAt }: { readonly startAt: Instant | null; readonly goneAt: Instant | null },
  last: Reading | null,
  now: Instant,
): NoForecast | null {
  if (startAt === null || now < startAt) return "notStarted";
  if (now >= plus(startAt, target.age)) return "pastTarget";
  if (goneAt !== null) return "gone";
  if (last === null) return "noViews";
  if (last.age >= FORECAST_AGE_MIN) return null;
  return ageAt(startAt, now) < hours(1) ? "tooYoung" : "tooFewSamples";
}

async function forecaster(db: Db, outset: Outset) {
  const [models, channelOf] = await Promise.all([readModels(db), readChannels(db, [outset.channelId])]);
  return (target: ForecastTarget) => ({
    forecast: forecast(models.modelOf(target), outset, channelOf(outset.channelId, target)),
    model: models.usedFor(target, outset),
  });
}

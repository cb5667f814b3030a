import { type Duration, hours, type Instant, minus, plus } from "#domain/time.ts";
import { valueAtAge } from "#domain/typical.ts";
import { forecast } from "#insights/forecast/forecast.ts";
import { outsetAt, readingNear } from "#insights/forecast/outset.ts";
import { FORECAST_TARGETS, KEPT_OUTSETS, outsetsOf } from "#insights/forecast/target.ts";
import type { Db } from "#storage/database.ts";
import { listVideosAtOutsets, type VideoAtOutset } from "#storage/insights/forecast-outsets.ts";
import { readCurves } from "#storage/insights/forecast-readings.ts";
import { type DueForecast, keepForecasts, listDueForecasts, settleForecasts } from "#storage/insights/forecasts.ts";
import { type ForecastModels, readChannels, readModels } from "./forecast-models.ts";

/** Curves are taken of so many at a time: some milliseconds, between which the server answers others. */
const VIDEOS_A_TIME = 40;

/** The sample at an age may come a little after it. */
const READ_BEYOND = 1.1;

/**
 * Makes and keeps the forecasts of videos that have come to one of the ages from which forecasts are kept, once each: so their
 * later error is known. One query when there are none.
 */
export async function makeForecasts(db: Db, now: Instant): Promise<void> {
  const videos = await listVideosAtOutsets(db, KEPT_OUTSETS, now);
  if (videos.length === 0) return;
  const models = await readModels(db);
  for (const outset of KEPT_OUTSETS) {
    const there = videos.filter(({ outsetHours }) => outsetHours === outset);
    for (let from = 0; from < there.length; from += VIDEOS_A_TIME) {
      await makeSome(db, models, outset, there.slice(from, from + VIDEOS_A_TIME), now);
    }
  }
}

async function makeSome(
  db: Db,
  models: ForecastModels,
  outsetHours: number,
  videos: readonly VideoAtOutset[],
  now: Instant,
): Promise<void> {
  const curveOf = await readCurves(db, videos, hours(0), hours(outsetHours * READ_BEYOND));
  const channelOf = await readChannels(
    db,
    videos.map(({ channelId }) => channelId),
  );
  const targets = FORECAST_TARGETS.filter((target) => outsetsOf(target).includes(outsetHours));
  const made = videos.flatMap((video) => {
    const curve = curveOf(video.videoId);
    const sample = readingNear(curve, hours(outsetHours));
    const known = curve.filter(({ age }) => sample !== null && age <= sample.age);
    const outset = sample && outsetAt(video, known, sample.age);
    if (!outset) return [];
    const { videoId, channelId, format, startAt } = video;
    return targets.map((target) => ({
      ...{ videoId, channelId, format, outsetHours, targetHours: target.hours, madeAt: now },
      ...forecast(models.modelOf(target), outset, channelOf(channelId, target)),
      sampledAt: plus(startAt, outset.age),
      sampled: outset.views,
      trainedAt: models.usedFor(target, outset).trainedAt,
      dueAt: plus(startAt, target.age),
    }));
  });
  await keepForecasts(db, made);
}

/** So many are settled at a time; the rest an hour later. */
const DUE_MAX = 2_000;

/** Samples lie around the target from half of it on; how far beyond, only the waiting decides. */
const AROUND = 0.5;

/** For so long after its time, as a part of the target, a forecast waits for a sample beyond the target. */
const WAITS = 0.1;

/**
 * Settles the forecasts whose time has come by what their videos had at the target. Without a sample there it waits for a
 * tenth of the target, and is then settled with what samples tell: `null` where they tell nothing. One query when none is due.
 */
export async function settleDueForecasts(db: Db, now: Instant): Promise<void> {
  const due = await listDueForecasts(db, now, DUE_MAX);
  for (const target of FORECAST_TARGETS) {
    const own = due.filter(({ targetHours }) => targetHours === target.hours);
    for (let from = 0; from < own.length; from += VIDEOS_A_TIME) {
      await settleSome(db, target.age, own.slice(from, from + VIDEOS_A_TIME), now);
    }
  }
}

async function settleSome(db: Db, target: Duration, due: readonly DueForecast[], now: Instant): Promise<void> {
  const subjects = new Map(due.map(({ videoId, dueAt }) => [videoId, { videoId, startAt: minus(dueAt, target) }]));
  const [from, to] = [target * (1 - AROUND), target * (1 + AROUND)] as [Duration, Duration];
  const curveOf = await readCurves(db, [...subjects.values()], from, to);
  const reached = due.flatMap((one) => {
    const curve = curveOf(one.videoId);
    const isOver = now >= plus(one.dueAt, (target * WAITS) as Duration);
    return isOver || curve.some(({ age }) => age >= target) ? [{ ...one, reached: valueAtAge(curve, target) }] : [];
  });
  await settleForecasts(db, reached, now);
}

import { epochIndex } from "#domain/counting-epoch.ts";
import { DAY, stepOf } from "#domain/day-gain.ts";
import type { Reading } from "#domain/snapshot.ts";
import { type Duration, hours, type Instant, plus } from "#domain/time.ts";
import { valueAtAge } from "#domain/typical.ts";
import type { ChannelLevels } from "#insights/forecast/channel-levels.ts";
import { type Outcome, pastOutset } from "#insights/forecast/outset.ts";
import { FORECAST_TARGETS, type ForecastTarget } from "#insights/forecast/target.ts";
import { levelsOf, OUTSET_HOURS, trainStep } from "#insights/forecast/train.ts";
import type { Db } from "#storage/database.ts";
import { countTrained, replaceSums, writeStep } from "#storage/insights/forecast-models.ts";
import { type AgedVideo, listVideosPast } from "#storage/insights/forecast-outsets.ts";
import { readCurves } from "#storage/insights/forecast-readings.ts";

/** More videos hardly sharpen twenty weights; they are read and learned from within seconds. */
const VIDEOS_MAX = 4_000;

/** The curves of so many are taken in some milliseconds, between which the server answers others. */
const VIDEOS_A_TIME = 20;

/** A sample so much later than the target still tells what a video had there. */
const READ_BEYOND = 1.1;

/**
 * Learns anew from the installation's own videos, once a UTC day; one query where that is done. Between its parts, each of some
 * milliseconds, others have their turn. Done again it changes nothing but the time.
 */
export async function trainForecasts(db: Db, now: Instant, isOver: () => boolean = () => false): Promise<void> {
  const trained = await countTrained(db, stepOf(now, DAY));
  for (const target of FORECAST_TARGETS) {
    const outsets = OUTSET_HOURS.filter((outset) => outset < target.hours);
    if ((trained.get(target.hours) ?? 0) < outsets.length) await trainTarget(db, target, outsets, now, isOver);
  }
}

async function trainTarget(
  db: Db,
  target: ForecastTarget,
  outsets: readonly number[],
  now: Instant,
  isOver: () => boolean,
): Promise<void> {
  const videos = await listVideosPast(db, target.age, VIDEOS_MAX, now);
  const outcomes = new Map(outsets.map((outset): [number, Outcome[]] => [outset, []]));
  for (let from = 0; from < videos.length; from += VIDEOS_A_TIME) {
    if (isOver()) return;
    const some = videos.slice(from, from + VIDEOS_A_TIME);
    const curveOf = await readCurves(db, some, hours(0), (target.age * READ_BEYOND) as Duration);
    for (const video of some) {
      const curve = curveOf(video.videoId);
      for (const [outset, known] of outcomes) {
        const outcome = outcomeOf(video, curve, hours(outset), target.age);
        if (outcome) known.push(outcome);
      }
    }
  }
  const levels: ChannelLevels[] = [];
  for (const outsetHours of outsets) {
    if (isOver()) return;
    const known = outcomes.get(outsetHours) ?? [];
    const level = levelsOf(known);
    levels.push(level);
    const step = trainStep(outsetHours, known, level);
    // All steps being there says that the training is done, so the last comes after everything else.
    if (levels.length === outsets.length) await replaceSums(db, target.hours, sumsOf(levels), now);
    await writeStep(db, { targetHours: target.hours, outsetHours, step, outcomes: known.length, trainedAt: now });
  }
}

/** What became of a video from one age to another; `null` where samples do not tell, or views were counted anew in between. */
function outcomeOf(video: AgedVideo, curve: readonly Reading[], age: Duration, target: Duration): Outcome | null {
  const countedAt = (each: Duration) => epochIndex(video.format, plus(video.startAt, each));
  if (countedAt(age) !== countedAt(target)) return null;
  const outset = pastOutset(video, curve, age);
  const reached = valueAtAge(curve, target);
  return outset && reached !== null ? { ...outset, reached } : null;
}

/** The sums of each channel at all outsets. */
function sumsOf(levels: readonly ChannelLevels[]) {
  const ids = new Set(levels.flatMap((level) => [...level.channels()].map(([id]) => id)));
  return [...ids].map((channelId) => {
    const sums = levels.map((level) => level.sumsOf(channelId));
    return {
      channelId,
      outset: sums.map(({ outset }) => outset),
      reached: sums.map(({ reached }) => reached),
      videos: sums.map(({ videos }) => videos),
    };
  });
}

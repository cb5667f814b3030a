import { type Duration, days, hours, instant, minutes } from "#domain/time.ts";
import { type LevelSums, levelBy, NO_VIDEOS } from "#insights/forecast/channel-levels.ts";
import type { Step } from "#insights/forecast/forecast.ts";
import { logViews, type Outcome, outsetAt } from "#insights/forecast/outset.ts";
import type { ForecastTarget } from "#insights/forecast/target.ts";
import { type Lesson, levelsOf, OUTSET_HOURS, stepFrom } from "#insights/forecast/train.ts";
import { Chance } from "#simulation/random.ts";
import { drawVirtual } from "./forecast-virtual.ts";

export type PriorVideo = ReturnType<typeof drawVirtual>[number];

/** Between two changes of what YouTube counts as a view: what grows across one tells nothing of growth. */
const FROM = instant(Date.UTC(2025, 4, 1));
const SPAN = days(90);

/** More of a channel would be a world of the few that upload most. */
const A_CHANNEL_MAX = 30;

/** Videos of a virtual YouTube, of each channel the first. */
export const priorVideos = (seed: number, channels: number): readonly PriorVideo[] =>
  [...Map.groupBy(drawVirtual(seed, channels, SPAN, FROM), ({ channelId }) => channelId).values()].flatMap((own) =>
    own.slice(0, A_CHANNEL_MAX),
  );

/** At most so many samples come between the milestones. */
const BETWEEN_MAX = 14;

/** So many videos are found late: of their youth nothing is known. */
const LATE = 0.12;

/** The ages at which an installation may have sampled a video: soon after birth or not, at milestones, and in between. */
function samplesOf(chance: Chance): readonly Duration[] {
  const around = (from: Duration, to: Duration) => (from * (to / from) ** chance.uniform()) as Duration;
  const first = chance.happens(0.85) ? [around(minutes(1.5), minutes(30))] : [];
  const between = Array.from({ length: chance.integer(0, BETWEEN_MAX) }, () => around(hours(1), days(30)));
  const found = chance.happens(LATE) ? around(minutes(30), days(9)) : 0;
  return [...first, hours(1), hours(24), days(7), ...between].filter((age) => age >= found);
}

/** What became of videos from one age to another, as an installation that samples now and then would know it. */
export function sampledOutcomes(
  videos: readonly PriorVideo[],
  outsetHours: number,
  target: Duration,
  seed: number,
): readonly Outcome[] {
  const age = hours(outsetHours);
  return videos.flatMap((video): Outcome[] => {
    const ages = [...samplesOf(new Chance(seed, "samples", video.id)).filter((each) => each < age), age];
    const readings = ages.toSorted((a, b) => a - b).map((each) => ({ age: each, views: video.viewsAt(each) }));
    const outset = outsetAt({ videoId: video.id, channelId: video.channelId, format: video.format }, readings, age);
    return outset ? [{ ...outset, reached: video.viewsAt(target) }] : [];
  });
}

/** Of a channel one to thirty others are known: few as often as many. */
const OTHERS_MAX = 30;

/**
 * The steps of the model that ships: learned from videos that were sampled more or less often, in channels of which more or
 * less is known, so that it serves an installation that has just begun.
 */
export function priorSteps(videos: readonly PriorVideo[], target: ForecastTarget, seed: number): readonly Step[] {
  return OUTSET_HOURS.filter((outset) => outset < target.hours).flatMap((outsetHours) => {
    const outcomes = sampledOutcomes(videos, outsetHours, target.age, seed);
    const { usual } = levelsOf(outcomes);
    const lessons = [...Map.groupBy(outcomes, ({ channelId }) => channelId).values()].flatMap((own) =>
      own.map((outcome, i): Lesson => {
        const chance = new Chance(seed, "others", outcome.videoId, outsetHours);
        const others = Math.round(OTHERS_MAX ** chance.uniform());
        const known = [...own.slice(i + 1), ...own.slice(0, i)].slice(0, others);
        return { outcome, level: levelBy(sumsOf(known), usual) };
      }),
    );
    const step = stepFrom(outsetHours, lessons, usual);
    return step ? [rounded(step)] : [];
  });
}

const sumsOf = (outcomes: readonly Outcome[]): LevelSums =>
  outcomes.reduce(
    (sums, { views, reached }) => ({
      outset: sums.outset + logViews(views),
      reached: sums.reached + logViews(reached),
      videos: sums.videos + 1,
    }),
    NO_VIDEOS,
  );

/** Five digits are far more than a forecast is exact to. */
const rounded = (step: Step): Step =>
  JSON.parse(JSON.stringify(step, (_key, value) => (typeof value === "number" ? Number(value.toPrecision(5)) : value)));

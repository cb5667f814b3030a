import { type Instant, minutes, seconds } from "#domain/time.ts";
import { channelIdOf } from "./identifiers.ts";
import { Chance } from "./random.ts";
import { CATEGORIES, LANGUAGES, type Language } from "./vocabulary.ts";
import { type WorldChannel, wholeSecond } from "./world.ts";

/** A synthetic channel: what everybody sees of it, and the habits its videos are drawn from. */
export interface SyntheticChannel extends WorldChannel {
  readonly index: number;
  readonly language: Language;
  readonly categoryId: string;
  readonly uploadsPerDay: number;
  /** Regular posters keep near an hour of the day; the rest post at any time. */
  readonly hour: { readonly mean: number; readonly kappa: number } | null;
  /** Posts on the full or half hour, as schedulers do. */
  readonly onTheDot: boolean;
  readonly shortShare: number;
  /** Median views after 30 days, and how far its videos scatter around it (of the logarithm). */
  readonly viewsMedian: number;
  readonly viewsSigma: number;
  readonly subscribers: number;
}

/** Uploads a day of the median channel, and the spread of the logarithm [A]: mean 0.35. */
const RATE_MEDIAN = 0.15;
const RATE_SIGMA = 1.3;
/** Nobody uploads more than this; it keeps one rare draw from being the whole world. */
export const RATE_MAX = 40;

/** Draws the `index`-th channel of a seed, created years before `before`. */
export function drawChannel(seed: number, index: number, before: Instant): SyntheticChannel {
  const chance = new Chance(seed, "habits", index);
  const language = LANGUAGES[Math.floor(chance.uniform() ** 1.6 * LANGUAGES.length)] ?? LANGUAGES[0];
  const number = index + 1;
  const viewsMedian = chance.logNormal(3000, 1.9);
  const createdDaysAgo = chance.between(1500, 5500);
  return {
    index,
    id: channelIdOf(seed, index),
    title: `${chance.pick(language.names)} ${number}`,
    description: language.sentence,
    handle: `@${language.code}channel${number}`,
    country: chance.happens(0.85) ? language.country : null,
    createdAt: wholeSecond(before - createdDaysAgo * 86_400_000),
    countLag: minutes(chance.between(3, 10)),
    // Small channels' feeds can be two hours late (docs/sampling.md).
    feedLag: chance.happens(0.05) ? minutes(chance.between(20, 120)) : seconds(chance.between(20, 240)),
    language,
    categoryId: chance.pick(CATEGORIES),
    uploadsPerDay: Math.min(RATE_MAX, chance.logNormal(RATE_MEDIAN, RATE_SIGMA)),
    hour: chance.happens(0.6)
      ? {
          mean: ((language.peakMinuteOfDay - 120) / 1440) * 2 * Math.PI + 0.5 * chance.normal(),
          kappa: chance.between(2, 30),
        }
      : null,
    onTheDot: chance.happens(0.45),
    // A third of all videos are Shorts, but most channels make either hardly any or mostly these.
    shortShare: chance.pick([0, 0.05, 0.15, 0.3, 0.6, 0.95]),
    viewsMedian,
    viewsSigma: chance.between(0.5, 1.1),
    subscribers: Math.round(viewsMedian * chance.logNormal(8, 0.8)),
  };
}

import type { Counters } from "#domain/snapshot.ts";
import type { Duration } from "#domain/time.ts";
import type { Chance } from "./random.ts";

/** How a video's counters are shown: what lies between the true curve and what YouTube says. Ages are milliseconds. */
export interface Display {
  /** Near-live refresh in the first two hours, and the coarse one afterwards, with the video's own phase. */
  readonly refreshEarly: number;
  readonly refreshLate: number;
  readonly phase: number;
  /** While it is being checked a counter stands still; `null` = never. */
  readonly freeze: { readonly from: number; readonly to: number } | null;
  /** Views found invalid and taken away at an age; `null` = never. */
  readonly drop: { readonly at: number; readonly share: number } | null;
  /** Likes a broadcast gathers before it starts, and its few early views. */
  readonly early: { readonly likes: number; readonly views: number; readonly span: number } | null;
  readonly likeRatio: number;
  /** The first likes come before the first views are counted. */
  readonly likesAtOnce: number;
  readonly commentRatio: number;
  readonly hidden: { readonly views: boolean; readonly likes: boolean; readonly comments: boolean };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Until this age counters are shown nearly live (measured: data MANIFEST). */
const NEAR_LIVE = 2 * HOUR;

/** Draws the quirks of one video's counters. `early` is for broadcasts: how long they are listed before they start. */
export function drawDisplay(chance: Chance, format: "long" | "short" | "live", early: Duration | null): Display {
  const freezeFrom = chance.between(0.5, 12) * HOUR;
  const freeze = chance.happens(0.03) ? { from: freezeFrom, to: freezeFrom + chance.between(30, 60) * MINUTE } : null;
  const drop = chance.happens(0.04)
    ? { at: chance.between(6, 20 * 24) * HOUR, share: 0.001 * 10 ** chance.uniform() }
    : null;
  return {
    refreshEarly: chance.integer(20, 30) * 1000,
    refreshLate: chance.integer(270, 330) * 1000,
    phase: chance.integer(0, 330) * 1000,
    freeze,
    drop,
    early:
      early === null ? null : { likes: chance.integer(5, 400), views: chance.integer(0, 12), span: Math.max(1, early) },
    likeRatio: Math.min(0.2, chance.logNormal(format === "short" ? 0.03 : 0.035, 0.6)),
    likesAtOnce: chance.integer(1, 8),
    commentRatio: Math.min(0.05, chance.logNormal(format === "short" ? 0.0008 : 0.003, 0.8)),
    hidden: { views: chance.happens(0.0005), likes: chance.happens(0.03), comments: chance.happens(0.04) },
  };
}

/**
 * What is shown at an age (milliseconds, negative before a broadcast starts) of a video whose true views by age in
 * minutes are `curve`, of which `counted` are views by the definition of their day. Views are refreshed in steps, may
 * stand still and may fall; likes and comments move at each poll, and do not care what counts as a view.
 */
export function shownCounters(
  curve: (ageMinutes: number) => number,
  display: Display,
  age: number,
  counted: (ageMinutes: number) => number = curve,
): Counters {
  const views = shownViews(counted, display, age);
  const { early, hidden } = display;
  const before = early ? early.likes * Math.min(1, Math.max(0, 1 + age / early.span)) : 0;
  const trueViews = curve(age / MINUTE);
  // Those who like come first: the ratio sinks a little as a video finds strangers.
  const liked = display.likeRatio * trueViews ** 0.985;
  const soon = age <= 0 ? 0 : display.likesAtOnce * (1 - Math.exp(-age / MINUTE)) * Math.min(1, trueViews / 20 + 0.25);
  return {
    views: hidden.views ? null : views,
    likes: hidden.likes ? null : Math.floor(before + soon + liked),
    comments: hidden.comments ? null : Math.floor(display.commentRatio * trueViews ** 0.99 + before / 50),
  };
}

function shownViews(curve: (ageMinutes: number) => number, display: Display, age: number): number {
  const early = display.early;
  const beforeStart = early ? early.views * Math.min(1, Math.max(0, 1 + age / early.span)) : 0;
  const refreshed = refreshedAge(display, age);
  const whole = Math.floor(beforeStart + curve(refreshed / MINUTE));
  if (!display.drop || refreshed < display.drop.at) return whole;
  return whole - Math.floor(display.drop.share * curve(display.drop.at / MINUTE));
}

/** The age whose views are shown at an age: the last refresh, or the begin of a freeze. */
export function refreshedAge(display: Display, age: number): number {
  if (age <= 0) return age;
  const { freeze } = display;
  const moving = freeze && age >= freeze.from && age < freeze.to ? freeze.from : age;
  return moving < NEAR_LIVE
    ? Math.max(0, stepDown(moving, display.refreshEarly, display.phase))
    : Math.max(
        stepDown(NEAR_LIVE, display.refreshEarly, display.phase),
        stepDown(moving, display.refreshLate, display.phase),
      );
}

const stepDown = (age: number, step: number, phase: number): number => Math.floor((age - phase) / step) * step + phase;

/** The same display with steps `factor` times as long. */
export const refreshedEvery = (display: Display, factor: number): Display =>
  factor === 1
    ? display
    : { ...display, refreshEarly: display.refreshEarly * factor, refreshLate: display.refreshLate * factor };

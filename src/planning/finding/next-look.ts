import { type Duration, days, type Instant, instant, minutes, plus, seconds } from "#domain/time.ts";
import { Habit, LOOK_GAP_MAX } from "./habit.ts";

/**
 * Looks are taken on a grid of ten minutes. Of channels that keep to the full and the half hour, half a minute past each: one look
 * shortly after the hour is in time for the videos of three half hours.
 */
export const LOOK_STEP: Duration = minutes(10);
const LOOK_PHASE: Duration = seconds(30);

/** An upload must be known at this age, or its first hour is lost; what follows from a look takes seconds. */
const KNOWN_BY: Duration = seconds(61.5 * 60);

/** How far ahead looks are laid out, to choose the first of them. */
const HORIZON: Duration = days(0.75);
const STEPS = HORIZON / LOOK_STEP;
const REACH = LOOK_GAP_MAX / LOOK_STEP;

/** What an hour's delay of an upload that is known in time costs, as a share of losing it. */
const DELAY_COST = 0.02;

const DAY = days(1);

/**
 * When a channel is looked at next, so that the looks of the coming hours cost least: each look costs `price`, each upload
 * expected to be found too late for its first hour costs one, and each delay a little. Looks are laid out for the whole
 * horizon (a shortest path over the grid), and the first of them is given.
 *
 * @param published the channel's publications, rising.
 * @param lag how late an upload shows where is looked.
 * @param worth how much an upload of the channel counts.
 * @param price 0 = a look at every step is affordable.
 */
export function nextLook(published: readonly Instant[], at: Instant, { lag, worth, price, stagger }: Terms): Instant {
  if (price <= 0) {
    const grid = gridAfter(at, LOOK_PHASE);
    return plus(grid.first, (grid.early * LOOK_STEP) as Duration);
  }
  const habit = new Habit(published, at);
  const grid = gridAfter(at, habit.dotShare > 0.5 ? LOOK_PHASE : ((stagger * LOOK_STEP) as Duration));
  if (habit.perDay * worth * (HORIZON / DAY) < price) return plus(grid.first, LOOK_GAP_MAX);
  return plus(grid.first, (cheapestFirst(habit, at, grid, lag, price / worth) * LOOK_STEP) as Duration);
}

/** What a look is chosen by. */
interface Terms {
  readonly lag: Duration;
  readonly worth: number;
  readonly price: number;
  /** 0 to 1: where in a step this channel's looks fall, unless it keeps to full and half hours. */
  readonly stagger: number;
}

/** The last instant of the grid before `at`, and the first step that may be looked at. */
interface Grid {
  readonly first: Instant;
  readonly early: number;
}

function gridAfter(at: Instant, phase: Duration): Grid {
  const first = instant(Math.floor((at - phase) / LOOK_STEP) * LOOK_STEP + Math.floor(phase));
  // A quarter of a step at least, lest one look follow on the heels of another.
  return { first, early: first + LOOK_STEP - at < LOOK_STEP / 4 ? 2 : 1 };
}

/** Kept between calls, which follow each other: made anew they would be most of the work. */
const shown = new Float64Array(STEPS + 1);
const late = new Float64Array(STEPS + 1);
const delay = new Float64Array(STEPS + 1);
const cost = new Float64Array(STEPS + 1);

function cheapestFirst(habit: Habit, at: Instant, { first, early }: Grid, lag: Duration, price: number): number {
  const origin = Math.floor((at - DAY) / DAY) * DAY;
  const expected = (when: number): number => habit.expectedBy(origin, when);
  for (let step = 0; step <= STEPS; step++) {
    const when = step === 0 ? at : first + step * LOOK_STEP;
    shown[step] = expected(when - lag);
    late[step] = expected(when - KNOWN_BY);
    // Waiting from one step to the next costs all that was shown before and not looked at.
    delay[step] = step === 0 ? 0 : (delay[step - 1] ?? 0) + (shown[step - 1] ?? 0);
  }
  const perStep = (DELAY_COST * LOOK_STEP) / minutes(60);
  let chosen = REACH;
  for (let from = STEPS; from >= 0; from--) {
    const seen = shown[from] ?? 0;
    // To the end of the horizon without another look.
    let best = from + REACH >= STEPS ? Math.max(0, (late[STEPS] ?? 0) - seen) : Number.POSITIVE_INFINITY;
    const upTo = Math.min(STEPS, from + REACH);
    for (let to = from === 0 ? early : from + 1; to <= upTo; to++) {
      const lost = (late[to] ?? 0) - seen;
      // What is lost only grows with the wait.
      if (lost + price >= best) break;
      const waited = (delay[to] ?? 0) - (delay[from] ?? 0) - (to - from) * seen;
      const total = price + (lost > 0 ? lost : 0) + perStep * waited + (cost[to] ?? 0);
      if (total < best) {
        best = total;
        if (from === 0) chosen = to;
      }
    }
    cost[from] = best;
  }
  return chosen;
}

import type { Ration } from "#domain/call.ts";
import { type Duration, days, hours, type Instant, latest, plus } from "#domain/time.ts";
import type { Learned } from "#domain/tracked.ts";
import { LOOK_PRICE } from "#planning/learned-subjects.ts";
import type { PlannerState } from "#planning/state.ts";
import type { Affordable } from "./day-needs.ts";
import { LOOK_STEP } from "./next-look.ts";

/** What looking is done at: the price in force, and from when on the next call may leave. */
export interface LookPace {
  readonly from: Instant;
  rationAt(at: Instant): Ration;
}

/** What is spent beyond the pace in a day moves the price by so much, as a logarithm: spending halves as the price trebles. */
const GAIN = 2;

/** By how much a day's remainder may be richer or poorer than usual, and how the price answers to it. */
const DAY_RATIO_MOST = 2;
/**
 * How far the base goes in a day towards where the day's prices lie, in times their distance (as a logarithm): when every
 * day ends rich the base is too high, though prices that fell with the day have hidden it from what was spent.
 */
const FOLLOWS = 2;
const PRICE_PER_SPENDING = 2;

const PRICE_LEAST = 1e-5;
const PRICE_MOST = 1;

/** The price at which channels of the usual habits take so many looks a day (docs/sampling.md), to begin with. */
const usualPrice = (looksPerDay: number): number => 0.005 * (9.6 / looksPerDay) ** 2.6;

/** Looks come in waves, as uploads do: they may run ahead of the even pace by half, and by an hour's worth at once. */
const AHEAD = 1.5;
const BURST: Duration = hours(1);

/** After a silence (an outage, a restart) the price is not taken for much too high. */
const SILENCE_MOST: Duration = hours(1);

const DAY = days(1);

/** @param each how many channels a call looks at. */
export function lookPace(state: PlannerState, { usual, paced, shortage }: Affordable, each: number): LookPace {
  const [price = 0, last = 0, from = 0] = state.learned.get(LOOK_PRICE) ?? [];
  const looks = (usual * each) / state.channels.size;
  const spacing = Math.ceil(DAY / paced) as Duration;
  if (looks >= DAY / LOOK_STEP) return { from: from as Instant, rationAt: () => ({ price: 0, base: 0, spacing }) };
  const dayFactor = Math.min(DAY_RATIO_MOST, Math.max(1 / DAY_RATIO_MOST, shortage)) ** PRICE_PER_SPENDING;
  const known = price > 0 ? price : usualPrice(looks);
  return {
    from: from as Instant,
    rationAt(at) {
      // An integral of what was spent beyond the pace, so that the price stays where spending meets it.
      const elapsed = Math.min(at - last, SILENCE_MOST) / DAY;
      const spent = 1 - elapsed * usual;
      const base = within(known * Math.exp((GAIN / usual) * spent + FOLLOWS * elapsed * Math.log(dayFactor)));
      return { price: within(base * dayFactor), base, spacing };
    },
  };
}

const within = (price: number): number => Math.min(PRICE_MOST, Math.max(PRICE_LEAST, price));

/** What is remembered of a look: its price, its instant, and when the next may follow. */
export function lookTaken(state: PlannerState, { base, spacing }: Ration, at: Instant): Learned {
  const from = state.learned.get(LOOK_PRICE)?.[2] ?? 0;
  const paced = plus(latest(from as Instant, (at - BURST) as Instant), Math.ceil(spacing / AHEAD) as Duration);
  return { subject: LOOK_PRICE, values: [base, at, paced] };
}

import { type Duration, days, hours, type Instant, minus, minutes } from "#domain/time.ts";
import { BIN, BINS, postingHours } from "./posting-hours.ts";
import { HABIT_SPAN, uploadsBy } from "./upload-history.ts";

const DAY = days(1);

/** Rates are log-normal with a mean of 0.35 uploads a day and so wide a spread (docs/sampling.md) that a quarter of an upload is all the prior weighs. */
const PRIOR_UPLOADS = 0.25;
const PRIOR_DAYS = PRIOR_UPLOADS / 0.35;

/** Schedulers publish within seconds of the full or half hour. */
const DOT: Duration = minutes(1);
/** 45 % of channels do so (docs/sampling.md); one upload's worth of doubt. */
const DOT_SHARE = 0.45;
const DOT_UPLOADS = 1;

/**
 * When a channel is expected to publish: an intensity that repeats each day, by half hours, of which a part falls on the
 * very start of each. Learned from its publications of the last 60 days, and shrunken where those are few.
 */
export class Habit {
  /** Expected uploads a day. */
  readonly perDay: number;
  readonly #bins: Float64Array;
  /** Expected uploads of the bins before each. */
  readonly #before = new Float64Array(BINS + 1);
  /** How much of it falls on the very start of half hours. */
  readonly dotShare: number;

  /** @param published the channel's publications, rising. */
  constructor(published: readonly Instant[], now: Instant) {
    const recent = published.slice(uploadsBy(published, minus(now, HABIT_SPAN)), uploadsBy(published, now));
    const onTheDot = recent.reduce((sum, at) => (at % BIN < DOT ? sum + 1 : sum), 0);
    this.perDay = (recent.length + PRIOR_UPLOADS) / (HABIT_SPAN / DAY + PRIOR_DAYS);
    this.dotShare = (onTheDot + DOT_SHARE * DOT_UPLOADS) / (recent.length + DOT_UPLOADS);
    this.#bins = postingHours(recent).map((share) => share * this.perDay);
    for (const [bin, mass] of this.#bins.entries()) this.#before[bin + 1] = (this.#before[bin] ?? 0) + mass;
  }

  /** Expected uploads from the start of the UTC day `origin` up to `at`. */
  expectedBy(origin: number, at: number): number {
    const whole = Math.floor((at - origin) / DAY);
    const within = at - origin - whole * DAY;
    const bin = Math.floor(within / BIN);
    const part = (within - bin * BIN) / BIN;
    const mass = this.#bins[bin] ?? 0;
    // A second of the bin is enough for what falls on its start.
    const dot = part > 0 ? this.dotShare : 0;
    return whole * this.perDay + (this.#before[bin] ?? 0) + mass * (dot + (1 - this.dotShare) * part);
  }
}

/** The longest that a channel goes without a look, whatever it promises: one sweep each 12 hours. */
export const LOOK_GAP_MAX: Duration = hours(12);

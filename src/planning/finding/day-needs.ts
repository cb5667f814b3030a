import { IDS_PER_CALL } from "#domain/quota.ts";
import { between, days, minutes } from "#domain/time.ts";
import type { PlannerState } from "#planning/state.ts";
import type { DiscoveryPolicy } from "./discovery-policy.ts";
import type { FindingTerms } from "./errand.ts";
import { LOOK_STEP } from "./next-look.ts";
import { pagesPerUpload } from "./page-rate.ts";

/** What the day's needs are reckoned from. */
export type DayTerms = Omit<FindingTerms, "spare">;

/** New installations know no uploads yet; channels upload 0.35 a day on average (docs/sampling.md). */
const PRIOR_PER_CHANNEL = 0.35;

/** Each video and each channel is renewed this often; a new one is described once. */
const RENEWAL_DAYS = 26;

/** Describing calls that leave unfilled because a first hour is near, per upload and at most. */
const HURRIED_EACH = 12;
const HURRIED_MOST = 150;

/** Pushes that are lost are found by counts, and followed as others are. */
const PUSHED_SHARE = 0.95;

/** One sweep each 12 hours is kept whatever else the units are needed for. */
const SWEEPS_LEAST = 2;

/** For confirmations, broadcasts and repeats. */
const SURPLUS = 1.02;

/** Units of the default bucket that all but looking takes: for each upload, and a day besides. */
function needs(state: PlannerState, terms: DayTerms, uploadsPerDay: number) {
  const { channels, videos } = state;
  // What the hub pushes needs no page.
  const hinted = channels.size === 0 ? 0 : 1 - (PUSHED_SHARE * channels.subscribed) / channels.size;
  const pages = hinted * pagesPerUpload(state, terms.feedsFrom !== null);
  const hurried = Math.min(uploadsPerDay / HURRIED_EACH, HURRIED_MOST);
  const renewed = (videos.slotOf.size + channels.size) / RENEWAL_DAYS;
  // Places that hurried descriptions leave empty are filled with renewals.
  const described = Math.max(hurried, (uploadsPerDay + renewed) / IDS_PER_CALL);
  return { perUpload: pages * SURPLUS, perDay: described * SURPLUS };
}

/** What the day brings: uploads by the hours of the days before, and what they and all else need. */
function dayOf(state: PlannerState, terms: DayTerms) {
  const { uploads, channels } = state;
  const { now, day } = terms;
  const length = between(day.startsAt, day.resetsAt) / days(1);
  const left = Math.max(between(now, day.resetsAt), minutes(1)) / days(1);
  const known = uploads.expectedBetween(day.startsAt, day.resetsAt);
  const expected = known || PRIOR_PER_CHANNEL * channels.size * length;
  const leftShare = known > 0 ? uploads.expectedBetween(now, day.resetsAt) / known : left / length;
  const { perUpload, perDay } = needs(state, terms, expected / length);
  return {
    left,
    leftShare,
    needed: expected * perUpload + length * perDay,
    neededYet: leftShare * expected * perUpload + left * perDay,
    length,
  };
}

/** How many calls may go to looks. */
export interface Affordable {
  /** A day, were every day as this one. */
  readonly usual: number;
  /** A day, at the pace of what is left of this one. */
  readonly paced: number;
  /** Looks that the rest of the day would usually take, by when its uploads come, as a share of those it has units for. */
  readonly shortage: number;
}

export function looksAffordable(state: PlannerState, terms: DayTerms): Affordable {
  const { left, leftShare, needed, neededYet, length } = dayOf(state, terms);
  const least = (SWEEPS_LEAST * state.channels.size) / IDS_PER_CALL;
  const usual = Math.max(least, (terms.perDay - needed) / length);
  const paced = Math.max(least, (terms.left - neededYet) / left);
  // Looks follow uploads, but some are taken at all hours.
  const share = (leftShare + left / length) / 2;
  return { usual, paced, shortage: (usual * length * share) / (paced * left) };
}

/**
 * Units that neither looks nor anything else with a claim will take before the reset: for back-fill, and for reading lists
 * in place of feeds. Looks at every step are a luxury that these may have a share of.
 */
export function unitsSpare(state: PlannerState, policy: DiscoveryPolicy, terms: DayTerms): number {
  const day = dayOf(state, terms);
  const left = terms.left - day.neededYet;
  const looks = ((days(1) / LOOK_STEP) * day.left * state.channels.size) / IDS_PER_CALL;
  return left - Math.min(looks, (1 - policy.spareShare) * left);
}

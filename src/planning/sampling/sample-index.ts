import { type Duration, type Instant, minutes, plus } from "#domain/time.ts";
import { Ranking } from "#planning/videos/ranking.ts";
import { isSampled } from "#planning/videos/video-columns.ts";
import { idAt, type VideoTable } from "#planning/videos/video-table.ts";
import { inMilestoneShadow } from "./milestone-jobs.ts";
import { type SamplingTerms, worthFunction } from "./sample-worth.ts";
import type { Milestone } from "./sampling-policy.ts";

/** The videos most worth a curve sample at an instant. */
export interface Worthiest {
  readonly slots: readonly number[];
  /** Their indices, highest first. */
  readonly values: readonly number[];
}

/** How many are wanted, whom to pass over, and whom to choose among: by a list of all, or some slots. */
export interface Choice {
  readonly capacity: number;
  readonly taken: ReadonlySet<number>;
  readonly list?: VideoTable["worthiest"];
  readonly among?: readonly number[];
}

/** What indices were bounded for: up to an instant, and under these terms. */
export interface WorthSpan extends Pick<SamplingTerms, "density" | "panel" | "tailInterval"> {
  readonly end: Instant;
}

/**
 * For how long a shortlist's bounds are made. Longer, and fresh videos, which double their age in it, crowd the list's
 * head; shorter, and all videos are looked at more often.
 */
const SPAN: Duration = minutes(15);

/** Rounding may set an index a little above what it is later. */
const ROUNDING = 1 + 1e-9;

/**
 * The `capacity` videos of highest index at `at`, highest first; only those worth anything. Videos younger than the first
 * curve age, those taken, those missing and those whose milestone is near are passed over.
 */
export function worthiest(
  table: VideoTable,
  terms: SamplingTerms,
  milestones: readonly Milestone[],
  at: Instant,
  { capacity, taken, list = table.worthiest, among }: Choice,
): Worthiest {
  const ranking = new Ranking(capacity, (slot) => idAt(table, slot));
  if (capacity === 0) return ranking;
  const { columns, ids } = table;
  const youngest = at - terms.firstCurveAge;
  const worth = worthFunction(table, terms, at);
  const worthOf = (slot: number): number => {
    // NaN fails too: a video without a start has no age.
    if (!((columns.startAt[slot] ?? Number.NaN) <= youngest)) return Number.NaN;
    const value = positive(worth(slot));
    // Most are worth too little: what else keeps one from being chosen is asked of the few that are not.
    if (value < ranking.threshold || taken.has(slot)) return Number.NaN;
    return inMilestoneShadow(columns, slot, milestones, terms.milestoneShadow, at) ? Number.NaN : value;
  };
  if (among) {
    for (const slot of among) {
      const value = worthOf(slot);
      if (value >= ranking.threshold) ranking.offer(slot, value);
    }
    return ranking;
  }
  const name = spanFor(list.name, terms, at);
  const bound = worthFunction(table, terms, name.end);
  // An index never falls while a video waits, so what it is at the span's end bounds it until then.
  const boundOf = (slot: number): number => (ids[slot] ? positive(bound(slot) * ROUNDING) : Number.NaN);
  list.rank({ extent: table.ids.length, boundOf, name }, ranking, worthOf);
  return ranking;
}

/** The span that bounds were made for, while it holds: it ends later, and the terms are the same. */
function spanFor(known: WorthSpan | null, terms: SamplingTerms, at: Instant): WorthSpan {
  const { density, panel, tailInterval } = terms;
  const same = known?.density === density && known.panel === panel && known.tailInterval === tailInterval;
  if (same && at <= known.end) return known;
  return { density, panel, tailInterval, end: plus(at, SPAN) };
}

const positive = (worth: number): number => (worth > 0 ? worth : Number.NaN);

/** Fills a call when nothing is worth a sample: whatever was sampled longest ago, missing videos last. */
export function longestUnsampled(table: VideoTable, capacity: number, taken: ReadonlySet<number>): readonly number[] {
  const ranking = new Ranking(capacity, (slot) => idAt(table, slot));
  if (capacity === 0) return ranking.slots;
  const { columns, ids } = table;
  const staleness = (slot: number): number => {
    const id = ids[slot];
    if (!id) return Number.NaN;
    const since = isSampled(columns, slot) ? (columns.lastAt[slot] ?? 0) : 0;
    const missing = Number.isNaN(columns.missingSince[slot] ?? Number.NaN) ? 0 : MISSING_LAST;
    return -since - missing - rankOf(id);
  };
  table.stalest.rank({ extent: ids.length, boundOf: staleness, name: table }, ranking, (slot) =>
    taken.has(slot) ? Number.NaN : staleness(slot),
  );
  return ranking.slots;
}

/** Above all instants, and small enough that milliseconds still show beside it. */
const MISSING_LAST = 2 ** 48;

/**
 * Less than one, and rising with the id: thousands never sampled are told apart, or they would all have to be listed.
 * Rounding may make ids equal but cannot reorder them, and of equals the smaller id goes first anyway.
 */
function rankOf(id: string): number {
  let rank = 0;
  for (let i = 0; i < 4; i++) rank = rank * 128 + Math.min(127, id.charCodeAt(i) || 0);
  return rank / 128 ** 4;
}

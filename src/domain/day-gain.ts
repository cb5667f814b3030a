import { interpolateViews } from "./curve.ts";
import { toIso } from "./iso-time.ts";
import type { Counters } from "./snapshot.ts";
import { type Duration, days, hours, type Instant, instant, milliseconds, minus, plus } from "./time.ts";
import { ageAt } from "./video.ts";

/** A UTC day as `2026-06-10`. */
export type UtcDay = string;

export const DAY: Duration = days(1);
export const HOUR: Duration = hours(1);

/** A video's counters at one instant. */
export interface Counted extends Counters {
  readonly at: Instant;
}

/** What was gained in one day or hour; negative where the counter fell, `null` where it is not known. */
export interface Gained extends Counters {
  /** When the day or hour began. */
  readonly from: Instant;
}

/** A video that is first sampled within its first day is known from its birth on: it began with nothing. */
const BORN_WITHIN: Duration = DAY;

/** The beginning of the UTC day or hour in which an instant lies. */
export const stepOf = (at: Instant, step: Duration): Instant => instant(Math.floor(at / step) * step);

/** The UTC day in which an instant lies. */
export const dayOf = (at: Instant): UtcDay => toIso(at).slice(0, 10);

/** The first UTC day of which nothing lies before an instant. */
export const firstDayFrom = (at: Instant): UtcDay => dayOf(stepOf(plus(at, milliseconds(DAY - 1)), DAY));

/**
 * What a video's first sample counts from: nothing, at its start, when the sample is of its first day; otherwise `null`:
 * what it had before is not known of any day.
 */
export function birthOf(startAt: Instant | null, first: Counted): Counted | null {
  if (startAt === null || startAt > first.at || ageAt(startAt, first.at) > BORN_WITHIN) return null;
  return { at: startAt, views: 0, likes: 0, comments: 0 };
}

/**
 * Whether a video was seen early enough to count as an upload of the day on which it started: within its first day, or
 * before it. Others were found in a catalogue, and tell nothing of what was uploaded while they were not looked for.
 */
export const isSeenBorn = (startAt: Instant, firstSeenAt: Instant): boolean =>
  firstSeenAt <= plus(startAt, BORN_WITHIN);

/**
 * Shares out what was gained between two samples of a video to the UTC days (or hours) that they span, oldest first
 * (docs/formulas/rollups.md): views along the chord of the view curve in warped coordinates, or evenly in time where the
 * start is not known or the first sample is older than it; likes and comments in the proportion of the views, or evenly
 * where views did not move. The parts add up to the difference. A counter that is hidden in either is `null` in all.
 */
export function shareGain(from: Counted, to: Counted, startAt: Instant | null, step: Duration): readonly Gained[] {
  const edges = edgesBetween(from.at, to.at, step);
  const views = difference(from.views, to.views);
  const passed = (at: Instant) => (at - from.at) / (to.at - from.at);
  const grown = (at: Instant): number => {
    const viewsAt = startAt === null || from.at < startAt ? null : viewsBetween(from, to, startAt, at);
    return viewsAt === null || from.views === null || !views ? passed(at) : (viewsAt - from.views) / views;
  };
  // As shares of the whole, which begin at 0 and end at 1 exactly.
  const shares = edges.map((edge, i) => (i === 0 ? 0 : i === edges.length - 1 ? 1 : grown(edge)));
  return edges.slice(1).map((_, i) => {
    const share = (shares[i + 1] ?? 1) - (shares[i] ?? 0);
    const part = (whole: number | null) => (whole === null ? null : whole * share);
    return {
      from: stepOf(edges[i] ?? from.at, step),
      views: part(views),
      likes: part(difference(from.likes, to.likes)),
      comments: part(difference(from.comments, to.comments)),
    };
  });
}

const difference = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : to - from;

/** The two instants, and every beginning of a day or hour between them. */
function edgesBetween(from: Instant, to: Instant, step: Duration): readonly Instant[] {
  const edges = [from];
  for (let edge = plus(stepOf(from, step), step); edge < to; edge = plus(edge, step)) edges.push(edge);
  edges.push(to);
  return edges;
}

function viewsBetween(from: Counted, to: Counted, startAt: Instant, at: Instant): number | null {
  if (from.views === null || to.views === null) return null;
  const readings = [
    { age: ageAt(startAt, from.at), views: from.views },
    { age: ageAt(startAt, to.at), views: to.views },
  ];
  return interpolateViews(readings, ageAt(startAt, at));
}

/** Hours are kept so long: they show what goes on, days what went on. */
const HOURS_KEPT: Duration = days(8);

/** The first hour that is still kept at an instant. */
export const firstHourKept = (now: Instant): Instant => stepOf(minus(now, HOURS_KEPT), HOUR);

/**
 * Samples that lie further apart say nothing of hours: a day's rhythm would be drawn by a formula. Half a day above the
 * day between two samples of a video that is looked at daily.
 */
export const HOURLY_WITHIN: Duration = hours(36);

import type { QuotaDay } from "#domain/quota.ts";
import { days, hours, type Instant, plus } from "#domain/time.ts";

/** Whole hours of every quota day; the shortest has 23. */
const HOURS = 23;

/**
 * Whether an instant lies in its day's hour of comparison. In that hour samples are read by videos.list where the default
 * bucket can spare the units, so that the dense panel's samples, minutes apart, tell how often either method renews its
 * counters. A whole hour, for samples that change methods from one to the next would compare two caches with each other; a
 * different one each day, for renewal may follow the hour.
 */
export function isCompared(day: QuotaDay, at: Instant): boolean {
  const from = plus(day.startsAt, hours(Math.floor(day.startsAt / days(1)) % HOURS));
  return from <= at && at < plus(from, hours(1));
}

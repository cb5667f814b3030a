import { type Duration, days, hours, type Instant, minus, minutes, plus } from "#domain/time.ts";
import { type ApiSet, ageNow, firstSince, noise, PRESENT } from "./api-set.ts";

/** Every so manieth video is of the dense panel, and has so many snapshots. */
const DENSE_EVERY = 2500;
const DENSE_SNAPSHOTS = 500;

/** Videos of this age and older are sampled once a month, with their texts. */
const REFRESHED_FROM: Duration = days(30);
const REFRESHED_WITHIN: Duration = days(28);

/** What was there when its channel was tracked has no earlier samples than this age. */
const FOUND_LATE: Duration = days(7);

export const isDense = (n: number): boolean => n % DENSE_EVERY === 7;

/** At most this long after the age itself a sample is taken. */
const LATE_MAX: Duration = minutes(1);

/** The ages at which videos are sampled, `count` of them: of equal ratio, the four milestones among them. */
export function agesOf(count: number): readonly Duration[] {
  const milestones = [hours(1), hours(24), days(7), days(30)];
  const others = Math.max(2, count - milestones.length);
  const from = minutes(12);
  const ratio = (days(320) / from) ** (1 / (others - 1));
  const ages = Array.from({ length: others }, (_, i) => Math.round(from * ratio ** i) as Duration);
  return [...ages, ...milestones].toSorted((a, b) => a - b);
}

/** As many ages as give about so many snapshots a video: late-found and young ones have fewer. */
export const agesFor = (snapshotsAVideo: number): readonly Duration[] => agesOf(Math.round(snapshotsAVideo * 1.22));

const DENSE_AGES: readonly Duration[] = Array.from(
  { length: DENSE_SNAPSHOTS },
  (_, i) => Math.round(minutes(5) * (days(30) / minutes(5)) ** (i / (DENSE_SNAPSHOTS - 1))) as Duration,
);

/** When the n-th video was sampled at an age; `null` where it was not. */
export function sampledAt(set: ApiSet, n: number, age: Duration): Instant | null {
  if (!set.atBirth[n] && age < FOUND_LATE) return null;
  const at = plus(set.publishedAt(n), Math.floor(age + noise(n) * LATE_MAX) as Duration);
  return at <= PRESENT ? at : null;
}

/** Its last monthly sample; `null` for the young. */
export const refreshedAt = (set: ApiSet, n: number): Instant | null =>
  ageNow(set, n) >= REFRESHED_FROM ? minus(PRESENT, Math.floor(noise(n + 77) * REFRESHED_WITHIN) as Duration) : null;

/** The last two samples of a video, the last one first. */
export function lastSamples(set: ApiSet, n: number, ages: readonly Duration[]): readonly Instant[] {
  const taken = (isDense(n) ? DENSE_AGES : ages).flatMap((age) => sampledAt(set, n, age) ?? []);
  const refreshed = refreshedAt(set, n);
  if (refreshed !== null) taken.push(refreshed);
  return taken.toSorted((a, b) => b - a).slice(0, 2);
}

/**
 * Calls `visit` with every sample between two instants, age by age: as the videos are in the order of their publication,
 * those sampled at an age within a month are neighbours.
 */
export function visitSamples(
  set: ApiSet,
  ages: readonly Duration[],
  { from, to }: { readonly from: Instant; readonly to: Instant },
  visit: (n: number, at: Instant) => void,
): void {
  for (const age of ages) {
    const end = firstSince(set, to - age);
    for (let n = firstSince(set, from - age - LATE_MAX); n < end; n++) {
      const at = isDense(n) ? null : sampledAt(set, n, age);
      if (at !== null && at >= from && at < to) visit(n, at);
    }
  }
  for (let n = 7; n < set.videos; n += DENSE_EVERY) {
    for (const age of DENSE_AGES) {
      const at = sampledAt(set, n, age);
      if (at !== null && at >= from && at < to) visit(n, at);
    }
  }
  if (to <= minus(PRESENT, REFRESHED_WITHIN)) return;
  for (let n = 0; n < set.videos; n++) {
    const at = refreshedAt(set, n);
    if (at !== null && at >= from && at < to) visit(n, at);
  }
}

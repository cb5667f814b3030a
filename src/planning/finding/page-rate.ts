import { days, type Instant, minus, plus } from "#domain/time.ts";
import type { Learned, TrackedVideo } from "#domain/tracked.ts";
import type { PlannerState } from "#planning/state.ts";

/** How many pages of uploads lists are read to find one upload that was not pushed. */
const PAGE_RATE = "pages-per-upload";

/** Before anything is learned: nearly one each where feeds are off, now and then one where they serve. */
const USUAL_WITHOUT_FEEDS = 0.9;
const USUAL_WITH_FEEDS = 0.24;

/** So many days' uploads outweigh what was known: hours without feeds come daily, and each day has its own. */
const DAYS_REMEMBERED = 2;
/** At least so many uploads: few say little. */
const UPLOADS_LEAST = 100;

/** Older finds come from back-fill or long outages: they are not what hints are followed for. */
const NEWS_AGE_MAX = days(1);

/** Pages to be read for each upload that is not pushed, as learned. */
export const pagesPerUpload = ({ learned }: PlannerState, hasFeeds: boolean): number =>
  learned.get(PAGE_RATE)?.[0] ?? (hasFeeds ? USUAL_WITH_FEEDS : USUAL_WITHOUT_FEEDS);

/**
 * What a reading for news tells of that number: it rises with each page, and falls with each upload found, so that it stays
 * where both are even.
 *
 * @param pages 1 for a page of an uploads list, 0 for a feed.
 */
export function pagesLearned(
  state: PlannerState,
  pages: 0 | 1,
  sightings: readonly TrackedVideo[],
  { at, hasFeeds }: { readonly at: Instant; readonly hasFeeds: boolean },
): readonly Learned[] {
  const oldest = minus(at, NEWS_AGE_MAX);
  const found = sightings.filter(({ publishedAt }) => publishedAt !== null && publishedAt >= oldest).length;
  if (pages + found === 0) return [];
  const uploads = state.uploads.expectedBetween(at, plus(at, days(1))) * DAYS_REMEMBERED;
  const known = pagesPerUpload(state, hasFeeds);
  const rate = Math.max(0, known + (pages - known * found) / Math.max(UPLOADS_LEAST, uploads));
  return [{ subject: PAGE_RATE, values: [rate] }];
}

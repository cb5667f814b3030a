import {
  type Duration,
  days,
  earliest,
  hours,
  type Instant,
  latest,
  minus,
  minutes,
  plus,
  seconds,
} from "#domain/time.ts";
import type { TrackedChannel, TrackedVideo } from "#domain/tracked.ts";
import { LIST_FROM_ATTEMPT } from "./channel-table.ts";
import type { DiscoveryPolicy } from "./discovery-policy.ts";

/** A hinted upload was published not long before the hint: an older video is a find of back-fill, not the news. */
const NEWS_AGE_MAX = days(1);

/**
 * A reading older than the hint (a cached feed) may show an earlier upload and not yet the hinted one: only what was
 * published about when the count rose, or since the count before, is taken for it, or the list is asked too.
 */
const NEWS_AGE_MAX_CACHED = minutes(30);
/** A count may be so late that it missed what was published this long before. */
const COUNT_LAG_USUAL = minutes(10);

/** A copy shows what was published some minutes before it was made. */
const FEED_LAG_USUAL = minutes(4);

/** A cached copy's successor is there a little after the copy's time is up. */
const CACHE_MARGIN = seconds(5);

/** Where an upload is looked for, and how much a unit matters. */
export interface Search {
  readonly by: "feed" | "list";
  /** Units are short: a feed's next copy is worth waiting for. */
  readonly isShort: boolean;
  /** When what was read was made; `null` when nothing could be read. */
  readonly at: Instant | null;
  readonly now: Instant;
}

/** The channel with a hint at an upload, to be followed from now on. */
export function withNews(
  channel: TrackedChannel,
  policy: DiscoveryPolicy,
  at: Instant,
  { several, isShort }: { readonly several: boolean; readonly isShort: boolean },
): TrackedChannel {
  const hinted = { ...channel, newsSince: channel.newsSince ?? at, newsNotBefore: null };
  const freshFrom = channel.listedAt === null ? at : plus(channel.listedAt, policy.feedCache);
  // A feed may be a quarter of an hour old and show only the first of several: those are looked for in the list.
  if (several) return { ...hinted, newsAttempts: LIST_FROM_ATTEMPT };
  if (freshFrom <= at) return { ...hinted, newsAttempts: 0 };
  // The feed was read so lately that it would say the same.
  if (!isShort) return { ...hinted, newsAttempts: LIST_FROM_ATTEMPT };
  return { ...hinted, newsAttempts: LIST_FROM_ATTEMPT - 1, newsNotBefore: plus(freshFrom, CACHE_MARGIN) };
}

/** The channel after its newest uploads were read, with these new videos among them. */
export function afterListing(
  channel: TrackedChannel,
  sightings: readonly TrackedVideo[],
  policy: DiscoveryPolicy,
  search: Search & { readonly at: Instant },
): TrackedChannel {
  const read = { ...channel, listedAt: search.at, trouble: null };
  if (channel.newsSince === null) return read;
  const { newsSince } = channel;
  const cached = earliest(
    minus(newsSince, NEWS_AGE_MAX_CACHED),
    minus(channel.countedBefore ?? newsSince, COUNT_LAG_USUAL),
  );
  const longest = minus(newsSince, NEWS_AGE_MAX);
  const oldest = search.at < newsSince ? latest(longest, cached) : longest;
  if (sightings.some((video) => video.publishedAt !== null && video.publishedAt >= oldest)) return withoutNews(read);
  return lookedInVain(read, policy, search);
}

/** The channel after a push showed a new video: if that is what its count hinted at, nothing is left to look for. */
export function withNewsFound(channel: TrackedChannel, { publishedAt }: TrackedVideo): TrackedChannel {
  if (channel.newsSince === null || publishedAt === null) return channel;
  return publishedAt >= minus(channel.newsSince, NEWS_AGE_MAX) ? withoutNews(channel) : channel;
}

/**
 * The channel after a look for its news that found none. After a feed comes the list; or the feed's next copy, when units are
 * short: what a copy does not show was published after it was made, so that there is time. After some lists nothing
 * comes any more.
 */
function lookedInVain(channel: TrackedChannel, policy: DiscoveryPolicy, search: Search): TrackedChannel {
  const { newsAttempts: attempts } = channel;
  if (search.by === "feed" && attempts < LIST_FROM_ATTEMPT) {
    if (search.isShort && attempts === 0 && search.at !== null) {
      const hintedAt = channel.newsSince ?? search.now;
      const copies = Math.max(1, Math.ceil((hintedAt + FEED_LAG_USUAL - search.at) / policy.feedCache));
      const nextCopy = plus(search.at, (copies * policy.feedCache + CACHE_MARGIN) as Duration);
      return { ...channel, newsAttempts: LIST_FROM_ATTEMPT - 1, newsNotBefore: latest(search.now, nextCopy) };
    }
    return { ...channel, newsAttempts: LIST_FROM_ATTEMPT, newsNotBefore: search.now };
  }
  const wait = policy.newsDelays[Math.max(0, attempts - LIST_FROM_ATTEMPT)];
  if (wait === undefined) return withoutNews(channel);
  return { ...channel, newsAttempts: Math.max(attempts, LIST_FROM_ATTEMPT) + 1, newsNotBefore: plus(search.now, wait) };
}

/**
 * The channel after its feed failed: a hint is followed in the list; without one a single look at the list tells whether it is
 * the channel that is lost, which would hold up all others.
 */
export function withoutFeed(channel: TrackedChannel, policy: DiscoveryPolicy, now: Instant): TrackedChannel {
  if (channel.newsSince !== null) return lookedInVain(channel, policy, { by: "feed", isShort: false, at: null, now });
  const last = LIST_FROM_ATTEMPT + policy.newsDelays.length;
  const lookAt = channel.lookAt === null ? null : latest(channel.lookAt, plus(now, hours(1)));
  return { ...channel, newsSince: now, newsNotBefore: null, newsAttempts: last, lookAt };
}

export const withoutNews = (channel: TrackedChannel): TrackedChannel => ({
  ...channel,
  newsSince: null,
  newsNotBefore: null,
  newsAttempts: 0,
});

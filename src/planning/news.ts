import { days, type Instant, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedChannel, TrackedVideo } from "#domain/tracked.ts";
import type { DiscoveryPolicy } from "./discovery-policy.ts";

/** A hinted upload was published not long before the hint: an older video is a find of back-fill, not the news. */
const NEWS_AGE_MAX = days(1);

/**
 * A reading older than the hint (a cached feed) may show an earlier upload and not yet the hinted one: only what was
 * published about when the count rose is taken for it, or the list is asked too.
 */
const NEWS_AGE_MAX_CACHED = minutes(30);

/** The channel after its newest uploads were read, with these new videos among them. */
export function afterListing(
  channel: TrackedChannel,
  sightings: readonly TrackedVideo[],
  policy: DiscoveryPolicy,
  at: Instant,
): TrackedChannel {
  const read = { ...channel, listedAt: at, trouble: null };
  if (channel.newsSince === null) return read;
  const oldest = minus(channel.newsSince, at < channel.newsSince ? NEWS_AGE_MAX_CACHED : NEWS_AGE_MAX);
  if (sightings.some((video) => video.publishedAt !== null && video.publishedAt >= oldest)) return withoutNews(read);
  return lookedInVain(read, policy, at);
}

/** The channel after a look for its news that found none: the next look comes later, and after some there is no more. */
export function lookedInVain(channel: TrackedChannel, policy: DiscoveryPolicy, at: Instant): TrackedChannel {
  const wait = policy.newsDelays[channel.newsAttempts];
  if (wait === undefined) return withoutNews(channel);
  return { ...channel, newsAttempts: channel.newsAttempts + 1, newsNotBefore: plus(at, wait) };
}

export const withoutNews = (channel: TrackedChannel): TrackedChannel => ({
  ...channel,
  newsSince: null,
  newsNotBefore: null,
  newsAttempts: 0,
});

import type { Instant } from "#domain/time.ts";
import { latest, plus } from "#domain/time.ts";
import type { TrackedChannel } from "#domain/tracked.ts";
import type { DiscoveryPolicy } from "./discovery-policy.ts";
import type { Errand, FindingTerms } from "./errand.ts";
import type { PlannerState } from "./state.ts";

/**
 * Looks for uploads that something hinted at, the longest due first: in the feed, which costs nothing, unless it was
 * read so lately that it would say the same; after that in the uploads list.
 */
export function newsErrand(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms): Errand | null {
  let best: Errand | null = null;
  for (const channel of state.channels.values()) {
    if (channel.newsSince === null) continue;
    const due = channel.newsNotBefore ?? channel.newsSince;
    const at = latest(due, terms.now);
    const feedFirst = channel.newsAttempts === 0 && feedIsFresh(channel, policy, at) && terms.feedsFrom <= at;
    const errand = feedFirst
      ? feedErrand(channel, at, "its video count rose")
      : (uploadsErrand(channel, latest(due, terms.apiFrom), terms, "its video count rose") ??
        feedErrand(channel, latest(due, terms.feedsFrom), "its video count rose"));
    best = sooner(best, errand);
  }
  return best;
}

/**
 * Reads each channel's newest uploads once a day whatever its count says, since an upload and a deletion cancel. From
 * the feed; from the uploads list when feeds have failed for hours.
 */
export function reconcileErrand(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms): Errand | null {
  let newest = Number.NEGATIVE_INFINITY;
  let stalest: TrackedChannel | null = null;
  for (const channel of state.channels.values()) {
    newest = Math.max(newest, channel.listedAt ?? newest);
    // A channel that waits for its first page, or for news, is listed by that.
    if (
      channel.newsSince !== null ||
      (channel.listedAt === null && !channel.backfill.done && channel.trouble === null)
    ) {
      continue;
    }
    if (!stalest || compare(listedAt(channel), listedAt(stalest), channel, stalest) < 0) stalest = channel;
  }
  if (!stalest) return null;
  const due = plus(listedAt(stalest), policy.reconcileInterval);
  const why = "its newest uploads were last read a day ago";
  const byFeed = feedErrand(stalest, latest(due, terms.feedsFrom, (newest + policy.feedSpacing) as Instant), why);
  const overdue = latest(plus(due, policy.reconcilePatience), terms.apiFrom);
  if (byFeed.at <= overdue) return byFeed;
  return uploadsErrand(stalest, overdue, terms, why) ?? byFeed;
}

const listedAt = (channel: TrackedChannel): Instant => channel.listedAt ?? channel.trackedSince;

const feedIsFresh = (channel: TrackedChannel, policy: DiscoveryPolicy, at: Instant): boolean =>
  channel.listedAt === null || at - channel.listedAt >= policy.feedCache;

const feedErrand = (channel: TrackedChannel, at: Instant, why: string): Errand => ({
  at,
  call: { kind: "feed", channelId: channel.id },
  purpose: "discovery",
  why: `Reading the feed of ${channel.id}: ${why}.`,
});

function uploadsErrand(channel: TrackedChannel, at: Instant, terms: FindingTerms, why: string): Errand | null {
  const playlistId = channel.uploadsPlaylistId;
  if (playlistId === null || terms.left < 1) return null;
  return {
    at,
    call: { kind: "uploads", channelId: channel.id, playlistId, pageToken: null, purpose: "news" },
    purpose: "discovery",
    why: `Reading the newest uploads of ${channel.id}: ${why}.`,
  };
}

function sooner(best: Errand | null, errand: Errand): Errand {
  if (!best || errand.at < best.at) return errand;
  if (errand.at > best.at) return best;
  return channelOf(errand) < channelOf(best) ? errand : best;
}

const channelOf = ({ call }: Errand): string => ("channelId" in call ? call.channelId : "");

const compare = (a: number, b: number, x: TrackedChannel, y: TrackedChannel): number => a - b || (x.id < y.id ? -1 : 1);

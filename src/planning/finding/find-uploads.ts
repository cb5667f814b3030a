import type { Ration } from "#domain/call.ts";
import { type Duration, days, type Instant, latest, milliseconds, minutes, plus } from "#domain/time.ts";
import type { TrackedChannel } from "#domain/tracked.ts";
import type { Due } from "#planning/due-queue.ts";
import { feedReadAt, isShort } from "#planning/learned-subjects.ts";
import type { PlannerState } from "#planning/state.ts";
import type { DiscoveryPolicy } from "./discovery-policy.ts";
import type { Errand, FindingTerms } from "./errand.ts";
import { lookPace } from "./look-pace.ts";

/** Feeds that are back sooner than this are worth waiting for. */
const SHORT_PAUSE: Duration = minutes(1);

/** The part of all feed reads that looks may take; the rest follows hints. */
const FEED_LOOK_SHARE = 0.8;

const HINTED = "something hints at an upload";

/**
 * Looks in uploads lists for what something hinted at, the longest due first: where a feed was read in vain, or feeds
 * cannot be read at all.
 */
export function listNewsErrand(state: PlannerState, terms: FindingTerms): Errand | null {
  if (terms.left < 1) return null;
  const { listNews, feedNews } = state.channels;
  const feedsServe = terms.feedsFrom !== null && terms.feedsFrom <= terms.now + SHORT_PAUSE;
  const first = feedsServe ? listNews.first() : sooner(listNews.first(), feedNews.first());
  const channel = first && state.channels.get(first.key);
  if (!first || !channel) return null;
  return uploadsErrand(channel, latest(first.at, terms.apiFrom), HINTED);
}

/** Looks in feeds for what something hinted at; for all of it when no unit is left for uploads lists. */
export function feedNewsErrand(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms): Errand | null {
  const from = feedsFrom(state, policy, terms);
  if (from === null) return null;
  const { listNews, feedNews } = state.channels;
  const first = terms.left >= 1 ? feedNews.first() : sooner(feedNews.first(), listNews.first());
  return first && feedErrand(first.key, latest(first.at, from), null, HINTED);
}

/** Looks for uploads in the feed of the channel whose look is due first, where counting cannot: no units, or a pause. */
export function feedLookErrand(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms): Errand | null {
  const from = feedsFrom(state, policy, terms);
  const first = state.channels.looks.first();
  if (from === null || first === null || policy.feedSpacing === null) return null;
  if (terms.left >= 1 && terms.apiFrom <= terms.now + SHORT_PAUSE) return null;
  const usual = (FEED_LOOK_SHARE * days(1)) / policy.feedSpacing;
  const pace = lookPace(state, { usual, paced: usual, shortage: 1 }, 1);
  const at = latest(first.at, from, pace.from);
  return feedErrand(first.key, at, pace.rationAt(at), "its look is due, and there are no units to count");
}

/** Reads each channel's newest uploads once a week whatever its count says, from the feed. */
export function feedReconcileErrand(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms): Errand | null {
  const from = feedsFrom(state, policy, terms);
  const first = state.channels.reconciles.first();
  if (from === null || first === null) return null;
  return feedErrand(first.key, latest(first.at, from), null, RECONCILED);
}

/** The same from the uploads list, with units that nothing else needs, where feeds are off or have failed for long. */
export function listReconcileErrand(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms): Errand | null {
  const first = state.channels.reconciles.first();
  const channel = first && state.channels.get(first.key);
  if (!first || !channel || terms.spare < 1 || isShort(state)) return null;
  const patience = terms.feedsFrom === null ? milliseconds(0) : policy.reconcilePatience;
  return uploadsErrand(channel, latest(plus(first.at, patience), terms.apiFrom), RECONCILED);
}

const RECONCILED = "its newest uploads were last read a week ago, or its video count fell";

/** From when on a feed may be read: not in a pause, and not sooner after the last than is polite. `null` = never. */
function feedsFrom(state: PlannerState, policy: DiscoveryPolicy, terms: FindingTerms): Instant | null {
  if (terms.feedsFrom === null || policy.feedSpacing === null) return null;
  const last = feedReadAt(state);
  return last === null ? terms.feedsFrom : latest(terms.feedsFrom, plus(last, policy.feedSpacing));
}

const feedErrand = (channelId: TrackedChannel["id"], at: Instant, ration: Ration | null, why: string): Errand => ({
  at,
  call: { kind: "feed", channelId, ration },
  purpose: "discovery",
  why: `Reading the feed of ${channelId}: ${why}.`,
});

function uploadsErrand(channel: TrackedChannel, at: Instant, why: string): Errand | null {
  const playlistId = channel.uploadsPlaylistId;
  if (playlistId === null) return null;
  return {
    at,
    call: { kind: "uploads", channelId: channel.id, playlistId, pageToken: null, purpose: "news" },
    purpose: "discovery",
    why: `Reading the newest uploads of ${channel.id}: ${why}.`,
  };
}

function sooner<Key extends string>(a: Due<Key> | null, b: Due<Key> | null): Due<Key> | null {
  if (a === null || b === null) return a ?? b;
  if (a.at !== b.at) return a.at < b.at ? a : b;
  return a.key < b.key ? a : b;
}

import type { Answered, Exchange, Failure, UploadsPage } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Duration, type Instant, plus } from "#domain/time.ts";
import type { Backfill, TrackedChannel, TrackedVideo } from "#domain/tracked.ts";
import { lagLearned } from "#planning/finding/count-lag.ts";
import type { DiscoveryPolicy } from "#planning/finding/discovery-policy.ts";
import { afterListing, withoutNews } from "#planning/finding/news.ts";
import { pagesLearned } from "#planning/finding/page-rate.ts";
import { isShort } from "#planning/learned-subjects.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { eachApart, settlementOf } from "./draft.ts";
import { sightingOf } from "./sightings.ts";

type Listed = Extract<Exchange, { kind: "uploads" }>;

/** What follows from a page of uploads: every unknown video on it (order is not to be trusted), and where to read on. */
export function settleUploads(
  call: Listed["call"],
  reply: Answered<UploadsPage>,
  state: PlannerState,
  policy: Policy,
): Settlement {
  const { at, body } = reply;
  const outcome = { kind: "answered", detail: null, answered: body.items.length } as const;
  const channel = state.channels.get(call.channelId);
  if (!channel) return settlementOf({ at, outcome });
  const videos: TrackedVideo[] = [];
  const setAside = eachApart(
    new Map(body.items.map((item) => [item.videoId, item])).values(),
    (item) => item.videoId,
    (item) => {
      // Without a date it is private or deleted: there is nothing to describe.
      if (item.publishedAt === null || videoOf(state.videos, item.videoId)) return;
      videos.push(sightingOf(channel, { videoId: item.videoId, publishedAt: item.publishedAt, shortsLink: null }, at));
    },
  );
  const hasFeeds = policy.discovery.feedSpacing !== null;
  const search = { by: "list", isShort: isShort(state), at, now: at } as const;
  const newest = call.pageToken === null ? afterListing(channel, videos, policy.discovery, search) : channel;
  const backfill =
    call.purpose === "backfill"
      ? pageRead(channel.backfill, body, at)
      : reopened(channel.backfill, body, videos.length, at);
  return settlementOf({
    at,
    outcome,
    videos,
    sightingSource: "uploads",
    learned: [
      ...lagLearned(state, channel, videos),
      ...(call.purpose === "news" ? pagesLearned(state, 1, videos, { at, hasFeeds }) : []),
    ],
    channels: [{ ...newest, trouble: null, backfill }],
    setAside,
  });
}

/** What follows when YouTube refuses a list: trouble to show, and a later try. */
export function settleRefusedUploads(
  call: Listed["call"],
  failure: Extract<Failure, { kind: "refused" }>,
  state: PlannerState,
  policy: Policy,
  at: Instant,
): Settlement {
  const outcome = { kind: failure.kind, detail: failure.detail, answered: 0 } as const;
  const channel = state.channels.get(call.channelId);
  if (!channel) return settlementOf({ at, outcome });
  if (failure.reason === "invalidPageToken") {
    // A list may change under its token: it is read again from the start, where known videos cost nothing more.
    const again = deferred(channel.backfill, "The list changed while it was read.", policy.discovery, at);
    return settlementOf({
      at,
      outcome,
      channels: [{ ...channel, backfill: { ...again, pageToken: null, listed: 0 } }],
    });
  }
  const trouble = `YouTube refuses the list of uploads (${failure.reason}): ${failure.detail}`;
  const backfill = channel.backfill.done ? channel.backfill : deferred(channel.backfill, trouble, policy.discovery, at);
  // Counted as listed, so that the daily look is tomorrow's.
  const troubled: TrackedChannel = { ...withoutNews(channel), listedAt: at, trouble, backfill };
  return settlementOf({ at, outcome, channels: [troubled] });
}

/** Lists of uploads end at about so many items, however many the channel has (docs/youtube-api.md). */
const LISTED_MOST = 20_000;
const LISTED_MARGIN = 100;

function pageRead(backfill: Backfill, page: UploadsPage, at: Instant): Backfill {
  const done = page.nextPageToken === null;
  const listed = backfill.listed + page.items.length;
  const isCapped = done && listed >= LISTED_MOST - LISTED_MARGIN;
  return {
    done,
    pageToken: page.nextPageToken,
    listed,
    total: page.total ?? backfill.total,
    notBefore: at,
    attempts: 0,
    reason: isCapped ? `YouTube lists no more than about ${LISTED_MOST} uploads: older ones cannot be found.` : null,
  };
}

/**
 * When every video on the newest page is unknown, more than a page was missed (a long outage): the rest is back-filled
 * from the second page on. Items without a date are private or deleted, and linger: they say nothing of what was missed.
 */
function reopened(backfill: Backfill, page: UploadsPage, unknown: number, at: Instant): Backfill {
  const dated = page.items.filter(({ publishedAt }) => publishedAt !== null).length;
  if (!backfill.done || page.nextPageToken === null || dated === 0 || unknown < dated) return backfill;
  return { ...pageRead(backfill, page, at), listed: page.items.length };
}

/** A back-fill that waits: twice as long each time, and never in a loop. */
function deferred(backfill: Backfill, reason: string, policy: DiscoveryPolicy, at: Instant): Backfill {
  const wait = Math.min(policy.troubleMost, policy.troubleFirst * 2 ** backfill.attempts) as Duration;
  return { ...backfill, attempts: backfill.attempts + 1, notBefore: plus(at, wait), reason };
}

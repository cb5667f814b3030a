import type { Answered, Exchange, Feed, FeedEntry } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import type { Instant } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { lagLearned } from "#planning/finding/count-lag.ts";
import { lookTaken } from "#planning/finding/look-pace.ts";
import { lookAfter } from "#planning/finding/looks.ts";
import { afterListing } from "#planning/finding/news.ts";
import { pagesLearned } from "#planning/finding/page-rate.ts";
import { feedRead, isShort } from "#planning/learned-subjects.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { eachApart, settlementOf } from "./draft.ts";
import { sightingOf } from "./sightings.ts";

type Fed = Extract<Exchange, { kind: "feed" }>;

/**
 * What follows from a feed: new videos, and snapshots of known ones. Its counters may be a quarter of an hour old, so they
 * are no samples: they satisfy no milestone and end no gap. What the copy says is dated by the copy; that we saw it, by
 * `now`.
 */
export function settleFeed(
  call: Fed["call"],
  reply: Answered<Feed>,
  state: PlannerState,
  policy: Policy,
  now: Instant,
): Settlement {
  const { at } = reply;
  const outcome = { kind: "answered", detail: null, answered: reply.body.entries.length } as const;
  const channel = state.channels.get(call.channelId);
  if (!channel) return settlementOf({ at: now, outcome, learned: [feedRead(now)] });
  const { ration } = call;
  const snapshots: Snapshot[] = [];
  const sightings: TrackedVideo[] = [];
  const relinked: TrackedVideo[] = [];
  const setAside = eachApart(
    new Map(reply.body.entries.map((entry) => [entry.videoId, entry])).values(),
    (entry) => entry.videoId,
    (entry) => {
      const row = videoOf(state.videos, entry.videoId);
      if (!row) {
        const { videoId, publishedAt, short: shortsLink } = entry;
        sightings.push(sightingOf(channel, { videoId, publishedAt, shortsLink }, now));
        return;
      }
      if (row.shortsLink === null) relinked.push(linked(row, entry));
      const { views, likes } = entry;
      if (views !== null)
        snapshots.push({ videoId: row.id, capturedAt: at, views, likes, comments: null, source: "feed" });
    },
  );
  return settlementOf({
    at: now,
    outcome,
    snapshots,
    videos: [...sightings, ...relinked],
    sightingSource: "feed",
    channels: [
      {
        ...afterListing(channel, sightings, policy.discovery, { by: "feed", isShort: isShort(state), at, now }),
        // A feed for a hint tells no more than the count that hinted: looks go on as they were laid out.
        ...(ration === null
          ? {}
          : { lookAt: lookAfter(channel, state, policy.discovery, { by: "feed", price: ration.price, at: now }) }),
      },
    ],
    learned: [
      feedRead(now),
      ...(ration === null ? [] : [lookTaken(state, ration, now)]),
      ...lagLearned(state, channel, sightings),
      ...pagesLearned(state, 0, sightings, { at: now, hasFeeds: true }),
    ],
    setAside,
  });
}

/** The row with what the feed's link tells: a Short or not. Broadcasts stay what they are. */
function linked(row: TrackedVideo, entry: FeedEntry): TrackedVideo {
  const told = row.startAt !== null && row.format !== "live";
  return { ...row, shortsLink: entry.short, format: told ? (entry.short ? "short" : "long") : row.format };
}

import { isoOrNull } from "#api/http/iso.ts";
import { isCatalogueOpen } from "#api/videos/catalogue.ts";
import { toIso } from "#domain/iso-time.ts";
import { latest } from "#domain/time.ts";
import type { ChannelRow } from "#storage/channels/channel-reads.ts";
import { MATURE_POOL_MIN } from "#storage/scores/score-formulas.ts";
import type { ChannelItem } from "./channel-contract.ts";

/** A stored channel as the API gives it; `pool` is the fewest first hours its median is taken over. */
export function channelItemOf(row: ChannelRow, pool: number): ChannelItem {
  const firstHourN = row.firstHourN ?? 0;
  const matureN = row.matureN ?? 0;
  return {
    id: row.id,
    title: row.title,
    handle: row.handle,
    country: row.country,
    publishedAt: isoOrNull(row.publishedAt),
    thumbnailUrl: row.thumbnailUrl,
    weight: row.weight,
    watched: row.watched,
    state: row.state,
    trackedSince: toIso(row.trackedSince),
    trouble: row.trouble,
    counters: {
      views: row.views,
      subscribers: row.subscribers,
      videoCount: row.videoCount,
      asOf: toIso(latest(row.describedAt, row.snapshotAt ?? row.describedAt)),
    },
    describedAt: toIso(row.describedAt),
    lastCountedAt: isoOrNull(row.countedAt),
    lastListedAt: isoOrNull(row.listedAt),
    newsSince: isoOrNull(row.newsSince),
    backfill: backfillOf(row),
    subscription: {
      until: isoOrNull(row.subscribedUntil),
      askAt: isoOrNull(row.subscribeAt),
      lastPushAt: isoOrNull(row.pushedAt),
    },
    firstHour: {
      median: row.medianInForce,
      medianTrue: row.medianFirstHour,
      n: firstHourN,
      reason: whyNoMedian(row.medianInForce, firstHourN, pool),
      derived: true,
      asOf: isoOrNull(row.scoresComputedAt),
    },
    mature: {
      median: row.medianMature,
      n: matureN,
      reason: whyNoMature(row, matureN),
      derived: true,
      asOf: isoOrNull(row.scoresComputedAt),
    },
  };
}

type BackfillColumns = Pick<
  ChannelRow,
  "backfillState" | "backfillListed" | "backfillTotal" | "backfillNotBefore" | "backfillReason"
>;

/** How far a channel's catalogue is read. */
export const backfillOf = (row: BackfillColumns): ChannelItem["backfill"] => ({
  done: row.backfillState === "done",
  listed: row.backfillListed ?? 0,
  total: row.backfillTotal,
  notBefore: isoOrNull(row.backfillNotBefore),
  reason: row.backfillReason,
});

function whyNoMature(row: ChannelRow, n: number): "poolTooSmall" | "pending" | null {
  if (row.medianMature === null && isCatalogueOpen(row.state, row.backfillState)) return "pending";
  return whyNoMedian(row.medianMature, n, MATURE_POOL_MIN);
}

function whyNoMedian(median: number | null, n: number, pool: number): "poolTooSmall" | "pending" | null {
  if (median !== null) return null;
  return n < pool ? "poolTooSmall" : "pending";
}

import type { Instant } from "#domain/time.ts";
import { spreadOf } from "#planning/spread.ts";
import { rowAt, type VideoTable } from "#planning/videos/video-table.ts";
import type { Milestone } from "./sampling-policy.ts";

/**
 * The videos for whose first hour calls still leave when only a share of them can be served: all of watched channels,
 * then by falling weight, and channel by channel, so that no channel has every other first hour.
 *
 * @param share 0 to 1. @param from the earliest instant at which a call can leave.
 */
export function guaranteed(
  table: VideoTable,
  { age, half, grace }: Milestone,
  share: number,
  from: Instant,
): ReadonlySet<number> {
  const waiting = [...(table.awaiting[0]?.slotsFor(half).from(from - age - half - grace) ?? [])].map((slot) => {
    const { id, channelId, watched, weight } = rowAt(table, slot);
    return { slot, id, watched, weight, spread: spreadOf(channelId) };
  });
  waiting.sort(
    (a, b) =>
      Number(b.watched) - Number(a.watched) || b.weight - a.weight || a.spread - b.spread || (a.id < b.id ? -1 : 1),
  );
  const count = Math.round(share * waiting.length);
  return new Set(waiting.filter(({ watched }, i) => watched || i < count).map(({ slot }) => slot));
}

import type { ChannelRow } from "#storage/channels/channel-reads.ts";

/**
 * Whether a channel's catalogue is still being read, so that its median of mature videos is yet to come, however few of
 * them are known. Nobody reads on once it is untracked.
 */
export const isCatalogueOpen = (
  channelState: ChannelRow["state"] | null,
  backfillState: ChannelRow["backfillState"],
): boolean => channelState === "tracked" && backfillState === "waiting";

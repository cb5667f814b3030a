import type { ChannelSnapshot } from "#domain/channel.ts";
import type { Answered, ChannelCount, Exchange } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import type { TrackedChannel } from "#domain/tracked.ts";
import type { DiscoveryPolicy } from "./discovery-policy.ts";
import { eachApart, settlementOf } from "./draft.ts";
import type { Policy } from "./policy.ts";
import type { PlannerState } from "./state.ts";

type Counted = Extract<Exchange, { kind: "count" }>;

/** What a channel's page shows when counts leave it out; it ends when they hold it again. */
const UNKNOWN_CHANNEL = "YouTube does not know this channel any more: it is deleted, hidden or terminated.";

/** What follows from a count: a rise hints at an upload. The first count is only the base of later ones. */
export function settleCount(
  call: Counted["call"],
  reply: Answered<readonly ChannelCount[]>,
  state: PlannerState,
  policy: Policy,
): Settlement {
  const { at } = reply;
  const channels: TrackedChannel[] = [];
  const channelSnapshots: ChannelSnapshot[] = [];
  const answers = new Map(reply.body.map((count) => [count.id, count]));
  const setAside = eachApart(
    call.channelIds,
    (id) => id,
    (id) => {
      const channel = state.channels.get(id);
      if (!channel) return;
      const count = answers.get(id);
      if (!count) {
        channels.push({ ...channel, countedAt: at, trouble: UNKNOWN_CHANNEL });
        return;
      }
      const due = snapshotDue(channel, policy.discovery, at);
      const { views, subscribers, videoCount } = count;
      if (due) channelSnapshots.push({ channelId: id, capturedAt: at, views, subscribers, videoCount });
      channels.push({ ...counted(channel, count, at), snapshotAt: due ? at : channel.snapshotAt });
    },
    (id) => {
      const channel = state.channels.get(id);
      // Counted in vain, but counted: it goes to the end of the queue.
      if (channel) channels.push({ ...channel, countedAt: at });
    },
  );
  return settlementOf({
    at,
    outcome: { kind: "answered", detail: null, answered: answers.size },
    channels,
    channelSnapshots,
    setAside,
  });
}

function counted(channel: TrackedChannel, { videoCount }: ChannelCount, at: Instant): TrackedChannel {
  const rise = channel.videoCount !== null && videoCount !== null ? videoCount - channel.videoCount : 0;
  const rose = rise > 0;
  // A feed may be a quarter of an hour old and show only the first of several: those are looked for in the list at
  // once, as if the feed had been read in vain.
  const several = rise > 1 || (rose && channel.newsSince !== null);
  return {
    ...channel,
    videoCount: videoCount ?? channel.videoCount,
    countedAt: at,
    trouble: channel.trouble === UNKNOWN_CHANNEL ? null : channel.trouble,
    ...(rose ? { newsSince: channel.newsSince ?? at, newsNotBefore: null, newsAttempts: several ? 1 : 0 } : {}),
  };
}

const snapshotDue = (channel: TrackedChannel, policy: DiscoveryPolicy, at: Instant): boolean =>
  channel.snapshotAt === null || at - channel.snapshotAt >= policy.channelSnapshotInterval;

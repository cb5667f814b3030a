import type { ChannelId, ChannelSnapshot } from "#domain/channel.ts";
import type { Answered, ChannelCount, Exchange } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Instant, minus } from "#domain/time.ts";
import type { TrackedChannel } from "#domain/tracked.ts";
import type { DiscoveryPolicy } from "#planning/finding/discovery-policy.ts";
import { lookTaken } from "#planning/finding/look-pace.ts";
import { lookAfter } from "#planning/finding/looks.ts";
import { withNews } from "#planning/finding/news.ts";
import { countLag, isShort } from "#planning/learned-subjects.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { eachApart, settlementOf, withoutUnread } from "./draft.ts";

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
  const looked = (channel: TrackedChannel) => ({
    countedAt: at,
    countedBefore: channel.countedAt,
    lookAt: lookAfter(channel, state, policy.discovery, { by: "count", price: call.ration.price, at }),
  });
  // Counted in vain, but counted: it goes to the end of the queue.
  const countedInVain = (id: ChannelId): void => {
    const channel = state.channels.get(id);
    if (channel) channels.push({ ...channel, ...looked(channel), trouble: knownAgain(channel) });
  };
  const readable = withoutUnread(call.channelIds, reply.unread, countedInVain);
  const setAside = eachApart(
    readable.ids,
    (id) => id,
    (id) => {
      const channel = state.channels.get(id);
      if (!channel) return;
      const count = answers.get(id);
      if (!count) {
        channels.push({ ...channel, ...looked(channel), trouble: UNKNOWN_CHANNEL });
        return;
      }
      const due = snapshotDue(channel, policy.discovery, at);
      const { views, subscribers, videoCount } = count;
      if (due) channelSnapshots.push({ channelId: id, capturedAt: at, views, subscribers, videoCount });
      channels.push({
        ...counted(channel, count, { state, policy: policy.discovery, at }),
        ...looked(channel),
        snapshotAt: due ? at : channel.snapshotAt,
      });
    },
    countedInVain,
  );
  return settlementOf({
    at,
    outcome: { kind: "answered", detail: null, answered: answers.size },
    channels,
    channelSnapshots,
    learned: [lookTaken(state, call.ration, at)],
    setAside: [...readable.setAside, ...setAside],
  });
}

function counted(
  channel: TrackedChannel,
  { videoCount }: ChannelCount,
  under: { readonly state: PlannerState; readonly policy: DiscoveryPolicy; readonly at: Instant },
): TrackedChannel {
  const { state, policy, at } = under;
  const change = channel.videoCount !== null && videoCount !== null ? videoCount - channel.videoCount : 0;
  const row = { ...channel, videoCount: videoCount ?? channel.videoCount, trouble: knownAgain(channel) };
  // Something was taken away, and an upload may hide behind it: its newest are read soon.
  if (change < 0 && channel.backfill.done) return { ...row, listedAt: null };
  const rise = change - knownSince(channel, state, at);
  if (change <= 0 || rise <= 0) return row;
  return withNews(row, policy, at, { several: rise > 1 || channel.newsSince !== null, isShort: isShort(state) });
}

/**
 * How many of a channel's uploads are known that this count is the first to show: pushed, or seen on a page before. It goes
 * by the usual lag, so of two uploads within minutes the first may hide the second. That saves a page for each push where
 * looks are rationed; elsewhere a page more is cheaper than a first hour.
 */
function knownSince(channel: TrackedChannel, state: PlannerState, at: Instant): number {
  if (channel.countedAt === null || !isShort(state)) return 0;
  const lag = countLag(state);
  return state.uploads.countBetween(channel.id, minus(channel.countedAt, lag), minus(at, lag));
}

const knownAgain = ({ trouble }: TrackedChannel): string | null => (trouble === UNKNOWN_CHANNEL ? null : trouble);

const snapshotDue = (channel: TrackedChannel, policy: DiscoveryPolicy, at: Instant): boolean =>
  channel.snapshotAt === null || at - channel.snapshotAt >= policy.channelSnapshotInterval;

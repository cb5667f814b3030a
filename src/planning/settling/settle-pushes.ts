import type { ChannelId } from "#domain/channel.ts";
import type { Push, PushedDeletion, PushedEntry } from "#domain/push.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Instant, latest } from "#domain/time.ts";
import type { TrackedChannel, TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import { describedSince, editedRow, hintedGone } from "#planning/finding/describe-hints.ts";
import { withNewsFound } from "#planning/finding/news.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { eachApart, settlementOf } from "./draft.ts";
import { afterDenial, afterVerification } from "./settle-verification.ts";
import { sightingOf } from "./sightings.ts";

/**
 * What follows from messages of the hub, whatever their order: they come late, twice and again after months. Unknown videos
 * are sightings, newer edits of known ones are described soon, and a deletion is no more than a reason to look. What is said of
 * channels that are not tracked, or of another channel than the one it was sent for, is let go.
 *
 * @param now when they are settled: what is sighted is sighted now.
 */
export function settlePushes(pushes: readonly Push[], state: PlannerState, policy: Policy, now: Instant): Settlement {
  const channels = new Map<ChannelId, TrackedChannel>();
  const videos = new Map<VideoId, TrackedVideo>();
  const rowOf = (id: VideoId) => videos.get(id) ?? videoOf(state.videos, id);

  const settleEntry = (entry: PushedEntry, channel: TrackedChannel): TrackedChannel => {
    const row = rowOf(entry.videoId);
    if (row) {
      const isNews = row.channelId === channel.id && !describedSince(row, policy.describing, entry.updatedAt);
      if (isNews) videos.set(row.id, editedRow(row, policy, now));
      return channel;
    }
    const sighting = sightingOf(channel, entry, now);
    videos.set(sighting.id, sighting);
    return withNewsFound(channel, sighting);
  };

  const settleDeletion = ({ videoId, channelId }: PushedDeletion, channel: TrackedChannel): void => {
    const row = rowOf(videoId);
    if (row?.channelId !== channel.id || (channelId !== null && channelId !== channel.id)) return;
    videos.set(row.id, hintedGone(row, now));
  };

  const settlePush = (push: Push): void => {
    const channel = channels.get(push.channelId) ?? state.channels.get(push.channelId);
    if (!channel) return;
    switch (push.kind) {
      case "verified":
        channels.set(channel.id, afterVerification(channel, push, policy.push));
        return;
      case "denied":
        channels.set(channel.id, afterDenial(channel, policy.push, now));
        return;
      case "pushed": {
        const { subscription } = channel;
        const pushedAt = latest(subscription.pushedAt ?? push.receivedAt, push.receivedAt);
        channels.set(channel.id, { ...channel, subscription: { ...subscription, pushedAt } });
        if (!push.news) throw new Error("The hub pushed a message of no known form.");
        const { entries, deletions } = push.news;
        for (const entry of entries.filter((each) => each.channelId === channel.id)) {
          channels.set(channel.id, settleEntry(entry, channels.get(channel.id) ?? channel));
        }
        for (const deletion of deletions) settleDeletion(deletion, channel);
      }
    }
  };

  const setAside = eachApart(pushes.toSorted(byArrival), ({ channelId }) => channelId, settlePush);
  return settlementOf({
    at: now,
    outcome: { kind: "answered", detail: null, answered: pushes.length - setAside.length },
    videos: [...videos.values()],
    sightingSource: "push",
    channels: [...channels.values()],
    setAside,
  });
}

const byArrival = (a: Push, b: Push): number => a.receivedAt - b.receivedAt || (a.channelId < b.channelId ? -1 : 1);

import type { Answered, Exchange } from "#domain/reply.ts";
import type { Settlement, VideoRequestOutcome } from "#domain/settlement.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { formatOf, startOf, type VideoDescription, type VideoId } from "#domain/video.ts";
import { leftOut, nextDescription, unreadUntil } from "#planning/finding/describe-times.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { eachApart, settlementOf, withoutUnread } from "./draft.ts";
import { sampled, touchesFirstHour } from "./settle-sample.ts";
import { searchedRow } from "./watched-videos.ts";

type Described = Extract<Exchange, { kind: "describe" }>;

/** What follows from an answered description: texts, a snapshot and a row each; those absent twice are gone. */
export function settleDescribe(
  call: Described["call"],
  reply: Answered<readonly VideoDescription[]>,
  state: PlannerState,
  policy: Policy,
): Settlement {
  const { at } = reply;
  const snapshots: Snapshot[] = [];
  const descriptions: VideoDescription[] = [];
  const videos: TrackedVideo[] = [];
  const firstHourOf: VideoId[] = [];
  const answers = new Map(reply.body.map((video) => [video.id, video]));
  const requests: VideoRequestOutcome[] = [];
  const answerRequest = (id: VideoId, kind: VideoRequestOutcome["kind"]): void => {
    if (state.videoRequests.has(id)) requests.push({ id, kind });
  };
  const again = (id: VideoId): void => {
    const row = videoOf(state.videos, id);
    if (row) videos.push(describedInVain(row, policy, at));
    // Left waiting, it would be asked for again at once, and for ever.
    answerRequest(id, row ? "followed" : "refused");
  };
  const readable = withoutUnread(call.videoIds, reply.unread, again);
  const setAside = eachApart(
    readable.ids,
    (id) => id,
    (id) => {
      const video = answers.get(id);
      const row = rowOf(id, video, state, at);
      answerRequest(id, row ? "followed" : "refused");
      if (!row) return;
      if (!video) {
        videos.push(leftOut(row, policy.describing, at, { confirms: true, soon: false }));
        return;
      }
      const settled = settleDescription(row, video, policy, at);
      descriptions.push(video);
      snapshots.push(settled.snapshot);
      videos.push(settled.row);
      if (settled.mayShowFirstHour) firstHourOf.push(id);
    },
    again,
  );
  return settlementOf({
    at,
    outcome: { kind: "answered", detail: null, answered: answers.size },
    snapshots,
    descriptions,
    videos,
    videoRequests: requests,
    sightingSource: "import",
    firstHourOf,
    setAside: [...readable.setAside, ...setAside],
  });
}

/** The row of a video; of one that somebody wants followed as a watch would have it, who its channel is being told now. */
function rowOf(
  id: VideoId,
  video: VideoDescription | undefined,
  state: PlannerState,
  at: Settlement["at"],
): TrackedVideo | null {
  const known = videoOf(state.videos, id);
  if (!state.videoRequests.has(id)) return known;
  if (known) return { ...known, searched: true };
  if (!video) return null;
  return searchedRow(state, { videoId: id, channelId: video.channelId, publishedAt: video.publishedAt }, at);
}

/** What one video's description says: its new row, the counters that came along, and whether they may be its first hour's. */
export function settleDescription(row: TrackedVideo, video: VideoDescription, policy: Policy, at: Settlement["at"]) {
  const known = described(row, video, policy, at);
  const { views, likes, comments } = video.counters;
  const snapshot: Snapshot = { videoId: video.id, capturedAt: at, views, likes, comments, source: "list" };
  return {
    row: sampled(known, { at, views }),
    snapshot,
    // A start learned late makes older samples count: their ages were unknown.
    mayShowFirstHour: touchesFirstHour(known.startAt, at) || (known.startAt !== row.startAt && row.last !== null),
  };
}

/** The row of a video that is there, and whose description cannot be read: no longer missing, and asked for later. */
const describedInVain = (row: TrackedVideo, policy: Policy, at: Settlement["at"]): TrackedVideo => ({
  ...row,
  missingSince: null,
  describeWhy: row.describeWhy !== "missing" ? row.describeWhy : row.startAt === null ? "new" : "refresh",
  describeAt: unreadUntil(row, policy.describing, at),
});

const described = (row: TrackedVideo, video: VideoDescription, policy: Policy, at: Settlement["at"]): TrackedVideo => ({
  ...row,
  // Of a premiere it moves to the actual start.
  publishedAt: video.publishedAt,
  startAt: startOf(video),
  format: formatOf(video, row.shortsLink),
  missingSince: null,
  ...nextDescription(video, policy.describing, at),
});

import { FIRST_HOUR } from "#domain/milestone.ts";
import type { Answered, Exchange, VideoStatistics } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Snapshot, SnapshotSource } from "#domain/snapshot.ts";
import { hours, type Instant, minutes } from "#domain/time.ts";
import type { Sample, TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import { leftOut, refreshed } from "#planning/finding/describe-times.ts";
import type { Policy } from "#planning/policy.ts";
import { type Lesson, learn, lessonOf } from "#planning/sampling/learn-density.ts";
import { hasMoved, learnMoves } from "#planning/sampling/panel-findings.ts";
import type { PlannerState } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { eachApart, settlementOf, withoutUnread } from "./draft.ts";

type Sampled = Extract<Exchange, { kind: "sample" }>;

/** Readings in this range of age may settle or refine a first hour. */
const FIRST_HOUR_KNOWN_FROM = minutes(57);
const FIRST_HOUR_REFINED_UNTIL = hours(4);

/** What follows from an answered sampling call: a snapshot and a row each, and a closer look at those left out. */
export function settleSample(
  call: Sampled["call"],
  reply: Answered<readonly VideoStatistics[]>,
  state: PlannerState,
  policy: Policy,
): Settlement {
  const { at } = reply;
  const source: SnapshotSource = call.via === "batch" ? "batch" : "list";
  const snapshots: Snapshot[] = [];
  const videos: TrackedVideo[] = [];
  const firstHourOf: VideoId[] = [];
  const lessons: Lesson[] = [];
  const moves: boolean[] = [];
  const answers = new Map(reply.body.map((item) => [item.id, item]));
  // As if its owner hid the views: so it waits its turn again instead of being asked for at once.
  const asIfHidden = (id: VideoId): void => {
    const row = videoOf(state.videos, id);
    if (row) videos.push(sampled(present(row, policy, at), { at, views: null }));
  };
  const readable = withoutUnread(call.videoIds, reply.unread, asIfHidden);
  const setAside = eachApart(
    readable.ids,
    (id) => id,
    (id) => {
      const row = videoOf(state.videos, id);
      // Untracked while the call was under way: nobody asks any more.
      if (!row) return;
      const answer = answers.get(id);
      if (!answer) {
        videos.push(leftOut(row, policy.describing, at, { confirms: false, soon: firstHourIsNear(row, at) }));
        return;
      }
      const { views, likes, comments } = answer;
      snapshots.push({ videoId: id, capturedAt: at, views, likes, comments, source });
      videos.push(sampled(present(row, policy, at), { at, views }));
      if (views !== null) {
        const lesson = lessonOf(row, { at, views });
        if (lesson) lessons.push(lesson);
        const moved = hasMoved(row, { at, views });
        if (moved !== null) moves.push(moved);
      }
      if (touchesFirstHour(row.startAt, at)) firstHourOf.push(id);
    },
    asIfHidden,
  );
  return settlementOf({
    at,
    outcome: { kind: "answered", detail: null, answered: answers.size },
    snapshots,
    videos,
    firstHourOf,
    learned: [...learn(state.learned, lessons, at), ...learnMoves(state.learned, call.via, moves)],
    setAside: [...readable.setAside, ...setAside],
  });
}

/** The row after a sample; an older sample than the last changes nothing. */
export function sampled(row: TrackedVideo, sample: Sample): TrackedVideo {
  if (row.last && sample.at <= row.last.at) return row;
  return { ...row, last: sample, previous: row.last };
}

/** Whether a reading at this instant may settle or refine the first hour of a video with this start. */
export function touchesFirstHour(startAt: Instant | null, at: Instant): boolean {
  if (startAt === null) return false;
  const age = at - startAt;
  return age >= FIRST_HOUR_KNOWN_FROM && age <= FIRST_HOUR_REFINED_UNTIL;
}

/** The row of a video that an answer holds: no longer missing, whatever was believed. */
function present(row: TrackedVideo, policy: Policy, at: Instant): TrackedVideo {
  if (row.missingSince === null) return row;
  const due =
    row.startAt === null ? ({ describeAt: at, describeWhy: "new" } as const) : refreshed(row.id, policy.describing, at);
  return { ...row, missingSince: null, ...due };
}

function firstHourIsNear(row: TrackedVideo, at: Instant): boolean {
  if (row.startAt === null) return false;
  return Math.abs(at - row.startAt - FIRST_HOUR) <= minutes(3);
}

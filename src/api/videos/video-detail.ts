import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { nothing, videoId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { PlanningView, ReadPlanning } from "#api/operations/read-planning.ts";
import type { Clock } from "#clock.ts";
import type { ChannelId } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { explainVideo } from "#planning/explaining/explain-video.ts";
import type { Policy } from "#planning/policy.ts";
import type { Db } from "#storage/database.ts";
import { readTypical } from "#storage/scores/typical.ts";
import type { VideoRow } from "#storage/videos/listed-videos.ts";
import { readNearest } from "#storage/videos/series.ts";
import { listRevisions, readVideo } from "#storage/videos/videos.ts";
import { milestonesOf, milestoneTargets } from "./milestones.ts";
import { readTypicalVelocityOf } from "./typical-velocity.ts";
import { videoItemOf } from "./video-answer.ts";
import { atAgeOf } from "./video-at-age.ts";
import { videoDetail } from "./video-detail-contract.ts";

const params = z.strictObject({ id: videoId });
const unknownVideo = problem("not-found", "No described video has this id.");

export function videoDetailRoutes(
  app: Api,
  deps: { db: Db; clock: Clock; performancePool: number; policy: Policy; readPlanning: ReadPlanning },
): void {
  const { db, clock, performancePool } = deps;

  app.get(
    "/videos/:id",
    {
      schema: {
        operationId: "readVideo",
        summary:
          "One video with its curve's milestones, its place at its age, revisions, and when it is sampled next and why",
        tags: ["videos"],
        params,
        querystring: nothing,
        response: { 200: videoDetail, ...problemResponses },
      },
    },
    async (request, reply) => {
      const video = await readVideo(db, request.params.id);
      if (!video) return sendProblem(reply, unknownVideo);
      const targets = video.startAt === null ? [] : milestoneTargets(video.startAt);
      const [samples, revisions, typical, typicalVelocity, planning] = await Promise.all([
        readNearest(db, request.params.id, targets),
        listRevisions(db, request.params.id),
        readTypical(db, video.channelId as ChannelId),
        readTypicalVelocityOf(db, video),
        deps.readPlanning(),
      ]);
      const now = clock.now();
      return {
        ...videoItemOf(video, performancePool, now),
        description: video.description,
        firstSeenAt: toIso(video.firstSeenAt),
        // Described videos only are read.
        describedAt: toIso(video.describedAt ?? video.firstSeenAt),
        medianInForce: video.medianInForce,
        medianTrue: video.medianFirstHour,
        milestones: milestonesOf(video.startAt, samples, now),
        atAge: atAgeOf(video, typical),
        typicalVelocity,
        revisions: revisions.map(({ seenAt, before }) => ({ seenAt: toIso(seenAt), before })),
        ...nextSampleOf(video, planning, deps.policy, now),
      };
    },
  );
}

/** When a video is sampled next, and why; a sentence also for those that nobody asks for. */
function nextSampleOf(video: VideoRow, { state, budgets }: PlanningView, policy: Policy, now: Instant) {
  const next = explainVideo(state, budgets, policy, video.id as VideoId, now);
  if (next) return { nextSampleAt: isoOrNull(next.nextSampleAt), why: next.why };
  return {
    nextSampleAt: null,
    why:
      video.goneAt === null
        ? "Its channel is not tracked, so nobody asks for it."
        : `It is gone since ${toIso(video.goneAt)}, so nobody asks for it.`,
  };
}

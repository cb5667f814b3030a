import { z } from "zod";
import type { Clock } from "#clock.ts";
import { epochsOf } from "#domain/counting-epoch.ts";
import { type Instant, toIso } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { explainVideo } from "#planning/explaining/explain-video.ts";
import type { Policy } from "#planning/policy.ts";
import type { Db } from "#storage/database.ts";
import { readNeighbours, readSeries } from "#storage/series.ts";
import { listRevisions, listVideos, readVideo, VIDEO_SORTS, type VideoRow } from "#storage/videos.ts";
import { type Api, problemResponses } from "./app-type.ts";
import { seriesAnswer, videoDetail, videoPage } from "./contract.ts";
import { isoOrNull, newestIso } from "./iso.ts";
import { milestoneInstants, milestonesOf } from "./milestones.ts";
import { cutPage, pageStart } from "./paging.ts";
import { nothing, seriesQuery, sortParts, videoId, videosQuery } from "./params.ts";
import { problem, sendProblem } from "./problem.ts";
import type { PlanningView, ReadPlanning } from "./read-planning.ts";
import { videoItemOf } from "./video-answer.ts";

/** A series longer than this is given in parts: three years of a video sampled ten times a day. */
const SNAPSHOTS_MAX = 10_000;

/** Sorts whose values no sample changes, so that their pages visit each video exactly once. */
const STEADY_SORTS: readonly string[] = ["publishedAt", "durationSeconds"];

const params = z.strictObject({ id: videoId });
const unknownVideo = problem("not-found", "No described video has this id.");

export function videoRoutes(
  app: Api,
  deps: {
    db: Db;
    clock: Clock;
    performancePool: number;
    policy: Policy;
    readPlanning: ReadPlanning;
  },
): void {
  const { db, clock, performancePool } = deps;

  app.get(
    "/videos",
    {
      schema: {
        operationId: "listVideos",
        summary: "Videos by tag, performance, channel, watch, date and format; sorted and paged",
        tags: ["videos"],
        querystring: videosQuery,
        response: { 200: videoPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { limit, cursor: _, sort: sortText, tag, channel, ...filter } = request.query;
      const { sort, descending } = sortParts(sortText);
      const start = pageStart(request.query, VIDEO_SORTS[sort].kind);
      if (start.kind === "refused") return sendProblem(reply, start.problem);
      const walk = { sort, descending, after: start.after, limit: limit + 1 };
      const found = await listVideos(db, { ...filter, tags: tag, channels: channel }, walk);
      const { rows, next } = cutPage(found, limit, start.key, request, reply);
      const now = clock.now();
      return {
        items: rows.map(({ video }) => videoItemOf(video, performancePool, now)),
        next,
        asOf: newestIso(rows.map(({ video }) => video.capturedAt)),
        approximate: !STEADY_SORTS.includes(sort),
      };
    },
  );

  app.get(
    "/videos/:id",
    {
      schema: {
        operationId: "readVideo",
        summary: "One video with its description, milestones and revisions",
        tags: ["videos"],
        params,
        querystring: nothing,
        response: { 200: videoDetail, ...problemResponses },
      },
    },
    async (request, reply) => {
      const video = await readVideo(db, request.params.id);
      if (!video) return sendProblem(reply, unknownVideo);
      const instants = video.startAt === null ? [] : milestoneInstants(video.startAt);
      const samples = await readNeighbours(db, request.params.id, instants);
      const revisions = await listRevisions(db, request.params.id);
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
        revisions: revisions.map(({ seenAt, before }) => ({ seenAt: toIso(seenAt), before })),
        ...nextSampleOf(video, await deps.readPlanning(), deps.policy, now),
      };
    },
  );

  app.get(
    "/videos/:id/series",
    {
      schema: {
        operationId: "readSeries",
        summary: "A video's snapshots as they were taken",
        tags: ["videos"],
        params,
        querystring: seriesQuery,
        response: { 200: seriesAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const video = await readVideo(db, request.params.id);
      if (!video) return sendProblem(reply, unknownVideo);
      const found = await readSeries(db, request.params.id, request.query, SNAPSHOTS_MAX + 1);
      const snapshots = found.slice(0, SNAPSHOTS_MAX);
      const [first, last] = [snapshots[0], snapshots.at(-1)];
      const epochs = first && last ? epochsOf(video.format) : [];
      return {
        videoId: request.params.id,
        snapshots: snapshots.map(({ capturedAt, ...rest }) => ({ at: toIso(capturedAt), ...rest })),
        truncated: found.length > SNAPSHOTS_MAX,
        countingEpochs: epochs
          .filter(({ at }) => first && last && first.capturedAt < at && at <= last.capturedAt)
          .map(({ at, note }) => ({ at: toIso(at), note })),
        asOf: newestIso([last?.capturedAt ?? null]),
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

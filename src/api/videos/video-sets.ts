import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { newestIso } from "#api/http/iso.ts";
import { nothing, videoId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import type { Db } from "#storage/database.ts";
import { readListedVideos } from "#storage/videos/listed-videos.ts";
import { readSimilar } from "#storage/videos/similar-videos.ts";
import { readVideoSubject } from "#storage/videos/video-subject.ts";
import { videoItemOf } from "./video-answer.ts";
import { lookupBody, similarQuery } from "./video-params.ts";
import { lookupAnswer, similarAnswer } from "./video-sets-contract.ts";

const params = z.strictObject({ id: videoId });
const unknownVideo = problem("not-found", "No described video has this id.");

/** Videos that are asked for by more than a filter: by their ids, or by being like another. */
export function videoSetRoutes(app: Api, deps: { db: Db; clock: Clock; performancePool: number }): void {
  const { db, clock, performancePool } = deps;

  app.post(
    "/videos/lookup",
    {
      config: { scope: "read" },
      schema: {
        operationId: "lookUpVideos",
        summary: "Up to 500 videos by their ids, and which of the ids are not known",
        tags: ["videos"],
        querystring: nothing,
        body: lookupBody,
        response: { 200: lookupAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const ids = [...new Set(request.body.ids)];
      const rows = await readListedVideos(db, ids);
      const found = new Set(rows.map(({ id }) => id));
      const now = clock.now();
      return {
        items: rows.map((row) => videoItemOf(row, performancePool, now)),
        missing: ids.filter((id) => !found.has(id)),
        asOf: newestIso(rows.map(({ capturedAt }) => capturedAt)),
      };
    },
  );

  app.get(
    "/videos/:id/similar",
    {
      schema: {
        operationId: "listSimilarVideos",
        summary: "Videos that share its tags, rare tags weighing more; at most half of them of its own channel",
        tags: ["videos"],
        params,
        querystring: similarQuery,
        response: { 200: similarAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const video = await readVideoSubject(db, request.params.id);
      if (!video) return sendProblem(reply, unknownVideo);
      const similar = await readSimilar(db, video, request.query.limit);
      const rows = await readListedVideos(
        db,
        similar.videos.map(({ id }) => id),
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      const now = clock.now();
      return {
        videoId: video.id,
        items: similar.videos.flatMap(({ id, likeness, shared }) => {
          const row = byId.get(id);
          return row
            ? [{ ...videoItemOf(row, performancePool, now), likeness, sharedTags: shared.map((tag) => ({ ...tag })) }]
            : [];
        }),
        basis: { tags: similar.probed.map((tag) => ({ ...tag })), compared: similar.compared },
        derived: true as const,
        asOf: newestIso(rows.map(({ capturedAt }) => capturedAt)),
      };
    },
  );
}

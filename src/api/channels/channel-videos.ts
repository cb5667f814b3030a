import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { videoPage } from "#api/contract.ts";
import { channelId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { videoPageOf } from "#api/videos/video-page.ts";
import { channelVideosQuery, fieldsOf, questionOf } from "#api/videos/videos-query.ts";
import type { Clock } from "#clock.ts";
import { readChannel } from "#storage/channels/channel-reads.ts";
import type { Db } from "#storage/database.ts";

const params = z.strictObject({ id: channelId });
const unknownChannel = problem("not-found", "No channel of this id is known here.");

export function channelVideoRoutes(app: Api, deps: { db: Db; clock: Clock; performancePool: number }): void {
  const { db, clock, performancePool: pool } = deps;

  app.get(
    "/channels/:id/videos",
    {
      schema: {
        operationId: "listVideosOfChannel",
        summary: "The videos of one channel, filtered, sorted and paged as all videos are",
        tags: ["channels"],
        params,
        querystring: channelVideosQuery,
        response: { 200: videoPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { query } = request;
      const { id } = request.params;
      const now = clock.now();
      const question = questionOf({ ...query, channel: [id] }, now);
      // The cursor belongs to this channel's list and to no other.
      const asked = { ...query, channel: id };
      const [channel, found] = await Promise.all([
        readChannel(db, id),
        videoPageOf(db, question, asked, fieldsOf(query), { now, pool }, { request, reply }),
      ]);
      if (!channel) return sendProblem(reply, unknownChannel);
      return found.kind === "refused" ? sendProblem(reply, found.problem) : found.page;
    },
  );
}

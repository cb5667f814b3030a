import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { nothing, videoId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import type { Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { readFollowing, requestVideos, unfollowVideos } from "#storage/videos/video-requests.ts";
import { followAnswer } from "./video-follow-contract.ts";

const params = z.strictObject({ id: videoId });

/** One video that is followed whoever its channel is, and followed no longer. Of many at once: `viewcurve import videos`. */
export function videoFollowRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  app.put(
    "/videos/:id/follow",
    {
      config: { scope: "write" },
      schema: {
        operationId: "followVideo",
        summary: "Has a video described and sampled, whoever its channel is",
        tags: ["videos"],
        security: [{ token: [] }],
        params,
        querystring: nothing,
        response: { 202: followAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await inTransaction(db, (trx) => requestVideos(trx, [id], clock.now()));
      return reply.code(202).send({ id, state: (await readFollowing(db, id)) ?? "waiting" });
    },
  );

  app.delete(
    "/videos/:id/follow",
    {
      config: { scope: "write" },
      schema: {
        operationId: "unfollowVideo",
        summary: "Follows a video no longer, unless a watch holds it or its channel is tracked",
        tags: ["videos"],
        security: [{ token: [] }],
        params,
        querystring: nothing,
        response: { 204: z.null().meta({ description: "It is followed no longer." }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const [unfollowed] = await unfollowVideos(db, [id]);
      return unfollowed === undefined
        ? sendProblem(reply, problem("not-found", "Nobody has asked for this video to be followed."))
        : reply.code(204).send(null);
    },
  );
}

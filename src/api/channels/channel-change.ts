import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { channelId, nothing } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import type { ChannelId } from "#domain/channel.ts";
import { changeChannel } from "#storage/channels/channel-changes.ts";
import { type ChannelRow, readChannel } from "#storage/channels/channel-reads.ts";
import { AS_BEFORE, requestTracking, untrackChannel } from "#storage/channels/track-requests.ts";
import type { Db } from "#storage/database.ts";
import { listPurged } from "#storage/retention/purge.ts";
import { channelItemOf } from "./channel-answer.ts";
import { changedChannel } from "./channel-contract.ts";
import { channelBody } from "./channel-params.ts";

const params = z.strictObject({ id: channelId });
const unknownChannel = problem("not-found", "No channel of this id is known here.");

export function channelChangeRoutes(app: Api, deps: { db: Db; clock: Clock; performancePool: number }): void {
  const { db, clock, performancePool } = deps;

  app.patch(
    "/channels/:id",
    {
      config: { scope: "write", problems: ["conflict"] },
      schema: {
        operationId: "changeChannel",
        summary: "Changes a channel's weight, has it watched, pauses or resumes it",
        tags: ["channels"],
        security: [{ token: [] }],
        params,
        querystring: nothing,
        body: channelBody,
        response: { 200: changedChannel, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { weight, watched, paused } = request.body;
      const before = await readChannel(db, id);
      if (!before) return sendProblem(reply, unknownChannel);
      const [purged] = await listPurged(db, [id]);
      if (purged !== undefined) {
        return sendProblem(
          reply,
          problem("conflict", "It is being purged: all of it will be gone in seconds or minutes."),
        );
      }
      if (weight !== undefined || watched !== undefined) {
        await changeChannel(db, id, { weight: weight ?? null, watched: watched ?? null });
      }
      if (paused === true) await untrackChannel(db, id);
      const resuming = paused === false && before.state === "untracked";
      if (resuming) await requestTracking(db, [{ kind: "id", id }], AS_BEFORE, clock.now());
      return { ...channelItemOf(await readAgain(db, id, before), performancePool), resuming };
    },
  );
}

/** As it is now; as it was, should it have gone meanwhile. */
const readAgain = async (db: Db, id: ChannelId, before: ChannelRow): Promise<ChannelRow> =>
  (await readChannel(db, id)) ?? before;

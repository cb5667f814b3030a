import { z } from "zod";
import { scopeProblem } from "#api/access/auth.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { channelId, nothing, untrackQuery } from "#api/http/params.ts";
import { type Problem, problem, sendProblem } from "#api/http/problem.ts";
import {
  purgeAnswer,
  requestsAnswer,
  type TrackRequest,
  trackAnswer,
  trackBody,
} from "#api/operations/operations-contract.ts";
import type { Clock } from "#clock.ts";
import { type ChannelRef, parseChannelRef, refKey } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import { listTrackRequests } from "#storage/channels/channel-reads.ts";
import { requestTracking, untrackChannel } from "#storage/channels/track-requests.ts";
import type { Db } from "#storage/database.ts";
import { listPurged, type PurgeRequested, requestPurge } from "#storage/retention/purge.ts";
import { backfillOf } from "./channel-answer.ts";
import { requestsQuery } from "./channel-params.ts";

/** As many as one request to track may hold. */
const REQUESTS_SHOWN = 500;

const params = z.strictObject({ id: channelId });
const unknownChannel = problem("not-found", "No channel of this id is known here.");

export function channelRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  app.get(
    "/channels/requests",
    {
      schema: {
        operationId: "listTrackRequests",
        summary: "What became of requests to track a channel: the newest, or those for the channels named",
        tags: ["channels"],
        querystring: requestsQuery,
        response: { 200: requestsAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const rows = await listTrackRequests(db, request.query.ref?.map(refKey) ?? null, REQUESTS_SHOWN);
      return { items: rows.map(requestOf) };
    },
  );

  app.post(
    "/channels",
    {
      schema: {
        operationId: "trackChannels",
        summary: "Ask for channels to be tracked; the collector looks them up within seconds",
        tags: ["channels"],
        querystring: nothing,
        body: trackBody,
        response: { 202: trackAnswer, ...problemResponses },
      },
      config: { scope: "write", problems: ["conflict"] },
    },
    async (request, reply) => {
      const entries = request.body.channels.map((channel) => ({ channel, ref: parseChannelRef(channel) }));
      const refs = new Map<string, ChannelRef>();
      for (const { ref } of entries) if (ref) refs.set(refKey(ref), ref);
      const purged = await listPurged(db, [...refs.keys()]);
      if (purged.length > 0) return sendProblem(reply, beingPurged(purged));
      const wish = { weight: request.body.weight ?? null, watched: request.body.watched ?? null };
      if (refs.size > 0) await requestTracking(db, [...refs.values()], wish, clock.now());
      return reply.code(202).send({
        outcomes: entries.map(({ channel, ref }) =>
          ref === null
            ? { channel, outcome: "invalid" as const, reason: "It is no channel id, @handle, or URL of either." }
            : { channel, outcome: "accepted" as const, ref: refKey(ref) },
        ),
      });
    },
  );

  app.delete(
    "/channels/:id",
    {
      schema: {
        operationId: "untrackChannel",
        summary: "Stop tracking a channel; what was collected stays, unless it is to be purged",
        description: "A purge needs a token of the scope `admin`.",
        tags: ["channels"],
        params,
        querystring: untrackQuery,
        response: {
          202: purgeAnswer,
          204: z.null().meta({ description: "It is no longer tracked." }),
          ...problemResponses,
        },
      },
      config: { scope: "write", problems: ["conflict"] },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (request.query.purge === "true") {
        const tooSmall = scopeProblem(request, "admin");
        if (tooSmall) return sendProblem(reply, tooSmall);
        const refused = whyNotPurged(await requestPurge(db, id, clock.now()));
        if (refused) return sendProblem(reply, refused);
        return reply.code(202).send({ channelId: id, state: "purging" as const });
      }
      const untracked = await untrackChannel(db, id);
      return untracked ? reply.code(204).send(null) : sendProblem(reply, unknownChannel);
    },
  );
}

const requestOf = (row: Awaited<ReturnType<typeof listTrackRequests>>[number]): TrackRequest => ({
  ref: row.ref,
  requestedAt: toIso(row.requestedAt),
  weight: row.weight,
  watched: row.watched,
  state: row.state,
  channelId: row.channelId,
  title: row.title,
  reason: row.reason,
  settledAt: isoOrNull(row.settledAt),
  backfill: row.title === null ? null : backfillOf(row),
});

const beingPurged = (refs: readonly string[]): Problem =>
  problem("conflict", `Being purged: ${refs.join(", ")}. Ask again when that is done, seconds or minutes from now.`);

function whyNotPurged(requested: PurgeRequested): Problem | null {
  switch (requested.kind) {
    case "requested":
      return null;
    case "unknown":
      return unknownChannel;
    case "awaited":
      return problem(
        "conflict",
        "Somebody has asked for it to be tracked, and it is being looked up: ask again when that is answered.",
      );
    case "watched":
      return problem(
        "conflict",
        `The watch ${requested.watchId} (${requested.name}) searches this channel and would find it again: remove that first.`,
      );
  }
}

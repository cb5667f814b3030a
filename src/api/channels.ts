import { z } from "zod";
import type { Clock } from "#clock.ts";
import { type ChannelRef, parseChannelRef, refKey } from "#domain/channel.ts";
import { toIso } from "#domain/time.ts";
import {
  CHANNEL_SORTS,
  countVideosOf,
  listChannelRevisions,
  listChannels,
  listTrackRequests,
  readChannel,
} from "#storage/channel-reads.ts";
import type { Db } from "#storage/database.ts";
import { listPurged, type PurgeRequested, requestPurge } from "#storage/purge.ts";
import { requestTracking, untrackChannel } from "#storage/track-requests.ts";
import { type Api, problemResponses } from "./app-type.ts";
import { channelItemOf } from "./channel-answer.ts";
import { channelDetail, channelPage } from "./contract.ts";
import { isoOrNull, newestIso } from "./iso.ts";
import { purgeAnswer, requestsAnswer, trackAnswer, trackBody } from "./operations-contract.ts";
import { cutPage, pageStart } from "./paging.ts";
import { channelId, channelsQuery, nothing, sortParts, untrackQuery } from "./params.ts";
import { type Problem, problem, sendProblem } from "./problem.ts";

const STEADY_SORTS: readonly string[] = ["title", "trackedSince"];

/** As many as one request to track may hold. */
const REQUESTS_SHOWN = 500;

const params = z.strictObject({ id: channelId });
const unknownChannel = problem("not-found", "No channel of this id is known here.");

export function channelRoutes(app: Api, deps: { db: Db; clock: Clock; performancePool: number }): void {
  const { db, clock, performancePool } = deps;

  app.get(
    "/channels",
    {
      schema: {
        operationId: "listChannels",
        summary: "Channels with their counters, back-fill and medians",
        tags: ["channels"],
        querystring: channelsQuery,
        response: { 200: channelPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { limit, state } = request.query;
      const { sort, descending } = sortParts(request.query.sort);
      const start = pageStart(request.query, CHANNEL_SORTS[sort].kind);
      if (start.kind === "refused") return sendProblem(reply, start.problem);
      const found = await listChannels(db, state, { sort, descending, after: start.after, limit: limit + 1 });
      const { rows, next } = cutPage(found, limit, start.key, request, reply);
      return {
        items: rows.map(({ channel }) => channelItemOf(channel, performancePool)),
        next,
        asOf: newestIso(rows.map(({ channel }) => channel.snapshotAt ?? channel.describedAt)),
        approximate: !STEADY_SORTS.includes(sort),
      };
    },
  );

  app.get(
    "/channels/requests",
    {
      schema: {
        operationId: "listTrackRequests",
        summary: "What became of the newest requests to track a channel",
        tags: ["channels"],
        querystring: nothing,
        response: { 200: requestsAnswer, ...problemResponses },
      },
    },
    async () => {
      const rows = await listTrackRequests(db, REQUESTS_SHOWN);
      return {
        items: rows.map(({ requestedAt, settledAt, ...rest }) => ({
          ...rest,
          requestedAt: toIso(requestedAt),
          settledAt: isoOrNull(settledAt),
        })),
      };
    },
  );

  app.get(
    "/channels/:id",
    {
      schema: {
        operationId: "readChannel",
        summary: "One channel with its description and what is known of its videos",
        tags: ["channels"],
        params,
        querystring: nothing,
        response: { 200: channelDetail, ...problemResponses },
      },
    },
    async (request, reply) => {
      const channel = await readChannel(db, request.params.id);
      if (!channel) return sendProblem(reply, unknownChannel);
      const videos = await countVideosOf(db, request.params.id);
      const revisions = await listChannelRevisions(db, request.params.id);
      return {
        ...channelItemOf(channel, performancePool),
        description: channel.description,
        videos,
        revisions: revisions.map(({ seenAt, before }) => ({ seenAt: toIso(seenAt), before })),
      };
    },
  );

  app.post(
    "/channels",
    {
      schema: {
        operationId: "trackChannels",
        summary: "Ask for channels to be tracked; the collector looks them up within seconds",
        tags: ["channels"],
        security: [{ token: [] }],
        querystring: nothing,
        body: trackBody,
        response: { 202: trackAnswer, ...problemResponses },
      },
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
        tags: ["channels"],
        security: [{ token: [] }],
        params,
        querystring: untrackQuery,
        response: {
          202: purgeAnswer,
          204: z.null().meta({ description: "It is no longer tracked." }),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (request.query.purge === "true") {
        const refused = whyNotPurged(await requestPurge(db, id, clock.now()));
        if (refused) return sendProblem(reply, refused);
        return reply.code(202).send({ channelId: id, state: "purging" as const });
      }
      const untracked = await untrackChannel(db, id);
      return untracked ? reply.code(204).send(null) : sendProblem(reply, unknownChannel);
    },
  );
}

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

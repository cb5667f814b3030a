import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { channelId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { days, minus } from "#domain/time.ts";
import { readChannelDays, readChannelHistory } from "#storage/channels/channel-history.ts";
import { listChannelRevisions, readChannel } from "#storage/channels/channel-reads.ts";
import { countVideosOf, readCoverage } from "#storage/channels/channel-uploads.ts";
import type { Db } from "#storage/database.ts";
import { readTypical } from "#storage/scores/typical.ts";
import { channelItemOf } from "./channel-answer.ts";
import { channelDetail } from "./channel-detail-contract.ts";
import { channelDetailQuery } from "./channel-params.ts";
import {
  coveragePart,
  coverageSpan,
  dayOf,
  daysPart,
  firstHourPart,
  historyPart,
  rhythmPart,
  typicalPart,
} from "./channel-parts.ts";

/** Of so many days it is told what the channel's videos gained. */
const DAYS_SHOWN = 30;

const params = z.strictObject({ id: channelId });
const unknownChannel = problem("not-found", "No channel of this id is known here.");

export function channelDetailRoutes(app: Api, deps: { db: Db; clock: Clock; performancePool: number }): void {
  const { db, clock, performancePool } = deps;

  app.get(
    "/channels/:id",
    {
      schema: {
        operationId: "readChannel",
        summary: "One channel with its history, typical curves, publishing rhythm, first hours and coverage",
        tags: ["channels"],
        params,
        querystring: channelDetailQuery,
        response: { 200: channelDetail, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const now = clock.now();
      const channel = await readChannel(db, id);
      if (!channel) return sendProblem(reply, unknownChannel);
      const span = coverageSpan(channel, now);
      const [videos, firstHour, typical, rhythm, covered, gained, history, revisions] = await Promise.all([
        countVideosOf(db, id),
        firstHourPart(db, channel, performancePool),
        readTypical(db, id),
        rhythmPart(db, channel, now),
        readCoverage(db, id, span.from, span.to),
        readChannelDays(db, id, dayOf(minus(now, days(DAYS_SHOWN - 1)))),
        readChannelHistory(db, id, minus(now, days(request.query.historyDays))),
        listChannelRevisions(db, id),
      ]);
      const samples = gained.reduce((sum, row) => sum + row.samples, 0);
      return {
        ...channelItemOf(channel, performancePool),
        firstHour,
        description: channel.description,
        videos,
        typical: typicalPart(typical),
        rhythm,
        coverage: coveragePart(covered, span, samples, videos.known - videos.gone),
        days: daysPart(gained),
        history: historyPart(history),
        revisions: revisions.map(({ seenAt, before }) => ({ seenAt: toIso(seenAt), before })),
      };
    },
  );
}

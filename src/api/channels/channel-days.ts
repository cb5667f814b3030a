import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { csvOf, sendExport, textResponse } from "#api/files/export-stream.ts";
import { itemFields } from "#api/http/item-fields.ts";
import { asNumber, channelId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import type { ChannelId } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import { days, type Instant, minus } from "#domain/time.ts";
import {
  type ChannelDayRow,
  type ChannelHistoryRow,
  readChannelDays,
  readChannelHistory,
} from "#storage/channels/channel-history.ts";
import { readChannel } from "#storage/channels/channel-reads.ts";
import type { Db } from "#storage/database.ts";
import { dayOf } from "./channel-parts.ts";
import { type ChannelDay, channelDay, channelDays } from "./channel-uploads-contract.ts";

/** A year beside the year before it is the longest that one looks at day by day. */
const DAYS_MAX = 731;

const params = z.strictObject({ id: channelId });
const query = z.strictObject({
  days: z
    .preprocess(asNumber, z.int().min(1).max(DAYS_MAX))
    .default(30)
    .meta({ default: 30, description: "How many days back, today among them." }),
});
const unknownChannel = problem("not-found", "No channel of this id is known here.");
const COLUMNS = itemFields(channelDay).columns(null);

export function channelDaysRoutes(app: Api, deps: { db: Db; clock: Clock }): void {
  const { db, clock } = deps;
  const schema = { tags: ["channels"], params, querystring: query };

  app.get(
    "/channels/:id/days",
    {
      schema: {
        ...schema,
        operationId: "readChannelDays",
        summary: "A channel day by day: what its videos gained, its own counters, and how they changed",
        response: { 200: channelDays, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await readChannel(db, id))) return sendProblem(reply, unknownChannel);
      const now = clock.now();
      return { items: await daysOf(db, id, request.query.days, now), asOf: toIso(now) };
    },
  );

  app.get(
    "/channels/:id/days.csv",
    {
      schema: {
        ...schema,
        operationId: "exportChannelDays",
        summary: "The same days as a table",
        response: { 200: textResponse("csv", "A header and a row a day."), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await readChannel(db, id))) return sendProblem(reply, unknownChannel);
      const items = await daysOf(db, id, request.query.days, clock.now());
      return sendExport(reply, "days", "csv", csvOf(COLUMNS, items));
    },
  );
}

/** The days of which anything is known, newest first. */
async function daysOf(db: Db, id: ChannelId, count: number, now: Instant): Promise<ChannelDay[]> {
  const first = dayOf(minus(now, days(count - 1)));
  // A day more, so that the first one shown has one to be compared with.
  const [gained, history] = await Promise.all([
    readChannelDays(db, id, first),
    readChannelHistory(db, id, minus(now, days(count + 1))),
  ]);
  return joinedDays(gained, history, first).toReversed();
}

function joinedDays(
  gained: readonly ChannelDayRow[],
  history: readonly ChannelHistoryRow[],
  first: string,
): ChannelDay[] {
  const gainedOn = new Map(gained.map((row) => [row.day, row]));
  const readOn = new Map(history.map((row, place) => [dayOf(row.capturedAt), place]));
  const known = [...new Set([...gainedOn.keys(), ...readOn.keys()])].filter((day) => day >= first).sort();
  return known.map((day) => {
    const videos = gainedOn.get(day);
    const place = readOn.get(day);
    const read = place === undefined ? undefined : history[place];
    const before = place === undefined ? undefined : history[place - 1];
    return {
      day,
      gained: videos ? { views: videos.views, likes: videos.likes, comments: videos.comments } : null,
      uploads: videos?.uploads ?? 0,
      samples: videos?.samples ?? 0,
      open: (videos?.open ?? 0) > 0,
      counters: read ? { views: read.views, subscribers: read.subscribers, videoCount: read.videoCount } : null,
      change: read && before ? changeOf(before, read) : null,
      derived: true,
    };
  });
}

const changeOf = (before: ChannelHistoryRow, read: ChannelHistoryRow): ChannelDay["change"] => {
  const of = (counter: "views" | "subscribers" | "videoCount"): number | null => {
    const [from, to] = [before[counter], read[counter]];
    return from === null || to === null ? null : to - from;
  };
  const between = (Date.parse(dayOf(read.capturedAt)) - Date.parse(dayOf(before.capturedAt))) / days(1);
  return { views: of("views"), subscribers: of("subscribers"), videoCount: of("videoCount"), days: between };
};

import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { csvOf, sendExport, textResponse } from "#api/files/export-stream.ts";
import { format } from "#api/http/contract-fields.ts";
import { itemFields } from "#api/http/item-fields.ts";
import { channelId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import type { ChannelId } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Duration, days, hours, type Instant, inSeconds, plus } from "#domain/time.ts";
import { outlierAtAge } from "#domain/typical.ts";
import type { Format, VideoId } from "#domain/video.ts";
import { bandAtAge } from "#insights/typical.ts";
import { type Dot, listDots, readViewsAtAge } from "#storage/channels/channel-dots.ts";
import { readChannel } from "#storage/channels/channel-reads.ts";
import type { Db } from "#storage/database.ts";
import { readTypical, type Typical } from "#storage/scores/typical.ts";
import { type ChannelUploads, channelUploads, type UploadAtAge, uploadAtAge } from "./channel-uploads-contract.ts";

/** The milestones, at which every video is sampled; and the present, for a catalogue whose youth nobody sampled. */
const AGES: Readonly<Record<ChannelUploads["age"], Duration | null>> = {
  "1h": hours(1),
  "24h": hours(24),
  "7d": days(7),
  "30d": days(30),
  now: null,
};

type AgeName = ChannelUploads["age"];

const params = z.strictObject({ id: channelId });
const query = z.strictObject({
  age: channelUploads.shape.age
    .default("24h")
    .meta({ default: "24h", description: "At which age; `now` = by their last samples, whatever their ages." }),
  format: format.optional().meta({ description: "Those of one format, among the newest 1,000 uploads." }),
});
const unknownChannel = problem("not-found", "No channel of this id is known here.");
const COLUMNS = itemFields(uploadAtAge).columns(null);

export function channelUploadsRoutes(app: Api, deps: { db: Db; clock: Clock }): void {
  const { db, clock } = deps;
  const schema = { tags: ["channels"], params, querystring: query };

  app.get(
    "/channels/:id/uploads",
    {
      schema: {
        ...schema,
        operationId: "readUploadsAtAge",
        summary: "A channel's newest uploads, up to a hundred, all at the same age, with what is usual then",
        response: { 200: channelUploads, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await readChannel(db, id))) return sendProblem(reply, unknownChannel);
      return uploadsAt(db, id, request.query.age, request.query.format ?? null, clock.now());
    },
  );

  app.get(
    "/channels/:id/uploads.csv",
    {
      schema: {
        ...schema,
        operationId: "exportUploadsAtAge",
        summary: "The same uploads as a table",
        response: { 200: textResponse("csv", "A header and a row an upload."), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await readChannel(db, id))) return sendProblem(reply, unknownChannel);
      const { items } = await uploadsAt(db, id, request.query.age, request.query.format ?? null, clock.now());
      return sendExport(reply, `uploads-at-${request.query.age}`, "csv", csvOf(COLUMNS, items));
    },
  );
}

async function uploadsAt(
  db: Db,
  id: ChannelId,
  name: AgeName,
  wanted: Format | null,
  now: Instant,
): Promise<ChannelUploads> {
  const age = AGES[name];
  const [dots, typical] = await Promise.all([listDots(db, id, wanted), readTypical(db, id)]);
  const known = await viewsOf(db, dots, name);
  const items = dots.map((dot) => itemOf(dot, known.get(dot.id) ?? null, age, typical, now));
  const shown = typical.filter(({ format: each }) => wanted === null || each === wanted);
  return {
    age: name,
    ageSeconds: age && inSeconds(age),
    items,
    n: items.filter(({ views }) => views !== null).length,
    typical: age === null ? [] : shown.map((usual) => bandOf(usual, age)),
    asOf: toIso(now),
  };
}

function bandOf({ format: each, curves, computedAt }: Typical, at: Duration): ChannelUploads["typical"][number] {
  const { age: _, ...band } = bandAtAge(curves, at);
  return { format: each, ...band, derived: true, asOf: toIso(computedAt) };
}

/** What is known of the dots' views at an age. The first hour has a definition of its own (docs/formulas/first-hour.md). */
async function viewsOf(db: Db, dots: readonly Dot[], name: AgeName): Promise<ReadonlyMap<VideoId, number>> {
  const age = AGES[name];
  if (age !== null && name !== "1h") {
    return readViewsAtAge(
      db,
      dots.map(({ id }) => id),
      age,
    );
  }
  return new Map(
    dots.flatMap(({ id, firstHour, views }) => {
      const value = name === "1h" ? firstHour : views;
      return value === null ? [] : [[id, value] as const];
    }),
  );
}

const itemOf = (
  dot: Dot,
  views: number | null,
  age: Duration | null,
  typical: readonly Typical[],
  now: Instant,
): UploadAtAge => ({
  id: dot.id,
  title: dot.title,
  format: dot.format,
  thumbnailUrl: dot.thumbnailUrl,
  publishedAt: toIso(dot.publishedAt),
  gone: dot.isGone,
  views,
  reason: views === null ? whyNone(dot, age, now) : null,
  outlier: outlierOf(dot, views, age, typical),
  derived: true,
});

function whyNone(dot: Dot, age: Duration | null, now: Instant): UploadAtAge["reason"] {
  if (dot.startAt === null) return "notStarted";
  if (age !== null && now < plus(dot.startAt, age)) return "notReached";
  return dot.sampledAt !== null && dot.views === null ? "hidden" : "notSampled";
}

function outlierOf(
  dot: Dot,
  views: number | null,
  age: Duration | null,
  typical: readonly Typical[],
): UploadAtAge["outlier"] {
  if (views === null) return { value: null, n: 0, reason: "noViews" };
  if (age === null) return { value: null, n: 0, reason: "agesDiffer" };
  const usual = typical.find((each) => each.format === dot.format);
  if (!usual) return { value: null, n: 0, reason: dot.format === "unknown" ? "formatUnknown" : "tooFewVideos" };
  const { value, n, reason } = outlierAtAge(views, age, usual);
  if (reason === "ageOutOfRange") throw new Error("every age that is offered lies among the ages compared");
  return { value, n, reason };
}

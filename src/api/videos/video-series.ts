import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { csvOfParts, sendExport, textResponse } from "#api/files/export-stream.ts";
import { nextLink } from "#api/http/next-link.ts";
import { videoId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { columnsOf } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { type Duration, days, hours, type Instant, instant, latest, minutes, plus } from "#domain/time.ts";
import { TYPICAL_AGES } from "#domain/typical.ts";
import type { Db } from "#storage/database.ts";
import { readBuckets, readSeries, type SeriesRow } from "#storage/videos/series.ts";
import { readVideoSubject, type VideoSubject } from "#storage/videos/video-subject.ts";
import { ageSeriesOf, bucketSeriesOf, inWholeBuckets, rawSeriesOf } from "./series-answer.ts";
import { type Series, seriesAnswer } from "./series-contract.ts";
import { SNAPSHOTS_MAX, seriesExportQuery, seriesQuery } from "./video-params.ts";

const WIDTHS = { "5m": minutes(5), "1h": hours(1), "1d": days(1) } as const satisfies Record<string, Duration>;

/** Beyond the oldest age so long a way, samples still tell something of it (`valuesAtAges`): e² times as old. */
const BEYOND_AGES = 7.4;
const AGES_REACH: Duration = ((TYPICAL_AGES.at(-1) ?? 0) * BEYOND_AGES) as Duration;

/** More than any video is sampled in that time. */
const READINGS_MAX = 20_000;

const params = z.strictObject({ id: videoId });
const unknownVideo = problem("not-found", "No described video has this id.");

export function videoSeriesRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  app.get(
    "/videos/:id/series",
    {
      schema: {
        operationId: "readSeries",
        summary: "A video's snapshots as they were taken, the last of each bucket, or its views at fixed ages",
        tags: ["videos"],
        params,
        querystring: seriesQuery,
        response: { 200: seriesAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const video = await readVideoSubject(db, request.params.id);
      if (!video) return sendProblem(reply, unknownVideo);
      return nextLink(request, reply, await seriesOf(db, video, request.query, clock.now()));
    },
  );

  app.get(
    "/videos/:id/series.csv",
    {
      schema: {
        operationId: "exportSeries",
        summary: "Such a series as a table, with all of its rows",
        tags: ["videos"],
        params,
        querystring: seriesExportQuery,
        response: { 200: textResponse("csv", "A header and a row a snapshot, bucket or age."), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { query } = request;
      const video = await readVideoSubject(db, request.params.id);
      if (!video) return sendProblem(reply, unknownVideo);
      const parts = seriesParts(db, video, query, clock.now());
      return sendExport(reply, "series", "csv", csvOfParts(columnsIn(query.bucket), parts));
    },
  );
}

type SeriesAsked = z.infer<typeof seriesQuery>;

/** The snapshots of a video that tell its views at fixed ages; none before it has begun. */
export async function readAgedRows(
  db: Db,
  { id, startAt }: Pick<VideoSubject, "id" | "startAt">,
): Promise<SeriesRow[]> {
  if (startAt === null) return [];
  return readSeries(db, id, { from: startAt, to: plus(startAt, AGES_REACH) }, READINGS_MAX);
}

/** As much of a series as was asked for. */
async function seriesOf(db: Db, video: VideoSubject, query: SeriesAsked, now: Instant): Promise<Series> {
  const { id } = video;
  const { bucket, limit, from, to } = query;
  if (bucket === "age") {
    return ageSeriesOf(video, await readAgedRows(db, video), now);
  }
  const asked = { from: latest(from ?? video.knownFrom, video.knownFrom), to };
  if (bucket === "raw") {
    const rows = await readSeries(db, id, asked, limit + 1);
    return rawSeriesOf(video, { rows, limit });
  }
  const width = WIDTHS[bucket];
  const rows = await readBuckets(db, id, width, inWholeBuckets(asked, width), limit + 1);
  // Without a beginning asked for, there is nothing before the first snapshot that could be missing.
  const span = inWholeBuckets(from === undefined ? { to } : asked, width);
  return bucketSeriesOf(video, bucket, { rows, limit, span, width }, now);
}

/** All of a series, some at a time. */
async function* seriesParts(
  db: Db,
  video: VideoSubject,
  query: z.infer<typeof seriesExportQuery>,
  now: Instant,
): AsyncGenerator<readonly object[]> {
  let { from } = query;
  for (;;) {
    const series = await seriesOf(db, video, { ...query, from, limit: SNAPSHOTS_MAX }, now);
    yield series.bucket === "age" ? series.ages : series.snapshots;
    if (series.bucket === "age" || series.next === null) return;
    from = instant(Date.parse(series.next));
  }
}

const [RAW, BUCKETS, AGES] = seriesAnswer.options;

/** What a row of each series has. */
function columnsIn(bucket: SeriesAsked["bucket"]) {
  switch (bucket) {
    case "raw":
      return columnsOf(RAW.shape.snapshots.element);
    case "age":
      return columnsOf(AGES.shape.ages.element);
    case "5m":
    case "1h":
    case "1d":
      return columnsOf(BUCKETS.shape.snapshots.element);
  }
}

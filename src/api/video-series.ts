import { z } from "zod";
import type { Clock } from "#clock.ts";
import { type Duration, days, hours, latest, minutes, plus } from "#domain/time.ts";
import { TYPICAL_AGES } from "#domain/typical.ts";
import type { Db } from "#storage/database.ts";
import { readBuckets, readSeries } from "#storage/series.ts";
import { readVideoSubject } from "#storage/video-subject.ts";
import { type Api, problemResponses } from "./app-type.ts";
import { nextLink } from "./next-link.ts";
import { videoId } from "./params.ts";
import { problem, sendProblem } from "./problem.ts";
import { ageSeriesOf, bucketSeriesOf, inWholeBuckets, rawSeriesOf } from "./series-answer.ts";
import { seriesAnswer } from "./series-contract.ts";
import { seriesQuery } from "./video-params.ts";

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
      const { id } = request.params;
      const { bucket, limit, from, to } = request.query;
      const video = await readVideoSubject(db, id);
      if (!video) return sendProblem(reply, unknownVideo);
      if (bucket === "age") {
        const span = video.startAt === null ? {} : { from: video.startAt, to: plus(video.startAt, AGES_REACH) };
        const rows = video.startAt === null ? [] : await readSeries(db, id, span, READINGS_MAX);
        return ageSeriesOf(video, rows, clock.now());
      }
      const asked = { from: latest(from ?? video.knownFrom, video.knownFrom), to };
      if (bucket === "raw") {
        const rows = await readSeries(db, id, asked, limit + 1);
        return nextLink(request, reply, rawSeriesOf(video, { rows, limit }));
      }
      const width = WIDTHS[bucket];
      const rows = await readBuckets(db, id, width, inWholeBuckets(asked, width), limit + 1);
      // Without a beginning asked for, there is nothing before the first snapshot that could be missing.
      const span = inWholeBuckets(from === undefined ? { to } : asked, width);
      return nextLink(request, reply, bucketSeriesOf(video, bucket, { rows, limit, span, width }, clock.now()));
    },
  );
}

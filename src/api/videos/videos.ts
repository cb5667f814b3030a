import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { videoPage } from "#api/contract.ts";
import { EXPORT_TYPES, type ExportFormat, sendExport } from "#api/files/export-stream.ts";
import { sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import type { Db } from "#storage/database.ts";
import { videosAsText } from "./video-export.ts";
import type { LineDesk } from "./video-lines.ts";
import { orderOf, videoPageOf } from "./video-page.ts";
import { fieldsOf, questionOf, videosExportQuery, videosQuery } from "./videos-query.ts";

interface Dependencies {
  readonly db: Db;
  readonly patient: Db;
  readonly lines: LineDesk;
  readonly clock: Clock;
  readonly performancePool: number;
}

export function videoRoutes(app: Api, deps: Dependencies): void {
  const { db, patient, lines, clock, performancePool: pool } = deps;

  app.get(
    "/videos",
    {
      schema: {
        operationId: "listVideos",
        summary: "Videos by words, tags, channel, watch, date, format, counters and scores; sorted and paged",
        tags: ["videos"],
        querystring: videosQuery,
        response: { 200: videoPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { query } = request;
      const now = clock.now();
      const found = await videoPageOf(
        db,
        questionOf(query, now),
        query,
        fieldsOf(query),
        { now, pool },
        { request, reply },
      );
      return found.kind === "refused" ? sendProblem(reply, found.problem) : found.page;
    },
  );

  for (const format of Object.keys(EXPORT_TYPES) as ExportFormat[]) {
    app.get(
      `/videos.${format}`,
      {
        schema: {
          operationId: `exportVideosAs${format === "csv" ? "Csv" : "Ndjson"}`,
          summary: `Every video of a list as ${format === "csv" ? "CSV" : "a line of JSON each"}, in its order`,
          tags: ["videos"],
          querystring: videosExportQuery,
          response: {
            200: {
              description: format === "csv" ? "A header and a row a video." : "A video a line, as the list has it.",
              content: { [EXPORT_TYPES[format].split(";")[0] ?? ""]: { schema: z.string() } },
            },
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const now = clock.now();
        const wanted = {
          question: questionOf(query, now),
          order: orderOf(query.sort),
          format,
          fields: fieldsOf(query),
          now,
          pool,
        };
        return sendExport(reply, "videos", format, videosAsText(patient, lines, wanted));
      },
    );
  }
}

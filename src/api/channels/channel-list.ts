import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { EXPORT_TYPES, type ExportFormat, sendExport } from "#api/files/export-stream.ts";
import { sendProblem } from "#api/http/problem.ts";
import type { Db } from "#storage/database.ts";
import { channelPage } from "./channel-contract.ts";
import { channelPageOf, channelsAsCsv, channelsAsNdjson } from "./channel-page.ts";
import { channelFieldsOf, channelFilterOf, channelsExportQuery, channelsQuery } from "./channel-params.ts";

const EXPORTS = { csv: channelsAsCsv, ndjson: channelsAsNdjson } as const;

export function channelListRoutes(app: Api, deps: { db: Db; patient: Db; performancePool: number }): void {
  const { db, patient, performancePool: pool } = deps;

  app.get(
    "/channels",
    {
      schema: {
        operationId: "listChannels",
        summary: "Channels by text, country, counters and median, with their back-fill; sorted and paged",
        tags: ["channels"],
        querystring: channelsQuery,
        response: { 200: channelPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { page, pageSize, limit, cursor, ...rest } = request.query;
      const wanted = { filter: channelFilterOf(rest), fields: channelFieldsOf(rest), pool };
      const found = await channelPageOf(db, wanted, request.query, { request, reply });
      return found.kind === "refused" ? sendProblem(reply, found.problem) : found.page;
    },
  );

  for (const format of Object.keys(EXPORTS) as ExportFormat[]) {
    app.get(
      `/channels.${format}`,
      {
        schema: {
          operationId: `exportChannelsAs${format === "csv" ? "Csv" : "Ndjson"}`,
          summary: `Every channel of a list as ${format === "csv" ? "CSV" : "a line of JSON each"}, in its order`,
          tags: ["channels"],
          querystring: channelsExportQuery,
          response: {
            200: {
              description: format === "csv" ? "A header and a row a channel." : "A channel a line, as the list has it.",
              content: { [EXPORT_TYPES[format].split(";")[0] ?? ""]: { schema: z.string() } },
            },
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const wanted = { filter: channelFilterOf(query), fields: channelFieldsOf(query), pool };
        return sendExport(reply, "channels", format, EXPORTS[format](patient, wanted, query.sort));
      },
    );
  }
}

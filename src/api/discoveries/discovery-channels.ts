import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { type ExportFormat, sendExport, textResponse } from "#api/files/export-stream.ts";
import { cutPage, pageStart } from "#api/http/paging.ts";
import { sortParts } from "#api/http/params.ts";
import { sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Db } from "#storage/database.ts";
import {
  FOUND_CHANNEL_SORTS,
  type FoundChannelSort,
  listFoundChannels,
} from "#storage/discoveries/discovery-channels.ts";
import { isDiscoveryKnown } from "#storage/discoveries/discovery-reads.ts";
import { foundChannelPage } from "./discoveries-contract.ts";
import { foundChannelOf } from "./discovery-answer.ts";
import { unknownDiscovery } from "./discovery-detail.ts";
import { foundAsCsv, foundAsNdjson, foundFilterOf } from "./discovery-found.ts";
import { discoveryId, foundChannelsExportQuery, foundChannelsQuery } from "./discovery-params.ts";

/** Sorts whose values nothing that is found later changes, so that their pages visit each channel exactly once. */
const STEADY_SORTS: readonly string[] = ["firstShownAt", "settledAt"];

const EXPORTS = { csv: foundAsCsv, ndjson: foundAsNdjson } as const;

const params = z.strictObject({ id: discoveryId });

/** What a discovery has found. All of it stays when the discovery is removed, unless it is purged. */
export function discoveryChannelRoutes(app: Api, deps: { db: Db; patient: Db; clock: Clock }): void {
  const { db, patient, clock } = deps;

  app.get(
    "/discoveries/:id/channels",
    {
      schema: {
        operationId: "listFoundChannels",
        summary: "The channels that a discovery has found, the best first; filtered, sorted and paged",
        tags: ["discoveries"],
        params,
        querystring: foundChannelsQuery,
        response: { 200: foundChannelPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await isDiscoveryKnown(db, id))) return sendProblem(reply, unknownDiscovery);
      const { limit: most, cursor: _, ...query } = request.query;
      const { sort, descending } = sortParts<FoundChannelSort>(query.sort);
      const start = pageStart({ ...request.query, id } as typeof request.query, FOUND_CHANNEL_SORTS[sort].kind);
      if (start.kind === "refused") return sendProblem(reply, start.problem);
      const walk = { sort, descending, after: start.after, limit: most + 1 };
      const found = await listFoundChannels(db, id, foundFilterOf(query), walk);
      const { rows, next } = cutPage(found, most, start.key, request, reply);
      return {
        items: rows.map(({ channel }) => foundChannelOf(channel)),
        next,
        approximate: !STEADY_SORTS.includes(sort),
        asOf: toIso(clock.now()),
      };
    },
  );

  for (const format of Object.keys(EXPORTS) as ExportFormat[]) {
    app.get(
      `/discoveries/:id/channels.${format}`,
      {
        schema: {
          operationId: `exportFoundChannelsAs${format === "csv" ? "Csv" : "Ndjson"}`,
          summary: `Every such channel as ${format === "csv" ? "CSV" : "a line of JSON each"}, in its order`,
          tags: ["discoveries"],
          params,
          querystring: foundChannelsExportQuery,
          response: {
            200: textResponse(format, format === "csv" ? "A header and a row a channel." : "A channel a line."),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        if (!(await isDiscoveryKnown(db, id))) return sendProblem(reply, unknownDiscovery);
        return sendExport(reply, "found-channels", format, EXPORTS[format](patient, id, request.query));
      },
    );
  }
}

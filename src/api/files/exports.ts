import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { API_PREFIX } from "#api/api-prefix.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { cutPage, pageStart } from "#api/http/paging.ts";
import { cursor, limit, nothing } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { refusedBody } from "#api/http/refusals.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Manifest } from "#exports/manifest.ts";
import type { Db } from "#storage/database.ts";
import {
  type ExportRow,
  listExports,
  readExport,
  removeExport,
  requestExport,
  UNFINISHED_MAX,
} from "#storage/exports.ts";
import { type ExportItem, exportBody, exportItem, exportPage, exportParams, fileParams } from "./export-contract.ts";
import { type ExportDesk, removeFiles } from "./export-desk.ts";
import { oddWish, readExportFilter } from "./export-filter.ts";

interface ExportRouteDependencies {
  readonly db: Db;
  readonly clock: Clock;
  /** Absent where nothing is written: what is asked for then waits for a process that serves. */
  readonly exportDesk?: ExportDesk;
}

const unknownExport = problem("not-found", "No export of this id is here: it was removed, or is kept no longer.");

const exportsQuery = z.strictObject({ limit, cursor });

/** Exports as tasks: asked for, looked at, downloaded and removed. */
export function exportRoutes(app: Api, { db, clock, exportDesk: desk }: ExportRouteDependencies): void {
  app.post(
    "/exports",
    {
      config: { scope: "write", problems: ["too-many-exports"] },
      schema: {
        operationId: "requestExport",
        summary: "Have rows written to files with a manifest and a data dictionary; Location shows how it stands",
        tags: ["exports"],
        querystring: nothing,
        body: exportBody,
        response: { 202: exportItem, ...problemResponses },
      },
    },
    async (request, reply) => {
      const wish = request.body;
      const odd = oddWish(wish);
      if (odd) throw refusedBody([{ path: [odd.name], message: odd.message }]);
      const read = readExportFilter(wish.dataset, wish.filter);
      if (read.kind === "refused") {
        throw refusedBody(
          read.issues.flatMap((issue) =>
            issue.code === "unrecognized_keys"
              ? issue.keys.map((key) => ({ path: ["filter", key], message: "is not known here" }))
              : [{ path: ["filter", ...issue.path], message: issue.message }],
          ),
        );
      }
      const id = randomBytes(6).toString("hex");
      if (!(await requestExport(db, { id, ...wish }, clock.now()))) {
        return sendProblem(
          reply,
          problem(
            "too-many-exports",
            `${UNFINISHED_MAX} exports wait already: remove some, or wait until they are written.`,
          ),
        );
      }
      desk?.wake();
      const stored = await readExport(db, id);
      if (!stored) throw new Error("an export was removed while it was asked for");
      return reply.code(202).header("location", `${API_PREFIX}/exports/${id}`).send(itemOf(stored));
    },
  );

  app.get(
    "/exports",
    {
      schema: {
        operationId: "listExports",
        summary: "The exports that were asked for, the newest first",
        tags: ["exports"],
        querystring: exportsQuery,
        response: { 200: exportPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const start = pageStart(request.query, "instant");
      if (start.kind === "refused") return sendProblem(reply, start.problem);
      const most = request.query.limit;
      const found = await listExports(db, { after: start.after, limit: most + 1 });
      const placed = found.map((row) => ({ row, position: { value: row.requestedAt, id: row.id } }));
      const { rows, next } = cutPage(placed, most, start.key, request, reply);
      return { items: rows.map(({ row }) => itemOf(row)), next, asOf: toIso(clock.now()) };
    },
  );

  app.get(
    "/exports/:id",
    {
      schema: {
        operationId: "readExport",
        summary: "One export as it stands, with its files once it is done",
        tags: ["exports"],
        params: exportParams,
        querystring: nothing,
        response: { 200: exportItem, ...problemResponses },
      },
    },
    async (request, reply) => {
      const found = await readExport(db, request.params.id);
      return found ? itemOf(found) : sendProblem(reply, unknownExport);
    },
  );

  app.get(
    "/exports/:id/files/:name",
    {
      schema: {
        operationId: "downloadExport",
        summary: "A file of an export",
        tags: ["exports"],
        params: fileParams,
        querystring: nothing,
        response: {
          200: {
            description: "The file's bytes.",
            content: { "application/octet-stream": { schema: z.string().meta({ format: "binary" }) } },
          },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { id, name } = request.params;
      const found = await readExport(db, id);
      const isPart = found !== undefined && itemOf(found).files.some((file) => file.name === name);
      if (!found || !isPart) {
        return sendProblem(
          reply,
          found ? problem("not-found", "The export has no such file, or is not done.") : unknownExport,
        );
      }
      const path = join(desk?.directory ?? "", id, name);
      const size = desk
        ? await stat(path).then(
            ({ size }) => size,
            () => null,
          )
        : null;
      if (size === null) {
        return sendProblem(
          reply,
          problem(
            "not-found",
            "The file is not on this machine: another process has written it, or it was moved away.",
          ),
        );
      }
      return reply
        .type("application/octet-stream")
        .header("content-disposition", `attachment; filename="${name}"`)
        .header("content-length", size)
        .header("cache-control", "no-store")
        .send(createReadStream(path) as never);
    },
  );

  app.delete(
    "/exports/:id",
    {
      config: { scope: "write" },
      schema: {
        operationId: "removeExport",
        summary: "Remove an export with its files; one that is being written ends",
        tags: ["exports"],
        params: exportParams,
        querystring: nothing,
        response: { 204: z.null().meta({ description: "It is removed." }), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await removeExport(db, id))) return sendProblem(reply, unknownExport);
      if (desk) await removeFiles(desk.directory, id);
      return reply.code(204).send(null);
    },
  );
}

/** An export as the API tells of it. */
function itemOf(row: ExportRow): ExportItem {
  const manifest = row.state === "done" ? (row.manifest as Manifest | null) : null;
  const written = manifest ? [{ name: "manifest.json", bytes: null, sha256: null }, ...manifest.files] : [];
  return {
    id: row.id,
    dataset: exportItem.shape.dataset.parse(row.dataset),
    format: exportItem.shape.format.parse(row.format),
    filter: row.filter,
    idsOnly: row.idsOnly,
    pseudonyms: row.pseudonyms,
    state: row.state,
    requestedAt: toIso(row.requestedAt),
    begunAt: isoOrNull(row.begunAt),
    finishedAt: isoOrNull(row.finishedAt),
    rows: row.rows,
    rowsAbout: row.rowsAbout,
    reason: row.reason,
    expiresAt: isoOrNull(row.expiresAt),
    files: written.map(({ name, bytes, sha256 }) => ({
      name,
      path: `${API_PREFIX}/exports/${row.id}/files/${name}`,
      bytes,
      sha256,
    })),
  };
}

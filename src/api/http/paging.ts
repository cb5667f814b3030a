import type { FastifyReply, FastifyRequest } from "fastify";
import type { Position, SortColumn } from "#storage/sql/keyset.ts";
import { readCursor, walkKey, writeCursor } from "./cursor.ts";
import { type Problem, problem } from "./problem.ts";

interface PagedQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Where a page starts, and under which key its cursors are written; or why the cursor cannot be used. */
export type PageStart =
  | { readonly kind: "from"; readonly after: Position | null; readonly key: string }
  | { readonly kind: "refused"; readonly problem: Problem };

export function pageStart(query: PagedQuery, kind: SortColumn["kind"]): PageStart {
  const { limit: _, cursor, ...walk } = query;
  const key = walkKey(walk);
  if (cursor === undefined) return { kind: "from", after: null, key };
  const position = readCursor(cursor, key, kind);
  if (typeof position !== "string") return { kind: "from", after: position, key };
  return {
    kind: "refused",
    problem: problem("invalid-parameter", `cursor ${position}.`, [{ parameter: "cursor", message: position }]),
  };
}

/**
 * Cuts the row that was read beyond a page off again: it only told that there is a next page. Gives the page's rows and
 * the cursor of the next one, which also goes into the `Link` header.
 */
export function cutPage<Row extends { readonly position: Position }>(
  rows: readonly Row[],
  limit: number,
  key: string,
  request: FastifyRequest,
  reply: FastifyReply,
): { readonly rows: readonly Row[]; readonly next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (rows.length <= limit || last === undefined) return { rows: page, next: null };
  return { rows: page, next: nextPage(last.position, key, request, reply) };
}

/** The cursor of the page that continues after a position, which also goes into the `Link` header. */
export function nextPage(after: Position, key: string, request: FastifyRequest, reply: FastifyReply): string {
  const next = writeCursor(key, after);
  const url = new URL(request.url, "http://localhost");
  url.searchParams.delete("page");
  url.searchParams.delete("pageSize");
  url.searchParams.set("cursor", next);
  reply.header("link", `<${url.pathname}${url.search}>; rel="next"`);
  return next;
}

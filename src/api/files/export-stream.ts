import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { type Cell, csvLine } from "#exports/csv.ts";

/** The media type of each format. */
export const EXPORT_TYPES = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
} as const;

export type ExportFormat = keyof typeof EXPORT_TYPES;

/**
 * Answers with text that is made while it is read, as fast as the client takes it. What fails before the first piece is a
 * problem like any other; after that the connection is cut, so that nobody takes a part for the whole. A client that leaves
 * ends the making.
 */
export async function sendExport(
  reply: FastifyReply,
  name: string,
  format: ExportFormat,
  pieces: AsyncGenerator<string | Uint8Array>,
): Promise<FastifyReply> {
  const first = await pieces.next();
  const body = Readable.from(resumed(first, pieces), { objectMode: false, highWaterMark: 1 });
  return reply
    .type(EXPORT_TYPES[format])
    .header("content-disposition", `attachment; filename="${name}.${format}"`)
    .header("cache-control", "no-store")
    .serializer((text: string) => text)
    .send(body);
}

async function* resumed<Piece extends string | Uint8Array>(
  first: IteratorResult<Piece>,
  rest: AsyncGenerator<Piece>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.done) return;
    yield bytesOf(first.value);
    for await (const piece of rest) yield bytesOf(piece);
  } finally {
    await rest.return(undefined);
  }
}

const bytesOf = (piece: string | Uint8Array): Uint8Array => (typeof piece === "string" ? Buffer.from(piece) : piece);
/** How an operation that answers with an export is told in the OpenAPI document. */
export const textResponse = (format: ExportFormat, description: string) => ({
  description,
  content: { [EXPORT_TYPES[format].split(";")[0] ?? ""]: { schema: z.string() } },
});

/** Rows that come some at a time, as a table. */
export async function* csvOfParts<Item>(
  columns: readonly { readonly name: string; readonly cellOf: (item: Item) => Cell }[],
  parts: AsyncIterable<readonly Item[]>,
): AsyncGenerator<string> {
  yield csvLine(columns.map(({ name }) => name));
  for await (const items of parts) {
    yield items.map((item) => csvLine(columns.map(({ cellOf }) => cellOf(item)))).join("");
  }
}

/** Rows that are there already, as a table. */
export async function* csvOf<Item>(
  columns: readonly { readonly name: string; readonly cellOf: (item: Item) => Cell }[],
  items: readonly Item[],
): AsyncGenerator<string> {
  yield csvLine(columns.map(({ name }) => name));
  yield items.map((item) => csvLine(columns.map(({ cellOf }) => cellOf(item)))).join("");
}

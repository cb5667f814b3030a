import { createHash } from "node:crypto";
import { z } from "zod";
import type { Position, SortColumn } from "#storage/sql/keyset.ts";

const POSITION = z.tuple([
  z.string(),
  z.union([z.number(), z.string(), z.null()]),
  z.string().regex(/^[A-Za-z0-9_-]{11,24}$/),
]);

/** Years of five digits are written with a sign, which PostgreSQL takes for a time zone; nothing stored is before 1970. */
const INSTANT_END = Date.UTC(10_000, 0, 1);

/**
 * What a cursor is bound to: it continues the walk it came from, and means nothing under another sort or filter.
 * Twelve characters are no defence against forgery, nor need they be: a forged cursor reads what any query may read.
 */
export const walkKey = (query: Readonly<Record<string, unknown>>): string =>
  createHash("sha256")
    .update(JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest("base64url")
    .slice(0, 12);

/** A cursor's text: opaque to clients. */
export const writeCursor = (key: string, position: Position): string =>
  Buffer.from(JSON.stringify([key, position.value, position.id])).toString("base64url");

/** The position a cursor names, or what is wrong with it, in words. */
export function readCursor(text: string, key: string, kind: SortColumn["kind"]): Position | string {
  const parsed = POSITION.safeParse(parsedJson(Buffer.from(text, "base64url").toString("utf8")));
  if (!parsed.success) return "is not a cursor: take `next` of the page before as it is";
  const [madeFor, value, id] = parsed.data;
  if (madeFor !== key) return "belongs to another sort or filter: start again without it";
  return value === null || fits(kind, value)
    ? { value, id }
    : "is not a cursor: take `next` of the page before as it is";
}

function fits(kind: SortColumn["kind"], value: number | string): boolean {
  switch (kind) {
    case "instant":
      return Number.isInteger(value) && Number(value) >= 0 && Number(value) < INSTANT_END;
    case "integer":
      return Number.isSafeInteger(value);
    case "fraction":
      return typeof value === "number";
    case "text":
      // PostgreSQL's text holds everything but NUL.
      return typeof value === "string" && !value.includes("\0");
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

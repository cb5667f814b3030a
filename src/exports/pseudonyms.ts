import { createHmac } from "node:crypto";
import type { Cell } from "./csv.ts";
import { nestedRow } from "./nested-row.ts";
import type { Table, TableColumn } from "./table.ts";

/** 96 bits: among a billion ids two would share a pseudonym once in a hundred thousand installations. */
const LENGTH = 16;

/** Rows come with the same channel over and over; a hash is not worth more memory than this many of them. */
const REMEMBERED_MAX = 100_000;

/**
 * A table whose ids are pseudonyms and whose words are left out. The same id has the same pseudonym in every export of an
 * installation, and without the key nobody tells one from the other. It is no anonymity: whoever knows a video's publication
 * and views finds it again (docs/exports.md says so).
 */
export function pseudonymous<Row>(table: Table<Row>, key: string): Table<Row> {
  const remembered = new Map<string, string>();
  const pseudonymOf = (kind: "videoId" | "channelId", id: string): string => {
    const text = `${kind} ${id}`;
    const before = remembered.get(text);
    if (before !== undefined) return before;
    const made = createHmac("sha256", key).update(text).digest("base64url").slice(0, LENGTH);
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(text, made);
    return made;
  };
  const columns = table.columns.flatMap((column): TableColumn<Row>[] => {
    const { telling, cellOf } = column;
    if (telling === "words") return [];
    if (telling === null) return [column];
    const hidden = (row: Row): Cell => {
      const id = cellOf(row);
      return typeof id === "string" ? pseudonymOf(telling, id) : null;
    };
    return [{ ...column, cellOf: hidden }];
  });
  return { ...table, columns, jsonOf: (row) => nestedRow(columns, row) };
}

/** A table of its ids alone, for sets that others fill again from YouTube. */
export function idsAlone<Row>(table: Table<Row>): Table<Row> {
  const columns = table.columns.filter(({ name }) => name === "id");
  return { ...table, columns, jsonOf: (row) => nestedRow(columns, row), timeColumn: null, coverage: null };
}

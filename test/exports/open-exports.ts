import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { inject } from "vitest";
import { openInsightDesk } from "#analysis/insight-desk.ts";
import { inlineDesk } from "#analysis/text-desk.ts";
import { readExportFilter } from "#api/files/export-filter.ts";
import { tableOf } from "#api/files/export-tables.ts";
import { type Clock, systemClock } from "#clock.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { parseInstant } from "#domain/time.ts";
import type { ExportWish } from "#exports/manifest.ts";
import { writeExport } from "#exports/write-export.ts";
import type { Db } from "#storage/database.ts";
import { unitsSpentOver } from "#storage/export-reads.ts";
import { NOW } from "../api/now.ts";

const clock: Clock = { ...systemClock, now: () => NOW };

type Asked = Pick<ExportWish, "dataset" | "format"> & Partial<ExportWish>;

/** Writes an export of a database into a directory of its own, as the command does. */
export async function exported(
  db: Db,
  asked: Asked,
  { key = "a secret", signal }: { readonly key?: string; readonly signal?: AbortSignal } = {},
) {
  const wish: ExportWish = { filter: {}, idsOnly: false, pseudonyms: false, ...asked };
  const read = readExportFilter(wish.dataset, wish.filter);
  if (read.kind === "refused") throw new Error(JSON.stringify(read.issues));
  const texts = inlineDesk(db);
  const desk = openInsightDesk({
    reads: db,
    patient: db,
    clock,
    timeout: clock.timeout,
    texts,
    failed: () => undefined,
  });
  const directory = await mkdtemp(join(inject("runDirectory"), "export-"));
  const table = await tableOf(read.filter, { patient: db, clock, desk, performancePool: PERFORMANCE_POOL_MIN });
  const writing = writeExport(table, wish, {
    clock,
    directory,
    versions: { viewcurve: "1.2.3", schema: 16 },
    pseudonymKey: key,
    unitsSpent: ({ from, to }) => unitsSpentOver(db, parseInstant(from) ?? NOW, parseInstant(to) ?? NOW),
    progress: () => undefined,
    ...(signal ? { signal } : {}),
  });
  return { directory, writing, file: join(directory, `${wish.dataset}.${wish.format}`) };
}

/** What DuckDB says to a statement: rows as JSON values. */
export async function askDuckDb(statement: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(statement)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

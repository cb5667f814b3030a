import { type Instant, parseInstant } from "#domain/time.ts";
import type { ExportWish, Manifest, Versions } from "#exports/manifest.ts";
import { writeExport } from "#exports/write-export.ts";
import { schemaVersion, unitsSpentOver } from "#storage/export-reads.ts";
import { readExportFilter } from "./export-filter.ts";
import { type TableSources, tableOf } from "./export-tables.ts";

/** An export as whoever writes it is told of it, in whatever thread. */
export interface ExportWork {
  readonly wish: ExportWish;
  /** Where its files are written. */
  readonly directory: string;
  /** Of the program. */
  readonly version: Versions["viewcurve"];
  readonly pseudonymKey: string;
  /** `ApiDependencies.performancePool` */
  readonly performancePool: number;
  readonly now: Instant;
}

/** Who looks on while an export is written. */
export interface ExportWatcher {
  /** Told after each part how many rows are written, of about how many; what it throws ends the writing. */
  progress(rows: number, rowsAbout: number | null): Promise<void> | void;
  /** Ends the writing, which is rejected. */
  readonly signal: AbortSignal;
}

/** Writes an export to its end: in a thread of its own (exports-pool.ts), or where it is asked. */
export type WriteExportWork = (work: ExportWork, watcher: ExportWatcher) => Promise<Manifest>;

/** A writer that works where it is asked, for words, which are few and found elsewhere, and for tests. */
export const writeInline =
  (sources: Omit<TableSources, "performancePool" | "signal">): WriteExportWork =>
  async ({ wish, directory, version, pseudonymKey, performancePool }, { progress, signal }) => {
    const { patient, clock } = sources;
    const read = readExportFilter(wish.dataset, wish.filter);
    if (read.kind === "refused") throw new Error("the filter is one that this Viewcurve does not know");
    const table = await tableOf(read.filter, { ...sources, performancePool, signal });
    return writeExport(table, wish, {
      clock,
      directory,
      versions: { viewcurve: version, schema: await schemaVersion(patient) },
      pseudonymKey,
      unitsSpent: ({ from, to }) =>
        unitsSpentOver(patient, parseInstant(from) ?? clock.now(), parseInstant(to) ?? clock.now()),
      progress: (rows) => progress(rows, table.rowsAbout),
      signal,
    });
  };

import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "#clock.ts";
import { type Duration, minutes, parseInstant, plus, seconds } from "#domain/time.ts";
import type { Dataset, FileFormat } from "#exports/datasets.ts";
import type { Versions } from "#exports/manifest.ts";
import { writeExport } from "#exports/write-export.ts";
import type { Db } from "#storage/database.ts";
import { schemaVersion, unitsSpentOver } from "#storage/export-reads.ts";
import {
  finishExport,
  knownExports,
  type RequestedExport,
  removeExpiredExports,
  reportExport,
  takeExport,
} from "#storage/exports.ts";
import { readExportFilter } from "./export-filter.ts";
import { type TableSources, tableOf } from "./export-tables.ts";

/** Writes the exports that are asked for, one after the other. */
export interface ExportDesk {
  /** Where an export's files lie, each under its id. */
  readonly directory: string;
  /** There is something to do: looks at once. */
  wake(): void;
}

interface DeskDeps extends TableSources {
  readonly db: Db;
  readonly directory: string;
  /** How long files are kept. */
  readonly keep: Duration;
  /** Of the program. */
  readonly version: Versions["viewcurve"];
  readonly pseudonymKey: string;
  /** Of this process, among all that write. */
  readonly writer: string;
  /** Told what went wrong while nobody waited. */
  readonly failed: (message: string) => void;
}

/** What another process asked for, and what one that died has left, is found so late. */
const LOOK_EVERY = minutes(1);

/** How often the row is told of the progress, at most. */
const REPORT_EVERY = seconds(1);

const ID = /^[0-9a-f]{12}$/;

/** Somebody removed the export, or follows a writer he took for dead. */
const NOT_OURS = Symbol("not ours");

/**
 * Opens the desk of a process that serves. It waits by the machine's clock, whatever clock the service lives by: exports are
 * no part of what virtual time passes for.
 */
export function openExportDesk(deps: DeskDeps): ExportDesk & { close(): Promise<void> } {
  const { db, clock, directory, failed } = deps;
  const closing = new AbortController();
  let waking = new AbortController();

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const woken = waking.signal;
      try {
        await removeExpiredExports(db, clock.now());
        await removeStrangers(db, directory);
        for (;;) {
          const taken = closing.signal.aborted ? null : await takeExport(db, deps.writer, clock.now());
          if (taken === null) break;
          await carryOut(taken, deps, closing.signal);
        }
      } catch (error) {
        if (!closing.signal.aborted)
          failed(`Exports are not looked after: ${error instanceof Error ? error.message : error}.`);
      }
      await systemClock.until(plus(systemClock.now(), LOOK_EVERY), AbortSignal.any([woken, closing.signal]));
      if (woken.aborted) waking = new AbortController();
    }
  }
  const running = run();
  return {
    directory,
    wake: () => waking.abort(),
    async close() {
      closing.abort(NOT_OURS);
      await running;
    },
  };
}

/** Removes the directories of exports that are in no row any more. */
async function removeStrangers(db: Db, directory: string): Promise<void> {
  const ids = (await readdir(directory).catch((): string[] => [])).filter((name) => ID.test(name));
  if (ids.length === 0) return;
  const known = await knownExports(db, ids);
  for (const id of ids) if (!known.has(id)) await rm(join(directory, id), { recursive: true, force: true });
}

/** Writes one export to its end, and stores what became of it. One that the end of the process breaks off is begun again. */
async function carryOut(taken: RequestedExport, deps: DeskDeps, signal: AbortSignal): Promise<void> {
  const { db, patient, clock, directory, keep, version, pseudonymKey, writer } = deps;
  const mine = { id: taken.id, writer };
  const place = join(directory, taken.id);
  const lost = new AbortController();
  try {
    // What a writer before has left is not part of it.
    await rm(place, { recursive: true, force: true });
    const read = readExportFilter(taken.dataset as Dataset, taken.filter);
    if (read.kind === "refused") throw new Error("the filter is one that this Viewcurve does not know");
    const table = await tableOf(read.filter, deps);
    let next = clock.now();
    const manifest = await writeExport(
      table,
      { ...taken, dataset: taken.dataset as Dataset, format: taken.format as FileFormat },
      {
        clock,
        directory: place,
        versions: { viewcurve: version, schema: await schemaVersion(patient) },
        pseudonymKey,
        unitsSpent: ({ from, to }) =>
          unitsSpentOver(patient, parseInstant(from) ?? clock.now(), parseInstant(to) ?? clock.now()),
        async progress(rows) {
          const now = clock.now();
          if (now < next) return;
          next = plus(now, REPORT_EVERY);
          if (!(await reportExport(db, mine, { rows, rowsAbout: table.rowsAbout }, now))) lost.abort(NOT_OURS);
        },
        signal: AbortSignal.any([signal, lost.signal]),
      },
    );
    const now = clock.now();
    await finishExport(db, mine, { manifest }, { now, expiresAt: plus(now, keep) });
  } catch (error) {
    // Whoever follows this writer may be at work in the same place; what nobody knows any more is removed at the next look.
    if (lost.signal.aborted) return;
    await rm(place, { recursive: true, force: true });
    if (signal.aborted) return;
    const now = clock.now();
    const reason = error instanceof Error ? error.message : String(error);
    await finishExport(db, mine, { reason }, { now, expiresAt: plus(now, keep) });
  }
}

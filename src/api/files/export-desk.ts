import { randomBytes } from "node:crypto";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, systemClock } from "#clock.ts";
import { type Duration, type Instant, minutes, plus, seconds } from "#domain/time.ts";
import type { Dataset, FileFormat } from "#exports/datasets.ts";
import type { Versions } from "#exports/manifest.ts";
import type { Db } from "#storage/database.ts";
import {
  finishExport,
  knownExports,
  type RequestedExport,
  removeExpiredExports,
  reportExport,
  takeExport,
} from "#storage/exports.ts";
import type { WriteExportWork } from "./export-work.ts";

/** Writes the exports that are asked for, one after the other. */
export interface ExportDesk {
  /** Where an export's files lie, each under its id. */
  readonly directory: string;
  /** There is something to do: looks at once. */
  wake(): void;
}

interface DeskDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** Writes where nobody waits for it, and, what is quickly written, here. */
  readonly write: WriteExportWork;
  readonly writeHere: WriteExportWork;
  /** `ApiDependencies.performancePool` */
  readonly performancePool: number;
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

/** An export's files lie under its id, those of a writer who is not done under the id and something of his own. */
const PLACE = /^[0-9a-f]{12}(?:-[0-9a-f]{8})?$/;
const idOf = (place: string): string => place.slice(0, 12);

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

/** Removes what lies there of exports that are in no row any more. */
async function removeStrangers(db: Db, directory: string): Promise<void> {
  const places = (await readdir(directory).catch((): string[] => [])).filter((name) => PLACE.test(name));
  if (places.length === 0) return;
  const known = await knownExports(db, [...new Set(places.map(idOf))]);
  for (const name of places) if (!known.has(idOf(name))) await rm(join(directory, name), REMOVE);
}

/** Removes an export's files, and what its writers have left unfinished. */
export async function removeFiles(directory: string, id: string): Promise<void> {
  const places = (await readdir(directory).catch((): string[] => [])).filter((name) => PLACE.test(name));
  for (const name of places) if (idOf(name) === id) await rm(join(directory, name), REMOVE);
}

/** Somebody may be writing there at the moment. */
const REMOVE = { recursive: true, force: true, maxRetries: 3 } as const;

/** Writes one export to its end, and stores what became of it. One that the end of the process breaks off is begun again. */
async function carryOut(taken: RequestedExport, deps: DeskDeps, signal: AbortSignal): Promise<void> {
  const { db, clock, directory, keep, version, pseudonymKey, performancePool, writer } = deps;
  const mine = { id: taken.id, writer };
  // A place of its own: a writer who was taken for dead may wake beside the one who follows him.
  const draft = join(directory, `${taken.id}-${randomBytes(4).toString("hex")}`);
  const lost = new AbortController();
  let reported: Progress = { rows: 0, rowsAbout: null };
  const stillMine = async (now: Instant): Promise<boolean> => {
    const isMine = await reportExport(db, mine, reported, now);
    if (!isMine) lost.abort(NOT_OURS);
    return isMine;
  };
  try {
    await removeFiles(directory, taken.id);
    const wish = { ...taken, dataset: taken.dataset as Dataset, format: taken.format as FileFormat };
    // Words are few, and found by threads of their own.
    const write = wish.dataset === "keywords" ? deps.writeHere : deps.write;
    let next = clock.now();
    const manifest = await write(
      { wish, directory: draft, version, pseudonymKey, performancePool, now: clock.now() },
      {
        async progress(rows, rowsAbout) {
          reported = { rows, rowsAbout };
          const now = clock.now();
          if (now < next) return;
          next = plus(now, REPORT_EVERY);
          await stillMine(now);
        },
        signal: AbortSignal.any([signal, lost.signal]),
      },
    );
    const now = clock.now();
    // Nobody follows a writer who has just given a sign of life: until the next line nothing else comes to lie there.
    if (!(await stillMine(now))) throw NOT_OURS;
    await rename(draft, join(directory, taken.id));
    await finishExport(db, mine, { manifest }, { now, expiresAt: plus(now, keep) });
  } catch (error) {
    await rm(draft, REMOVE);
    // Whoever follows this writer says what becomes of it.
    if (lost.signal.aborted || signal.aborted) return;
    const now = clock.now();
    const reason = error instanceof Error ? error.message : String(error);
    await finishExport(db, mine, { reason }, { now, expiresAt: plus(now, keep) });
  }
}

interface Progress {
  readonly rows: number;
  readonly rowsAbout: number | null;
}

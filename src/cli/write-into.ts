import { systemClock } from "#clock.ts";
import { parseInstant } from "#domain/time.ts";
import type { ExportWish, Manifest } from "#exports/manifest.ts";
import type { Table } from "#exports/table.ts";
import { writeExport } from "#exports/write-export.ts";
import { schemaVersion, unitsSpentOver } from "#storage/export-reads.ts";
import { fail } from "./exit.ts";
import type { Installation } from "./open-installation.ts";
import { VERSION } from "./product-version.ts";
import { progressBar } from "./progress-bar.ts";

interface Writing extends Pick<Installation, "db" | "vault"> {
  /** Ends the writing: somebody wants the command to stop. */
  readonly signal: AbortSignal;
}

/**
 * Writes a table into a directory with a bar that shows how far it is. Says in one sentence why what is there is not whole,
 * and gives `null` then.
 */
export async function writeInto<Row>(
  directory: string,
  table: Table<Row>,
  wish: ExportWish,
  { db, vault, signal }: Writing,
): Promise<Manifest | null> {
  const bar = progressBar(table.rowsAbout ?? 0);
  try {
    return await writeExport(table, wish, {
      clock: systemClock,
      directory,
      versions: { viewcurve: VERSION, schema: await schemaVersion(db) },
      pseudonymKey: vault.derive("pseudonyms"),
      unitsSpent: ({ from, to }) => unitsSpentOver(db, parsed(from), parsed(to)),
      progress: (rows) => bar.at(rows, `${rows.toLocaleString("en")} rows`),
      signal,
    });
  } catch (error) {
    if (signal.aborted) fail(`Stopped: what ${directory} holds is not whole.`);
    else {
      const { code } = error as NodeJS.ErrnoException;
      // A disk that is full or may not be written to is no bug; the database's own errors have codes of five digits.
      if (!/^E[A-Z]+$/.test(code ?? "")) throw error;
      fail(`${directory} cannot be written to (${code}): what it holds is not whole.`);
    }
    return null;
  } finally {
    bar.end();
  }
}

/** Instants of a manifest are ours. */
const parsed = (text: string) => parseInstant(text) ?? systemClock.now();

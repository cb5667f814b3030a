import type { Clock } from "#clock.ts";
import type { Db } from "#storage/database.ts";
import { deriveImported } from "#storage/imports/derive-imported.ts";
import { beginImport, type ImportRow, markImport, readImport } from "#storage/imports/import-rows.ts";
import { storeSamples } from "#storage/imports/store-samples.ts";
import { countReasons, partsOf, readPart } from "./read-rows.ts";
import type { TakenSpan } from "./read-sample.ts";
import type { RefusalLog } from "./refusal-log.ts";
import { BrokenFile } from "./row.ts";
import type { SourceFile } from "./source-file.ts";
import { ToldTexts } from "./told-texts.ts";
import type { Understood } from "./understand.ts";

/** So many rows are stored together: a tenth of a second's work, and all that a kill costs. */
const PART_ROWS = 1_000;

export interface SnapshotImport {
  readonly db: Db;
  readonly clock: Clock;
  readonly source: SourceFile;
  readonly understood: Understood;
  readonly span: TakenSpan;
  readonly log: RefusalLog;
  /** The fewest first hours that a median is taken over. */
  readonly performancePool: number;
  /** Told after each part. */
  readonly progress: (doing: "reading" | "deriving") => void;
}

export type Imported =
  | { readonly kind: "imported"; readonly row: ImportRow }
  /** The file broke off, or another process imports it: what is stored stays, and `row` says how far it came. */
  | { readonly kind: "failed"; readonly row: ImportRow; readonly reason: string };

/**
 * Imports a file of counters: stores every row that can be read, part by part, and then works out what follows. An import of
 * the same file that was killed goes on behind its last part. Importing what is there already changes nothing.
 */
export async function importSnapshots(work: SnapshotImport): Promise<Imported> {
  const { db, clock, source, understood } = work;
  const file = { kind: "snapshots", name: source.name, sha256: source.sha256, mapping: understood.named } as const;
  const begun = await beginImport(db, file, clock.now());
  if (begun.state === "reading") {
    const stored = await storeAll(work, begun);
    if (stored.kind === "takenOver") return { kind: "failed", row: await rowOf(db, begun.id), reason: TAKEN_OVER };
    if (stored.kind === "broken") {
      await markImport(db, begun.id, "failed", stored.reason, clock.now());
      // What was stored before is there to be shown.
      await deriveAll(work);
      return { kind: "failed", row: await rowOf(db, begun.id), reason: stored.reason };
    }
    await markImport(db, begun.id, "deriving", null, clock.now());
  }
  await deriveAll(work);
  await markImport(db, begun.id, "done", null, clock.now());
  return { kind: "imported", row: await rowOf(db, begun.id) };
}

async function rowOf(db: Db, id: string): Promise<ImportRow> {
  const row = await readImport(db, id);
  if (!row) throw new Error(`the import ${id} vanished`);
  return row;
}

type StoredAll =
  | { readonly kind: "stored" }
  | { readonly kind: "takenOver" }
  | { readonly kind: "broken"; readonly reason: string };

/** Stores all parts behind the import's position. */
async function storeAll(work: SnapshotImport, begun: ImportRow): Promise<StoredAll> {
  const { db, clock, understood, span, log, progress } = work;
  const { table, mapping } = understood;
  const told = new ToldTexts();
  const made = new Set<string>();
  await log.begin();
  let read = 0;
  // While the database stores a part, the next one is read.
  let storing: Promise<boolean> = Promise.resolve(true);
  try {
    for await (const rows of partsOf(table, PART_ROWS)) {
      const behind = Math.max(0, begun.position - read);
      const from = read + behind;
      read += rows.length;
      const all = readPart(rows, table, mapping, span);
      await log.write(all.refused);
      if (behind >= rows.length) continue;
      const { taken, samples, refused } = behind === 0 ? all : readPart(rows.slice(behind), table, mapping, span);
      if (!(await storing)) return { kind: "takenOver" };
      const part = { from, taken, samples, telling: told.news(samples), refusals: countReasons(refused) };
      storing = storeSamples(db, begun.id, part, made, clock.now()).then(({ kind }) => kind === "stored");
      // An error is thrown where it is awaited, also when reading fails before.
      storing.catch(() => undefined);
      progress("reading");
    }
  } catch (error) {
    // Whatever happened, nothing is being stored any more when this ends.
    await storing.catch(() => undefined);
    if (!(error instanceof BrokenFile)) throw error;
    return (await storing) ? { kind: "broken", reason: error.message } : { kind: "takenOver" };
  }
  return { kind: (await storing) ? "stored" : "takenOver" };
}

const TAKEN_OVER =
  "Another process is importing the same file: let it finish, `viewcurve import status` shows how far it is.";

async function deriveAll({ db, clock, performancePool, progress }: SnapshotImport): Promise<void> {
  for await (const _ of deriveImported(db, () => clock.now(), performancePool)) progress("deriving");
}

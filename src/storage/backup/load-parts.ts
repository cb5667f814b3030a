import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { parseInstant } from "#domain/time.ts";
import { fillPartition } from "#storage/videos/partitions.ts";
import { type BackupPart, BLOCK_BYTES } from "./backup-format.ts";
import { type BackupFrame, UnreadableBackup } from "./backup-reader.ts";
import { copyIn } from "./copy.ts";
import type { Session } from "./session.ts";
import { copyTarget, readTables, type StoredTable } from "./stored-tables.ts";

type Connection = Pick<Session, "client" | "db">;

const unpack = promisify(zstdDecompress);

/**
 * Loads all parts of a backup into empty tables; gives the number of rows. Throws `UnreadableBackup` when the file is
 * not what it was when it was verified, or does not fit the tables: the transaction must then end without effect.
 */
export async function loadParts(connection: Connection, frames: AsyncGenerator<BackupFrame>): Promise<number> {
  const tables = new Map((await readTables(connection.db)).map((table) => [table.name, table]));
  const loaded = new Set<string>();
  let rows = 0;
  let frame = await nextOf(frames);
  while (frame.kind !== "end") {
    if (frame.kind === "header") {
      frame = await nextOf(frames);
      continue;
    }
    if (frame.kind === "rows") throw new UnreadableBackup("This backup has rows that belong to no table.");
    const { part } = frame;
    const place = `${part.table} ${part.month ?? ""}`;
    if (!fits(part, tables.get(part.table)) || loaded.has(place)) {
      throw new UnreadableBackup(`This backup holds a table ${part.table} that its schema does not have.`);
    }
    loaded.add(place);
    rows += await loadPart(
      connection,
      part,
      (async function* () {
        // The frame after the part's rows is left for the next round.
        for (frame = await nextOf(frames); frame.kind === "rows"; frame = await nextOf(frames)) {
          yield await unpack(frame.packed, { maxOutputLength: BLOCK_BYTES });
        }
      })(),
    );
  }
  const missing = [...tables.values()].filter(({ name, partitioned }) => !partitioned && !loaded.has(`${name} `));
  if (missing.length > 0) {
    throw new UnreadableBackup(`This backup lacks ${missing.map(({ name }) => name).join(", ")}.`);
  }
  if (rows !== frame.end.rows || loaded.size !== frame.end.parts) {
    throw new UnreadableBackup(`This backup gave ${rows} rows, and it should have ${frame.end.rows}.`);
  }
  return rows;
}

/** Whether the rows of a part can go into a table: a month into a partitioned one, and all columns into each. */
const fits = (part: BackupPart, table: StoredTable | undefined): boolean =>
  table !== undefined &&
  table.partitioned === (part.month !== null) &&
  [...table.columns].sort().join() === [...part.columns].sort().join();

async function loadPart({ client, db }: Connection, part: BackupPart, blocks: AsyncIterable<Buffer>): Promise<number> {
  const into = (relation: string) => copyIn(client, `copy ${copyTarget(relation, part.columns)} from stdin`, blocks);
  if (part.month === null) return into(part.table);
  const month = parseInstant(part.month);
  if (month === null) throw new UnreadableBackup(`This backup holds rows of no month (${part.month}).`);
  let rows = 0;
  await fillPartition(db, part.table, month, async (relation) => {
    rows = await into(relation);
  });
  return rows;
}

async function nextOf(frames: AsyncGenerator<BackupFrame>): Promise<BackupFrame> {
  const { value, done } = await frames.next();
  if (done) throw new UnreadableBackup("This backup has no end.");
  return value;
}

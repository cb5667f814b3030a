import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import type { Db } from "#storage/database.ts";
import { readMigrations, tablesEverMade } from "#storage/migrate.ts";
import { monthOfPartition } from "#storage/videos/partitions.ts";
import type { BackupPart } from "./backup-format.ts";

/** What holds rows: a table, or one month of a partitioned one. */
export interface StoredPart extends BackupPart {
  /** The table the rows lie in: `table` itself, or its partition. */
  readonly relation: string;
  /** What the server's statistics say, 0 when it has none: good for a progress bar. */
  readonly rowsAbout: number;
}

/** A table of ours, as the catalogue has it. */
export interface StoredTable {
  readonly name: string;
  readonly partitioned: boolean;
  /** Those that are written, not worked out by the server. */
  readonly columns: readonly string[];
  readonly rowsAbout: number;
}

/**
 * Our tables in a database, by name, as the server's catalogue has them and not as a list of ours does: what a later
 * migration adds is in it by itself. Somebody else's tables beside them are not ours to copy or to drop.
 */
export async function readTables(db: Db): Promise<readonly StoredTable[]> {
  const ours = [...tablesEverMade(await readMigrations())];
  const { rows } = await sql<{ name: string; partitioned: boolean; columns: string[]; rows_about: number }>`
    select c.relname as name, c.relkind = 'p' as partitioned, greatest(c.reltuples, 0)::float8 as rows_about,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname = any(${ours}::text[])
    order by c.relname`.execute(db);
  return rows.map(({ rows_about, ...row }) => ({ ...row, rowsAbout: rows_about }));
}

/** Everything in which our tables keep rows. */
export async function readStoredParts(db: Db): Promise<readonly StoredPart[]> {
  const parts: StoredPart[] = [];
  for (const { name, partitioned, columns, rowsAbout } of await readTables(db)) {
    if (!partitioned) parts.push({ table: name, relation: name, columns, month: null, rowsAbout });
    else {
      for (const partition of await readPartitions(db, name)) {
        const month = toIso(monthOfPartition(name, partition.name));
        parts.push({ table: name, relation: partition.name, columns, month, rowsAbout: partition.rows_about });
      }
    }
  }
  return parts;
}

async function readPartitions(db: Db, parent: string): Promise<readonly { name: string; rows_about: number }[]> {
  const { rows } = await sql<{ name: string; rows_about: number }>`
    select c.relname as name, greatest(c.reltuples, 0)::float8 as rows_about
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = to_regclass(${parent})
    order by c.relname`.execute(db);
  return rows;
}

/** `"table" ("column", …)`, as COPY takes it. */
export const copyTarget = (relation: string, columns: readonly string[]): string =>
  `${quoted(relation)} (${columns.map(quoted).join(", ")})`;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

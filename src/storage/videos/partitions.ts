import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import { type Instant, instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/** The tables that are partitioned by the month of `captured_at`. */
const PARTITIONED = ["snapshot", "channel_snapshot"] as const;
type Partitioned = (typeof PARTITIONED)[number];

/** The advisory lock under which partitions are made. */
const PARTITION_LOCK = 8_686_002;

interface Partition {
  readonly name: string;
  readonly parent: Partitioned;
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Makes the monthly partitions (UTC) in which the instants `from` to `to` lie, where they are missing. Two processes
 * may do so at once. When all exist it is one look at the catalogue; a caller in a loop remembers how far it went.
 */
export async function ensurePartitions(db: Db, from: Instant, to: Instant): Promise<void> {
  const wanted = partitionsBetween(from, to);
  if ((await missingOf(db, wanted)).length === 0) return;
  await inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`.execute(trx);
    for (const partition of await missingOf(trx, wanted)) await create(trx, partition);
  });
}

/**
 * Makes one month's partition, which must not be there yet, and has it filled before it joins its table: its index is
 * then built at once from all its rows, which takes a fraction of what adding them one by one would. `month` may be any
 * instant of it.
 */
export async function fillPartition(
  trx: Db,
  parent: string,
  month: Instant,
  fill: (name: string) => Promise<void>,
): Promise<void> {
  const known = PARTITIONED.find((table) => table === parent);
  if (known === undefined) throw new Error(`${parent} has no partitions`);
  await create(trx, partitionOf(known, monthOf(month)), fill);
}

/**
 * Drops the months that ended before `line`, with all their rows. A month that somebody reads right now stays for the next
 * time: waiting for it would make everybody else wait behind us. Gives the names of those that went.
 */
export async function dropPartitions(db: Db, line: Instant): Promise<readonly string[]> {
  const dropped: string[] = [];
  for (const { name } of await readPartitionsBefore(db, line)) {
    try {
      await inTransaction(db, async (trx) => {
        await sql`set local lock_timeout = ${sql.lit(LOCK_PATIENCE)}`.execute(trx);
        await sql`drop table ${sql.table(name)}`.execute(trx);
      });
      dropped.push(name);
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
  }
  return dropped;
}

/** Nobody notices so short a wait behind us. */
const LOCK_PATIENCE = "100ms";

/** What `lock_timeout` ends a statement with. */
const isBusy = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "55P03";

async function readPartitionsBefore(db: Db, line: Instant): Promise<readonly { readonly name: string }[]> {
  const { rows } = await sql<{ name: string; parent: string }>`
    select c.relname as name, p.relname as parent
    from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    join pg_class p on p.oid = i.inhparent
    where p.relnamespace = current_schema()::regnamespace and p.relname = any(${[...PARTITIONED]}::text[])
    order by c.relname`.execute(db);
  return rows.filter(({ name, parent }) => monthOf(monthOfPartition(parent, name), 1) <= line);
}

/** The first instant of the month whose partition this is; throws when `name` is none that we make. */
export function monthOfPartition(parent: string, name: string): Instant {
  const [, year, month] = /^(\d{4})_(\d{2})$/.exec(name.slice(parent.length + 1)) ?? [];
  if (!name.startsWith(`${parent}_`) || year === undefined || month === undefined) {
    throw new Error(`${name} is no partition of ${parent} that Viewcurve makes`);
  }
  return instant(Date.UTC(Number(year), Number(month) - 1));
}

function partitionsBetween(from: Instant, to: Instant): Partition[] {
  const partitions: Partition[] = [];
  for (let month = monthOf(from); month <= to; month = monthOf(month, 1)) {
    for (const parent of PARTITIONED) partitions.push(partitionOf(parent, month));
  }
  return partitions;
}

const partitionOf = (parent: Partitioned, month: Instant): Partition => ({
  name: `${parent}_${toIso(month).slice(0, 7).replace("-", "_")}`,
  parent,
  from: month,
  to: monthOf(month, 1),
});

/** The beginning of the UTC month that contains `moment`, or of one `later` months after it. */
function monthOf(moment: Instant, later = 0): Instant {
  const date = new Date(moment);
  return instant(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later));
}

async function missingOf(db: Db, wanted: readonly Partition[]): Promise<Partition[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relname = any(${wanted.map(({ name }) => name)}::text[])
  `.execute(db);
  const there = new Set(rows.map(({ name }) => name));
  return wanted.filter(({ name }) => !there.has(name));
}

/**
 * Attaching a table locks the parent far less than creating the partition in place would: readers and writers of the
 * other months go on.
 */
async function create(
  trx: Db,
  { name, parent, from, to }: Partition,
  fill?: (name: string) => Promise<void>,
): Promise<void> {
  await sql`create table ${sql.table(name)} (like ${sql.table(parent)} including defaults including constraints)`.execute(
    trx,
  );
  await fill?.(name);
  await sql`alter table ${sql.table(parent)} attach partition ${sql.table(name)}
    for values from (${sql.lit(toIso(from))}) to (${sql.lit(toIso(to))})`.execute(trx);
}

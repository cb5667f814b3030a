import { sql } from "kysely";
import { type Instant, minus, seconds } from "#domain/time.ts";
import { type Position, readKeyset } from "#storage/sql/keyset.ts";
import { at, type Db } from "./database.ts";

/* Exports that were asked for by the API, and who writes them. */

/** What was asked for. */
export interface RequestedExport {
  readonly id: string;
  readonly dataset: string;
  readonly format: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly idsOnly: boolean;
  readonly pseudonyms: boolean;
}

/** So many may wait or be written: a client that asks in a loop fills no disk. */
export const UNFINISHED_MAX = 20;

/** A writer that was silent so long is gone: each part of an export takes a second or two. */
const SILENCE_MAX = seconds(60);

/** Somebody who was killed by an export would be so again. */
const ATTEMPTS_MAX = 3;

/** Stores a wish; `false` when too many wait already. */
export async function requestExport(db: Db, wish: RequestedExport, now: Instant): Promise<boolean> {
  const { rows } = await sql`
    insert into export (id, dataset, format, filter, ids_only, pseudonyms, state, requested_at)
    select ${wish.id}, ${wish.dataset}, ${wish.format}, ${JSON.stringify(wish.filter)}::jsonb, ${wish.idsOnly}::boolean,
      ${wish.pseudonyms}::boolean, 'waiting', ${at(now)}
    where (select count(*) from export where state in ('waiting', 'writing')) < ${UNFINISHED_MAX}::integer
    returning id`.execute(db);
  return rows.length > 0;
}

/**
 * Takes the export that waits longest, also one whose writer is silent, for `writer`; `null` when none waits. One that was
 * begun too often is failed instead.
 */
export async function takeExport(db: Db, writer: string, now: Instant): Promise<RequestedExport | null> {
  const silent = sql`(state = 'writing' and alive_at < ${at(minus(now, SILENCE_MAX))})`;
  await sql`
    update export set state = 'failed', finished_at = ${at(now)}, expires_at = ${at(now)},
      reason = 'Whoever wrote it was ended each time.'
    where ${silent} and attempts >= ${ATTEMPTS_MAX}::integer`.execute(db);
  const { rows } = await sql<RequestedExport>`
    update export set state = 'writing', attempts = attempts + 1, writer = ${writer}, begun_at = ${at(now)},
      alive_at = ${at(now)}, rows = 0
    where id = (
      select id from export where state = 'waiting' or ${silent} order by requested_at, id limit 1 for update skip locked
    )
    returning id, dataset, format, filter, ids_only as "idsOnly", pseudonyms`.execute(db);
  return rows[0] ?? null;
}

/** Says how far a writer has come; `false` when the export is no longer his: it was removed, or somebody followed him. */
export async function reportExport(
  db: Db,
  { id, writer }: { readonly id: string; readonly writer: string },
  { rows, rowsAbout }: { readonly rows: number; readonly rowsAbout: number | null },
  now: Instant,
): Promise<boolean> {
  const updated = await db
    .updateTable("export")
    .set({ rows, rows_about: rowsAbout, alive_at: at(now) })
    .where("id", "=", id)
    .where("writer", "=", writer)
    .where("state", "=", "writing")
    .returning("id")
    .execute();
  return updated.length > 0;
}

/** Stores what became of an export, and until when it is kept; nothing when it is no longer the writer's. */
export async function finishExport(
  db: Db,
  { id, writer }: { readonly id: string; readonly writer: string },
  became: { readonly manifest: { readonly rows: number } } | { readonly reason: string },
  { now, expiresAt }: { readonly now: Instant; readonly expiresAt: Instant },
): Promise<void> {
  await db
    .updateTable("export")
    .set({
      ...("manifest" in became
        ? { state: "done", manifest: JSON.stringify(became.manifest), rows: became.manifest.rows }
        : { state: "failed", reason: became.reason }),
      finished_at: at(now),
      expires_at: at(expiresAt),
    })
    .where("id", "=", id)
    .where("writer", "=", writer)
    .where("state", "=", "writing")
    .execute();
}

const exports = (db: Db) =>
  db
    .selectFrom("export as e")
    .select([
      "e.id",
      "e.dataset",
      "e.format",
      "e.filter",
      "e.ids_only as idsOnly",
      "e.pseudonyms",
      "e.state",
      "e.requested_at as requestedAt",
      "e.begun_at as begunAt",
      "e.finished_at as finishedAt",
      "e.rows",
      "e.rows_about as rowsAbout",
      "e.manifest",
      "e.reason",
      "e.expires_at as expiresAt",
    ]);

/** One export as it stands; `undefined` when it is not there. */
export const readExport = (db: Db, id: string) => exports(db).where("e.id", "=", id).executeTakeFirst();

export type ExportRow = NonNullable<Awaited<ReturnType<typeof readExport>>>;

/** Exports, the newest first. */
export const listExports = (
  db: Db,
  { after, limit }: { readonly after: Position | null; readonly limit: number },
): Promise<readonly ExportRow[]> => {
  const column = { ref: "e.requested_at", kind: "instant", nullable: false, indexNulls: "first" } as const;
  return readKeyset({ column, idRef: "e.id", descending: true, after, limit }, (where, order, most) =>
    exports(db).where(where).orderBy(sql`${order}`).limit(most).execute(),
  );
};

/** Removes an export; `false` when it was not there. Whoever writes it learns of it by his next report. */
export async function removeExport(db: Db, id: string): Promise<boolean> {
  const removed = await db.deleteFrom("export").where("id", "=", id).returning("id").execute();
  return removed.length > 0;
}

/** Removes the exports that are kept no longer. */
export async function removeExpiredExports(db: Db, now: Instant): Promise<void> {
  await db.deleteFrom("export").where("expires_at", "<=", at(now)).execute();
}

/** Those of some ids that are exports of this database. */
export async function knownExports(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("export")
    .select("id")
    .where(sql<boolean>`id = any(${[...ids]}::text[])`)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

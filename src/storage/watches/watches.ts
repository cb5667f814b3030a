import { createHash } from "node:crypto";
import { sql } from "kysely";
import { type Duration, type Instant, inSeconds } from "#domain/time.ts";
import type { Cadence, ChartFilters, SearchFilters, WatchId, WatchSource } from "#domain/watch.ts";
import { type BucketShare, fits } from "#domain/watch-cost.ts";
import { ONLY_SHARD } from "#storage/collecting/lease.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { readBucketShare } from "./watch-bucket.ts";
import { heldByWatch } from "./watch-pages.ts";
import { cadenceOf } from "./watch-rows.ts";

/** What somebody wants watched. */
export interface WatchWish {
  readonly name: string;
  readonly source: WatchSource;
  readonly paused: boolean;
  readonly cadence: Cadence;
  readonly since: Instant;
}

/** Why a watch cannot be as somebody wants it. */
export type WatchRefusal =
  /** Another watch that is kept has the same filters: two would pay twice for one answer. */
  | { readonly kind: "twin"; readonly id: WatchId; readonly name: string }
  /** Its fixed cadence does not fit into the day's bucket beside the others'. */
  | { readonly kind: "tooOften"; readonly every: Duration; readonly among: BucketShare };

/**
 * Why no watch may be as this wish says; `null` when one may. What is said may change until it is.
 *
 * @param id the watch that is to be so; `null` = a new one.
 */
export const refusalOf = (
  db: Db,
  { source, paused, cadence }: Omit<WatchWish, "name" | "since">,
  id: WatchId | null = null,
) => whyNot(db, { source, paused, every: cadence.every, id });

/** Adds a watch. Its first run is due at once. */
export async function addWatch(
  db: Db,
  wish: WatchWish,
  now: Instant,
): Promise<{ readonly kind: "added"; readonly id: WatchId } | WatchRefusal> {
  return inTransaction(db, async (trx) => {
    // Whoever changes watches waits here for the one before: two that fit alone may not fit together.
    const version = await bumpPlanningChange(trx);
    const refused = await refusalOf(trx, wish);
    if (refused) return refused;
    const id = await freeId(trx, wish.source, now);
    await trx
      .insertInto("watch")
      .values({
        id,
        name: wish.name,
        kind: wish.source.kind,
        filters: JSON.stringify(wish.source.filters),
        state: wish.paused ? "paused" : "active",
        ...cadenceColumns(wish.cadence),
        since: at(wish.since),
        created_at: at(now),
        changed_version: version,
      })
      .execute();
    await startProgress(trx, id, now);
    return { kind: "added", id };
  });
}

/** What somebody wants changed of a watch; what is absent stays. */
export interface WatchEdit {
  readonly name?: string | undefined;
  /** All of them anew. */
  readonly filters?: SearchFilters | ChartFilters | undefined;
  readonly paused?: boolean | undefined;
  readonly cadence?: { readonly [Part in keyof Cadence]?: Cadence[Part] | undefined } | undefined;
}

export type Edited =
  | { readonly kind: "edited" }
  | { readonly kind: "unknown" }
  /** Its shortest distance between runs would be above its longest. */
  | { readonly kind: "crossed"; readonly cadence: Cadence }
  /** Somebody else changed it meanwhile. */
  | { readonly kind: "stale"; readonly version: number }
  | WatchRefusal;

/**
 * Changes a watch that is kept. Other filters are another search: what it read so far says nothing of them, so its progress
 * begins anew, now. Pausing it or another cadence lets it go on where it was.
 *
 * @param seen the version that was looked at; `null` = whatever it is now.
 */
export async function editWatch(
  db: Db,
  id: WatchId,
  edit: WatchEdit,
  seen: number | null,
  now: Instant,
): Promise<Edited> {
  return inTransaction(db, async (trx) => {
    await holdOffSettlements(trx);
    const version = await bumpPlanningChange(trx);
    const before = await trx
      .selectFrom("watch")
      .selectAll()
      .where("id", "=", id)
      .where("state", "<>", "removed")
      .executeTakeFirst();
    if (!before) return { kind: "unknown" };
    if (seen !== null && seen !== before.changed_version) return { kind: "stale", version: before.changed_version };
    const source = { kind: before.kind, filters: edit.filters ?? before.filters } as WatchSource;
    const paused = edit.paused ?? before.state === "paused";
    const cadence = { ...cadenceOf(before), ...definedOf(edit.cadence ?? {}) };
    if (cadence.everyMin > cadence.everyMax) return { kind: "crossed", cadence };
    const refused = await whyNot(trx, { source, paused, every: cadence.every, id });
    if (refused) return refused;
    await trx
      .updateTable("watch")
      .set({
        changed_version: version,
        state: paused ? "paused" : "active",
        ...(edit.name === undefined ? {} : { name: edit.name }),
        ...(edit.filters === undefined ? {} : { filters: JSON.stringify(edit.filters) }),
        ...cadenceColumns(cadence),
      })
      .where("id", "=", id)
      .execute();
    if (edit.filters !== undefined && canonical(edit.filters) !== canonical(before.filters)) {
      await startProgress(trx, id, now);
    }
    return { kind: "edited" };
  });
}

/** Stops watching for good. What was found stays, and so do the runs; `false` when there is no such watch. */
export async function removeWatch(db: Db, id: WatchId): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    await holdOffSettlements(trx);
    const kept = await trx
      .selectFrom("watch")
      .select("id")
      .where("id", "=", id)
      .where("state", "<>", "removed")
      .executeTakeFirst();
    if (!kept) return false;
    const version = await bumpPlanningChange(trx);
    const { numUpdatedRows } = await trx
      .updateTable("watch")
      .set({ state: "removed", changed_version: version })
      .where("id", "=", id)
      .where("state", "<>", "removed")
      .executeTakeFirst();
    if (Number(numUpdatedRows) === 0) return false;
    await trx.deleteFrom("watch_task").where("watch_id", "=", id).execute();
    // Nobody asks any more for what only this watch has found.
    await sql`
      update video_counter c set searched = false
      from watch_video v
      where v.watch_id = ${id} and v.video_id = c.video_id and c.searched
        and not ${heldByWatch(sql`c.video_id`)}`.execute(trx);
    return true;
  });
}

/** Settlements lock the same row: a call under way must not write of a watch as it was before. */
async function holdOffSettlements(trx: Db): Promise<void> {
  await sql`select from lease where shard = ${ONLY_SHARD} for no key update`.execute(trx);
}

interface Wanted {
  readonly source: WatchSource;
  readonly paused: boolean;
  readonly every: Duration | null;
  readonly id: WatchId | null;
}

async function whyNot(db: Db, { source, paused, every, id }: Wanted): Promise<WatchRefusal | null> {
  const { rows } = await sql<{ id: WatchId; name: string }>`
    select id, name from watch
    where kind = ${source.kind} and filters = ${JSON.stringify(source.filters)}::text::jsonb and state <> 'removed'
      and id is distinct from ${id}`.execute(db);
  const [twin] = rows;
  if (twin) return { kind: "twin", ...twin };
  if (paused || every === null) return null;
  const among = await readBucketShare(db, source.kind, id);
  return fits(every, among) ? null : { kind: "tooOften", every, among };
}

/** Written for a new watch, and over what one with other filters had come to. Its counts of calls and finds go on. */
async function startProgress(trx: Db, id: WatchId, now: Instant): Promise<void> {
  await trx.deleteFrom("watch_task").where("watch_id", "=", id).execute();
  const fresh = {
    watermark: at(now),
    ran_at: null,
    learned: sql<number[]>`'{}'::float8[]`,
    not_before: at(now),
    attempts: 0,
    trouble: null,
  };
  await trx
    .insertInto("watch_progress")
    .values({ watch_id: id, ...fresh, runs: 0, calls: 0, found: 0 })
    .onConflict((conflict) => conflict.column("watch_id").doUpdateSet(fresh))
    .execute();
}

const cadenceColumns = ({ every, everyMin, everyMax, share }: Cadence) => ({
  share,
  every_seconds: every === null ? null : inSeconds(every),
  every_min_seconds: inSeconds(everyMin),
  every_max_seconds: inSeconds(everyMax),
});

/** Only what was said of a cadence: what is left out must not stand in the way of what is there. */
export const definedOf = (cadence: NonNullable<WatchEdit["cadence"]>): Partial<Cadence> =>
  Object.fromEntries(Object.entries(cadence).filter(([, value]) => value !== undefined));

/** Filters as one text, whatever the order in which they were given. */
const canonical = (filters: unknown): string =>
  JSON.stringify(
    Object.entries(filters as Record<string, unknown>)
      .filter(([, value]) => value !== undefined)
      .sort(),
  );

/** An id that follows from what is watched and since when; a watch removed within the same millisecond may have it. */
async function freeId(trx: Db, { kind, filters }: WatchSource, now: Instant): Promise<WatchId> {
  for (let n = 0; ; n += 1) {
    const hash = createHash("sha256")
      .update(`${kind} ${canonical(filters)} ${now} ${n}`)
      .digest("base64url");
    const id = hash.slice(0, 12) as WatchId;
    // A command line would take it for an option.
    if (id.startsWith("-")) continue;
    if (!(await trx.selectFrom("watch").select("id").where("id", "=", id).executeTakeFirst())) return id;
  }
}

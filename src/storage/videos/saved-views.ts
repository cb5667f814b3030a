import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/** A page of the dashboard under a name. */
export interface SavedView {
  readonly name: string;
  readonly path: string;
  readonly query: string;
  readonly createdAt: Instant;
  readonly changedAt: Instant;
  /** The name of the token or session that saved it last; `null` = the token of the settings. */
  readonly savedBy: string | null;
}

/** More than these nobody finds his way through, and a list of them is one answer. */
export const SAVED_VIEWS_MAX = 500;

const COLUMNS = [
  "name",
  "path",
  "query",
  "created_at as createdAt",
  "changed_at as changedAt",
  "saved_by as savedBy",
] as const;

/** All of them, by their names. */
export const listSavedViews = (db: Db): Promise<readonly SavedView[]> =>
  db.selectFrom("saved_view").select(COLUMNS).orderBy("name").limit(SAVED_VIEWS_MAX).execute();

export const readSavedView = (db: Db, name: string): Promise<SavedView | undefined> =>
  db.selectFrom("saved_view").select(COLUMNS).where("name", "=", name).executeTakeFirst();

/**
 * Keeps a page under a name, in place of what had the name. "full" = it would be one more than `SAVED_VIEWS_MAX`, give or
 * take those that others add at the same instant.
 */
export async function saveView(
  db: Db,
  { name, path, query, savedBy }: Pick<SavedView, "name" | "path" | "query" | "savedBy">,
  now: Instant,
): Promise<{ readonly kind: "saved"; readonly view: SavedView } | { readonly kind: "full" }> {
  const isThere = await readSavedView(db, name);
  if (!isThere) {
    const { views } = await db
      .selectFrom("saved_view")
      .select((count) => count.fn.countAll<number>().as("views"))
      .executeTakeFirstOrThrow();
    if (views >= SAVED_VIEWS_MAX) return { kind: "full" };
  }
  const changed = { path, query, changed_at: at(now), saved_by: savedBy };
  const view = await db
    .insertInto("saved_view")
    .values({ name, created_at: at(now), ...changed })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(changed))
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return { kind: "saved", view };
}

/** Gives a view another name. "taken" = another one has it, and neither is changed. */
export const renameView = (
  db: Db,
  name: string,
  { to, savedBy }: { readonly to: string; readonly savedBy: string | null },
  now: Instant,
): Promise<{ readonly kind: "renamed"; readonly view: SavedView } | { readonly kind: "taken" | "unknown" }> =>
  inTransaction(db, async (trx) => {
    const former = await trx
      .selectFrom("saved_view")
      .select(COLUMNS)
      .where("name", "=", name)
      .forUpdate()
      .executeTakeFirst();
    if (!former) return { kind: "unknown" };
    if (to === name) return { kind: "renamed", view: former };
    const { path, query, createdAt } = former;
    // Of two who want the same name at once, the key lets one have it.
    const view = await trx
      .insertInto("saved_view")
      .values({ name: to, path, query, created_at: at(createdAt), changed_at: at(now), saved_by: savedBy })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .returning(COLUMNS)
      .executeTakeFirst();
    if (!view) return { kind: "taken" };
    await trx.deleteFrom("saved_view").where("name", "=", name).execute();
    return { kind: "renamed", view };
  });

/** Whether there was one to forget. */
export async function deleteView(db: Db, name: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom("saved_view").where("name", "=", name).executeTakeFirst();
  return numDeletedRows > 0n;
}

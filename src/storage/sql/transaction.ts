import { inSavepoint } from "#storage/collecting/unstorable.ts";
import type { Db } from "#storage/database.ts";

/** Runs `act` in a transaction; in a part of the caller's when it has one: a transaction cannot hold another. */
export const inTransaction = <T>(db: Db, act: (trx: Db) => Promise<T>): Promise<T> =>
  db.isTransaction ? inSavepoint(db, () => act(db)) : db.transaction().execute(act);

import { inject } from "vitest";
import { instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { migrate } from "#storage/migrate.ts";
import { openNative } from "./native-database.ts";
import { openPglite } from "./pglite-database.ts";
import { openPostgres15 } from "./postgres-15.ts";

/**
 * The engines every query suite runs on: `describe.each(engines)("… on %s", (engine) => …)`. They are those that hold anybody's
 * data: the one that we bring, and the eldest that we promise. PGlite holds nobody's, and took a third of the suites' time.
 */
export const engines = ["native", "postgres15"] as const;
type Engine = "pglite" | (typeof engines)[number];

export interface TestDatabase {
  readonly db: Db;
  close(): Promise<void>;
}

/**
 * A migrated, empty database of the file's own, marked virtual. Open one in `beforeAll`, close it in `afterAll`, and
 * keep tests apart with `inRollback`. PGlite has a single session: what needs two at once is a test for `native`.
 */
export async function openTestDatabase(engine: Engine): Promise<TestDatabase> {
  switch (engine) {
    case "pglite": {
      const db = await openPglite(inject("runDirectory"), prepare);
      return { db, close: () => db.destroy() };
    }
    case "native":
      return openNative(inject("runDirectory"), prepare);
    case "postgres15":
      return openPostgres15(inject("runDirectory"), prepare);
  }
}

/** Runs `act` in a transaction that is always rolled back; gives what it returned, or throws what it threw. */
export async function inRollback<T>(db: Db, act: (db: Db) => Promise<T>): Promise<T> {
  const transaction = await db.startTransaction().execute();
  try {
    return await act(transaction);
  } finally {
    await transaction.rollback().execute();
  }
}

/** Migrates a fresh database and marks it virtual. */
export async function prepare(db: Db): Promise<void> {
  const migrated = await migrate(db, "virtual", instant(Date.UTC(2026, 0, 1)));
  if (migrated.kind === "refused") throw new Error(migrated.reason);
}

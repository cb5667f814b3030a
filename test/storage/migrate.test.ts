import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, sql } from "kysely";
import { describe, expect, inject, it } from "vitest";
import { days, minus, plus } from "#domain/time.ts";
import { type Db, openDatabase, TYPE_PARSERS } from "#storage/database.ts";
import { migrate, readMigrations } from "#storage/migrate.ts";
import type { Database } from "#storage/tables.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { engines, inRollback, openTestDatabase } from "../harness/databases.ts";
import { openNative } from "../harness/native-database.ts";
import { NOON } from "./settlements.ts";

async function inEmptyDatabase(act: (db: Db) => Promise<void>): Promise<void> {
  const db = new Kysely<Database>({
    dialect: new PGliteDialect({ pglite: await PGlite.create({ parsers: TYPE_PARSERS }) }),
  });
  try {
    await act(db);
  } finally {
    await db.destroy();
  }
}

const tables = async (db: Db) => {
  const { rows } =
    await sql`select relname from pg_class where relnamespace = 'public'::regnamespace order by 1`.execute(db);
  return rows;
};

describe("migrating", () => {
  it("marks a fresh database, and does nothing the second time", () =>
    inEmptyDatabase(async (db) => {
      const all = await readMigrations();
      expect(await migrate(db, "real", NOON)).toEqual({ kind: "migrated", applied: all.length });
      const before = await tables(db);
      expect(await migrate(db, "real", plus(NOON, days(1)))).toEqual({ kind: "migrated", applied: 0 });
      expect(await tables(db)).toEqual(before);
      expect(await db.selectFrom("installation").selectAll().execute()).toEqual([
        expect.objectContaining({
          singleton: true,
          kind: "real",
          created_at: NOON,
          several_projects_at: null,
          decided_at: null,
        }),
      ]);
      expect(await db.selectFrom("migration").selectAll().execute()).toEqual(
        all.map(({ version, name }) => ({ version, name, applied_at: NOON })),
      );
    }));

  it.each(["real", "virtual"] as const)("refuses a %s database to the other kind, and says what to do", (kind) =>
    inEmptyDatabase(async (db) => {
      await migrate(db, kind, NOON);
      const other = kind === "real" ? "virtual" : "real";
      const refused = await migrate(db, other, NOON);
      expect(refused).toMatchObject({ kind: "refused", reason: expect.stringContaining(`holds ${kind} data`) });
    }),
  );

  it("refuses a database that a newer program has migrated", () =>
    inEmptyDatabase(async (db) => {
      await migrate(db, "real", NOON);
      await sql`insert into migration values (9999, '9999-later.sql', '2026-01-01Z')`.execute(db);
      const refused = await migrate(db, "real", NOON);
      expect(refused).toMatchObject({ kind: "refused", reason: expect.stringContaining("migration 9999") });
    }));

  it("puts virtual data into an empty database only", () =>
    inEmptyDatabase(async (db) => {
      await sql`create table somebody_elses (id int)`.execute(db);
      const refused = await migrate(db, "virtual", NOON);
      expect(refused).toMatchObject({ kind: "refused", reason: expect.stringContaining("somebody_elses") });
      expect(await tables(db)).toHaveLength(1);
      expect(await migrate(db, "real", NOON)).toEqual({ kind: "migrated", applied: (await readMigrations()).length });
    }));

  it("refuses where somebody else's tables have our names, and touches none", () =>
    inEmptyDatabase(async (db) => {
      await sql`create table video (id int)`.execute(db);
      const refused = await migrate(db, "real", NOON);
      expect(refused).toMatchObject({ kind: "refused", reason: expect.stringContaining("(video)") });
      expect(await tables(db)).toHaveLength(1);
    }));
});

describe.each(engines)("monthly partitions on %s", (engine) => {
  it("hold exactly the months asked for, with their keys, and may be asked for again", async () => {
    const test = await openTestDatabase(engine);
    try {
      await inRollback(test.db, async (db) => {
        for (let i = 0; i < 2; i++) await ensurePartitions(db, minus(NOON, days(9)), plus(NOON, days(200)));
        const { rows } = await sql<{ name: string }>`
          select inhrelid::regclass::text as name from pg_inherits
          where inhparent = 'snapshot'::regclass order by 1`.execute(db);
        expect(rows.map(({ name }) => name)).toEqual(
          ["06", "07", "08", "09", "10", "11", "12"].map((month) => `snapshot_2026_${month}`),
        );
        const put = () =>
          sql`insert into snapshot values ('v', '2026-06-30T23:59:59.999Z', 1, 1, 1, 'batch'),
            ('v', '2026-07-01T00:00:00Z', 1, 1, 1, 'batch') on conflict do nothing`.execute(db);
        await put();
        await put();
        const { rows: months } = await sql`
          select tableoid::regclass::text as name from snapshot order by captured_at`.execute(db);
        expect(months).toEqual([{ name: "snapshot_2026_06" }, { name: "snapshot_2026_07" }]);
      });
    } finally {
      await test.close();
    }
  });
});

describe("two processes", () => {
  it("may migrate a fresh database and make partitions at the same time", async () => {
    const server = await openNative(inject("runDirectory"), async (db) => {
      await migrate(db, "virtual", NOON);
    });
    const pools = [1, 2].map(() => openDatabase({ connectionString: server.connectionString, connectionsMax: 2 }));
    try {
      await sql`drop schema public cascade`.execute(server.db);
      await sql`create schema public`.execute(server.db);
      const migrated = await Promise.all(pools.map((db) => migrate(db, "virtual", NOON)));
      // Each migration is made by one of them, whichever comes first.
      expect(migrated.reduce((sum, one) => sum + (one.kind === "migrated" ? one.applied : Number.NaN), 0)).toBe(
        (await readMigrations()).length,
      );
      await Promise.all(pools.map((db) => ensurePartitions(db, NOON, plus(NOON, days(300)))));
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from pg_inherits where inhparent = 'snapshot'::regclass`.execute(server.db);
      expect(rows).toEqual([{ n: 11 }]);
    } finally {
      await Promise.all(pools.map((pool) => pool.destroy()));
      await server.close();
    }
  });
});

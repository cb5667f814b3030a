import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instant, minutes, plus } from "#domain/time.ts";
import { restoreBackup } from "#storage/backup/restore-backup.ts";
import { writeBackup } from "#storage/backup/write-backup.ts";
import { at, type Db } from "#storage/database.ts";
import { makeSchema } from "#storage/migrate.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { prepare } from "../harness/databases.ts";
import { fillWithRandomRows } from "./random-rows.ts";
import { everyRow, openServer, type Server, type Spare, servers } from "./spare-databases.ts";

const NOW = instant(Date.UTC(2027, 0, 1));

describe.each(servers)("restoring a backup on %s", (engine) => {
  let server: Server;
  let directory: string;
  let path: string;

  const restore = (into: Spare, from = path, replace = false) =>
    restoreBackup({ connectionString: into.connectionString, path: from, kind: "virtual", replace, now: NOW });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "viewcurve-"));
    path = join(directory, "all.backup");
    server = await openServer(engine);
    await ensurePartitions(server.db, instant(Date.UTC(2026, 0, 1)), NOW);
    await fillWithRandomRows(server.db, 1, 60);
    await writeBackup({
      connectionString: server.connectionString,
      path,
      product: "1.2.3",
      now: NOW,
    });
  });
  afterAll(async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });

  it("goes into an empty database only, unless what is there is given up", async () => {
    const into = await server.empty();
    await prepare(into.db);
    // A database that was made and started has nothing yet that anybody would miss.
    await into.db
      .insertInto("lease")
      .values({ shard: 0, holder: "h", epoch: 1, expires_at: at(NOW) })
      .execute();
    expect((await restore(into)).kind).toBe("restored");
    await into.db
      .updateTable("lease")
      .set({ expires_at: at(instant(0)) })
      .execute();
    await into.db.deleteFrom("channel").execute();
    const before = await everyRow(into.db);
    expect(await restore(into)).toMatchObject({ kind: "refused", reason: expect.stringContaining("--replace") });
    expect(await everyRow(into.db)).toEqual(before);
    expect((await restore(into, path, true)).kind).toBe("restored");
    expect(await everyRow(into.db)).toEqual(await everyRow(server.db));
  });

  it("goes into no database that a collector works in, that is of the other kind or that is somebody else's", async () => {
    const into = await server.empty();
    await sql`create table channel (theirs text)`.execute(into.db);
    await sql`create table letters (text text)`.execute(into.db);
    expect(await restore(into, path, true)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("DATABASE_URL"),
    });
    await sql`drop table channel`.execute(into.db);
    expect((await restore(into)).kind).toBe("restored");
    expect(await sql`select from letters`.execute(into.db)).toMatchObject({ rows: [] });

    await into.db
      .updateTable("lease")
      .set({ expires_at: at(plus(NOW, minutes(1))) })
      .execute();
    expect(await restore(into, path, true)).toMatchObject({ kind: "refused", reason: expect.stringContaining("stop") });
    await into.db
      .updateTable("lease")
      .set({ expires_at: at(instant(0)) })
      .execute();
    await into.db.updateTable("installation").set({ kind: "real" }).execute();
    expect(await restore(into, path, true)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("never mix"),
    });
    const { connectionString } = into;
    const asReal = { connectionString, path, kind: "real", replace: true, now: NOW } as const;
    expect(await restoreBackup(asReal)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("never mix"),
    });
  });

  it("leaves the database as it was when the loading dies half-way", async () => {
    const into = await server.empty();
    await prepare(into.db);
    const before = await everyRow(into.db);
    const progress = (bytes: number, all: number): void => {
      if (bytes > all / 2) throw new Error("as good as killed");
    };
    const { connectionString } = into;
    const choice = { connectionString, path, kind: "virtual", replace: true, now: NOW, progress } as const;
    await expect(restoreBackup(choice)).rejects.toThrow("as good as killed");
    expect(await everyRow(into.db)).toEqual(before);
  });

  it("brings one of an older schema back in it, and then up to date", async () => {
    const old = await server.empty();
    await old.db.transaction().execute((trx) => makeSchema(trx, 1, "virtual", instant(0)));
    await ensurePartitions(old.db, instant(Date.UTC(2026, 0, 1)), NOW);
    await fillWithRandomRows(old.db, 3, 5);
    const file = join(directory, "old.backup");
    await writeBackup({ connectionString: old.connectionString, path: file, product: "0.0.1", now: NOW });
    const into = await server.empty();
    expect(await restore(into, file)).toMatchObject({ kind: "restored", header: { migration: 1 } });
    await prepare(old.db);
    const undated = async (db: Db) => ({ ...(await everyRow(db)), migration: [] });
    expect(await undated(into.db)).toEqual(await undated(old.db));
    await rm(file);
  });
});

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instant } from "#domain/time.ts";
import { Chance } from "#simulation/random.ts";
import { verifyBackup } from "#storage/backup/backup-reader.ts";
import { restoreBackup } from "#storage/backup/restore-backup.ts";
import { writeBackup } from "#storage/backup/write-backup.ts";
import { readTrackedRows } from "#storage/collecting/planner-rows.ts";
import { at, type Db } from "#storage/database.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { prepare } from "../harness/databases.ts";
import { fillWithRandomRows } from "./random-rows.ts";
import { everyRow, openServer, type Server, type Spare, servers } from "./spare-databases.ts";

const NOW = instant(Date.UTC(2027, 0, 1));

/** The indexes and constraints there are, as the server words them. */
const shapeOf = async (db: Db): Promise<readonly string[]> => {
  const { rows } = await sql<{ line: string }>`
    select indexdef as line from pg_indexes where schemaname = current_schema()
    union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = current_schema()::regnamespace
    union all select relname || ' ' || pg_get_expr(relpartbound, oid) from pg_class where relispartition
      and relnamespace = current_schema()::regnamespace
    order by line`.execute(db);
  return rows.map(({ line }) => line);
};

describe.each(servers)("a backup of a database on %s", (engine) => {
  let server: Server;
  let directory: string;
  let path: string;
  let tables: readonly string[];

  const restore = (into: Spare, from = path, replace = false) =>
    restoreBackup({ connectionString: into.connectionString, path: from, kind: "virtual", replace, now: NOW });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "viewcurve-"));
    path = join(directory, "all.backup");
    server = await openServer(engine);
    await ensurePartitions(server.db, instant(Date.UTC(2026, 0, 1)), NOW);
    tables = await fillWithRandomRows(server.db, 1, 60);
    const backup = await writeBackup({
      connectionString: server.connectionString,
      path,
      product: "1.2.3",
      now: NOW,
    });
    expect(backup).toEqual({ kind: "written", rows: expect.any(Number), bytes: (await stat(path)).size });
  });
  afterAll(async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });

  it("gives every row of every table back, in the same schema", async () => {
    const into = await server.empty();
    const restored = await restore(into);
    expect(restored).toMatchObject({ kind: "restored", header: { product: "1.2.3", kind: "virtual" } });
    const before = await everyRow(server.db);
    // A table that the seed cannot fill would be compared with nothing.
    expect(tables.filter((name) => (before[name] ?? []).length === 0)).toEqual([]);
    expect(Object.keys(before).length).toBeGreaterThan(40);
    expect(await everyRow(into.db)).toEqual(before);
    expect(await shapeOf(into.db)).toEqual(await shapeOf(server.db));
  });

  it("leaves nobody but its maker the right to read it, and no draft beside it", async () => {
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(["all.backup"]);
  });

  it("gives planning the same memory", async () => {
    const into = await server.empty();
    await restore(into);
    // In which order rows are read is the server's affair.
    const read = async (db: Db) => {
      const rows = await readTrackedRows(db);
      return { ...rows, videos: rows.videos.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
    };
    expect(await read(into.db)).toEqual(await read(server.db));
  });

  it("is refused when it was cut short, lengthened or altered anywhere, before the database is touched", async () => {
    const whole = await readFile(path);
    const chance = new Chance("damage", 1);
    const flipped = (at: number) => {
      const copy = Buffer.from(whole);
      copy.writeUInt8(copy.readUInt8(at) ^ (1 << chance.integer(0, 7)), at);
      return copy;
    };
    const places = Array.from({ length: 30 }, () => chance.integer(0, whole.length - 1));
    const damaged = [
      ...places.map((at) => whole.subarray(0, at)),
      ...[...places, 0, 17, 20, whole.length - 1].map(flipped),
      Buffer.concat([whole, Buffer.from([0])]),
    ];
    const into = await server.empty();
    const bad = join(directory, "damaged");
    for (const bytes of damaged) {
      await writeFile(bad, bytes);
      expect(await restore(into, bad)).toMatchObject({
        kind: "refused",
        reason: expect.stringMatching(/damaged|no backup/),
      });
    }
    await rm(bad);
    expect(await everyRow(into.db)).toEqual({});
  });

  it("is refused when it is no file, a directory, or somebody else's", async () => {
    const foreign = join(directory, "foreign");
    await writeFile(foreign, "PGDMP and so on");
    for (const [file, says] of [
      [foreign, /is no backup of Viewcurve's/],
      [join(directory, "missing"), /cannot be read.*ENOENT/],
      [directory, /cannot be read.*EISDIR/],
    ] as const) {
      expect(await verifyBackup(file)).toMatchObject({ kind: "refused", reason: expect.stringMatching(says) });
    }
    await rm(foreign);
  });

  it("of a newer schema, or of no database of Viewcurve's, is not made", async () => {
    const odd = await server.empty();
    const file = join(directory, "odd.backup");
    const choice = { connectionString: odd.connectionString, path: file, product: "0", now: NOW };
    expect(await writeBackup(choice)).toMatchObject({ kind: "refused", reason: expect.stringContaining("empty") });
    await prepare(odd.db);
    await odd.db
      .insertInto("migration")
      .values({ version: 9999, name: "later", applied_at: at(NOW) })
      .execute();
    expect(await writeBackup(choice)).toMatchObject({ kind: "refused", reason: expect.stringContaining("9999") });
    expect(
      await writeBackup({ ...choice, connectionString: server.connectionString, path: "/dev/null/x" }),
    ).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("cannot be written"),
    });
    expect(await readdir(directory)).toEqual(["all.backup"]);
  });

  it("is of one moment, however much is written meanwhile", async () => {
    const busy = await server.empty();
    await prepare(busy.db);
    // Two tables that always agree, one early and one late in the file, and much between them.
    const write = (n: number) =>
      busy.db.transaction().execute(async (trx) => {
        const reason = `${n}`.repeat(20_000);
        await sql`insert into login_code values (int4send(${n}::int), ${at(NOW)})`.execute(trx);
        await trx
          .insertInto("set_aside")
          .values({ subject: `${n}`, at: at(NOW), reason })
          .execute();
        await sql`insert into track_request (ref, requested_at, state) values (${`${n}`}, ${at(NOW)}, 'waiting')`.execute(
          trx,
        );
      });
    let written = 0;
    let done = false;
    for (; written < 50; written += 1) await write(written);
    const writing = (async () => {
      for (; !done; written += 1) await write(written);
    })();
    const file = join(directory, "busy.backup");
    for (let round = 0; round < 2; round += 1) {
      await writeBackup({ connectionString: busy.connectionString, path: file, product: "0", now: NOW });
      const into = await server.empty();
      expect((await restore(into, file)).kind).toBe("restored");
      const rows = await everyRow(into.db);
      expect(rows["login_code"]?.length).toBeGreaterThanOrEqual(50);
      expect(rows["track_request"]?.length).toBe(rows["login_code"]?.length);
      expect(rows["set_aside"]?.length).toBe(rows["login_code"]?.length);
    }
    done = true;
    await writing;
    await rm(file);
  });
});

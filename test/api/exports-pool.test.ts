import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type ExportWatcher, type ExportWork, type WriteExportWork, writeInline } from "#api/files/export-work.ts";
import { exportsPool } from "#api/files/exports-pool.ts";
import { systemClock } from "#clock.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { prepare } from "../harness/databases.ts";
import { openNative } from "../harness/native-database.ts";
import { NOW } from "./now.ts";
import { seed } from "./seed.ts";

const VIDEOS = 5;

let database: Awaited<ReturnType<typeof openNative>>;
let pool: ReturnType<typeof exportsPool>;
let here: WriteExportWork;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(inject("runDirectory"), "exports-"));
  database = await openNative(inject("runDirectory"), prepare);
  await seed(database.db, VIDEOS);
  pool = exportsPool(() => database.connectionString);
  const clock = { ...systemClock, now: () => NOW };
  here = writeInline({ patient: database.db, clock, desk: null });
});
afterAll(async () => {
  await pool.close();
  await database.close();
});

const workIn = (place: string, over: Partial<ExportWork["wish"]> = {}): ExportWork => ({
  wish: { dataset: "videos", format: "ndjson", filter: {}, idsOnly: false, pseudonyms: false, ...over },
  directory: join(directory, place),
  version: "1.2.3",
  pseudonymKey: "a secret",
  performancePool: PERFORMANCE_POOL_MIN,
  now: NOW,
});

/** Notes what it is told. */
function watcher(signal = new AbortController().signal) {
  const told: (readonly [number, number | null])[] = [];
  const watching: ExportWatcher = { progress: (rows, about) => void told.push([rows, about]), signal };
  return { told, watching };
}

describe("the thread that writes the files of exports", () => {
  it("writes them as they are written at once, and tells how far it is", async () => {
    const { told, watching } = watcher();
    const manifest = await pool.write(workIn("by a thread"), watching);
    expect(manifest.rows).toBe(VIDEOS);
    expect(told.at(-1)).toEqual([VIDEOS, VIDEOS]);
    await here(workIn("here"), watcher().watching);
    for (const name of ["videos.ndjson", "dictionary.csv"])
      expect(await readFile(join(directory, "by a thread", name))).toEqual(
        await readFile(join(directory, "here", name)),
      );
    expect((await readdir(join(directory, "by a thread"))).toSorted()).toEqual([
      "dictionary.csv",
      "manifest.json",
      "videos.ndjson",
    ]);
  });

  it("ends when it is told to, and leaves nothing that looks whole", async () => {
    const ending = new AbortController();
    const { watching } = watcher(ending.signal);
    const writing = pool.write(workIn("ended"), watching);
    ending.abort(new Error("enough"));
    await expect(writing).rejects.toThrow();
    expect(await readdir(join(directory, "ended")).catch(() => [])).not.toContain("manifest.json");
  });

  it("says what the matter is when the database is away", async () => {
    const away = exportsPool(() => "postgres://nobody@127.0.0.1:1/nothing");
    await expect(away.write(workIn("away"), watcher().watching)).rejects.toThrow(/ECONNREFUSED/);
    await away.close();
  });
});

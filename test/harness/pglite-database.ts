import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { type Db, TYPE_PARSERS } from "#storage/database.ts";
import type { Database } from "#storage/tables.ts";

/**
 * A migrated PGlite of one's own, in memory. The first file of a run migrates one and leaves its data directory in
 * `runDirectory`; every other file loads that copy, which takes a third of the time.
 */
export async function openPglite(runDirectory: string, prepare: (db: Db) => Promise<void>): Promise<Db> {
  const template = join(runDirectory, "pglite.tar");
  const dump = await readFile(template).catch(() => null);
  const engine = await PGlite.create({
    parsers: TYPE_PARSERS,
    ...(dump === null ? {} : { loadDataDir: new Blob([dump]) }),
  });
  await engine.exec("set timezone = 'UTC'");
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite: engine }) });
  if (dump === null) {
    await prepare(db);
    // Two workers may get here at once; each leaves the same content, and the rename is whole.
    const draft = `${template}.${process.pid}`;
    await writeFile(draft, new Uint8Array(await (await engine.dumpDataDir("none")).arrayBuffer()));
    await rename(draft, template);
  }
  return db;
}

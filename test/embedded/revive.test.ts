import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { instant } from "#domain/time.ts";
import { openStore } from "#main-store.ts";
import { emptyDirectory } from "./data-directory.ts";

it("an embedded server that is killed under a running process is started again, with all that was committed", async () => {
  const dataDirectory = await emptyDirectory();
  const now = instant(Date.UTC(2026, 0, 1));
  const store = await openStore({ databaseUrl: null, dataDirectory, kind: "virtual", now, log: () => undefined });
  if (store.kind === "refused") throw new Error(store.message);
  try {
    await store.db.insertInto("set_aside").values({ subject: "a", at: sql`'2026-01-01Z'`, reason: "kept" }).execute();
    const pidFile = join(dataDirectory, "postgres", "data", "postmaster.pid");
    process.kill(Number((await readFile(pidFile, "utf8")).split("\n")[0]), "SIGKILL");
    await expect(sql`select pg_sleep(60)`.execute(store.db)).rejects.toThrow();
    await store.revive();
    expect(await store.reads.selectFrom("set_aside").select("reason").execute()).toEqual([{ reason: "kept" }]);
    await store.revive();
    expect(await store.db.selectFrom("set_aside").select("subject").execute()).toEqual([{ subject: "a" }]);
  } finally {
    await store.close();
  }
});

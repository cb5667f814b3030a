import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { type InsightDesk, openInsightDesk } from "#analysis/insight-desk.ts";
import { inlineDesk } from "#analysis/text-desk.ts";
import type { Api } from "#api/app-type.ts";
import { openExportDesk } from "#api/files/export-desk.ts";
import { readExportFilter } from "#api/files/export-filter.ts";
import { tableOf } from "#api/files/export-tables.ts";
import { type WriteExportWork, writeInline } from "#api/files/export-work.ts";
import { type Clock, systemClock } from "#clock.ts";
import { days, type Instant, minutes, plus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { requestExport, takeExport, UNFINISHED_MAX } from "#storage/exports.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { seed } from "./seed.ts";

const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
const WISH = { dataset: "videos", format: "ndjson", filter: { format: ["long"], viewsMin: 1 } };

let database: TestDatabase;
let app: Api;
let directory: string;
let now: Instant;
const clock: Clock = { ...systemClock, now: () => now };
const closes: (() => Promise<void>)[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 40);
});
afterAll(() => database.close());
beforeEach(async () => {
  now = NOW;
  directory = await mkdtemp(join(inject("runDirectory"), "exports-"));
});
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
  await app.close();
  await database.db.deleteFrom("export").execute();
  expect(complaints.splice(0)).toEqual([]);
});

const inline = (db: Db, words: InsightDesk) => writeInline({ patient: db, clock, desk: words });

function wordsOf(db: Db): InsightDesk {
  const { timeout } = systemClock;
  return openInsightDesk({ reads: db, patient: db, clock, timeout, texts: inlineDesk(db), failed: () => undefined });
}

interface Over {
  readonly writer: string;
  readonly words: InsightDesk;
  readonly write: WriteExportWork;
}

function openDesk(
  db: Db,
  { writer = "this process", words = wordsOf(db), write = inline(db, words) }: Partial<Over> = {},
) {
  const desk = openExportDesk({
    db,
    clock,
    write,
    writeHere: inline(db, words),
    performancePool: 3,
    directory,
    keep: days(7),
    version: "1.2.3",
    pseudonymKey: "a secret",
    writer,
    failed: (message) => complaints.push(message),
  });
  closes.push(() => desk.close());
  return desk;
}

const ask = (method: "GET" | "POST" | "DELETE", path: string, payload?: object) =>
  app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });

/** Asks again and again, as clients do, until an export is at rest; files are written between two questions. */
async function atRest(id: string) {
  for (;;) {
    const found = (await ask("GET", `/exports/${id}`)).json();
    if (found.state === "done" || found.state === "failed") return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("an export that the API is asked for", () => {
  it("is written as a task, downloaded whole as its manifest says, and removed with its files", async () => {
    ({ app } = await openApi(database.db, { clock, exportDesk: openDesk(database.db) }));
    const asked = await ask("POST", "/exports", WISH);
    expect([asked.statusCode, asked.headers["location"]]).toEqual([202, `/api/v1/exports/${asked.json().id}`]);
    const done = await atRest(asked.json().id);
    expect(done).toMatchObject({ ...WISH, state: "done", reason: null });
    expect(Date.parse(done.expiresAt)).toBe(plus(NOW, days(7)));

    for (const { path, bytes, sha256, name } of done.files) {
      const file = await app.inject({ url: path, headers });
      expect(file.statusCode, name).toBe(200);
      if (sha256 === null) continue;
      expect(file.rawPayload.length).toBe(bytes);
      expect(createHash("sha256").update(file.rawPayload).digest("hex")).toBe(sha256);
    }
    const { items } = (await ask("GET", "/videos?format=long&viewsMin=1&limit=200")).json();
    const lines = (await app.inject({ url: done.files[1].path, headers })).body.split("\n").filter(Boolean);
    expect(lines.map((line) => JSON.parse(line))).toEqual(items);
    expect((await ask("GET", "/exports")).json().items).toEqual([done]);
    expect((await ask("GET", `/exports/${done.id}/files/secret.txt`)).statusCode).toBe(404);

    expect((await ask("DELETE", `/exports/${done.id}`)).statusCode).toBe(204);
    expect(await readdir(directory)).toEqual([]);
    expect((await ask("GET", `/exports/${done.id}`)).statusCode).toBe(404);
  });

  it("is taken over from a writer who is silent, and from no other", async () => {
    ({ app } = await openApi(database.db, { clock }));
    const { id } = (await ask("POST", "/exports", WISH)).json();
    expect(await takeExport(database.db, "one who dies", now)).toMatchObject({ id });
    expect(await takeExport(database.db, "another", plus(now, minutes(0.5)))).toBeNull();
    await mkdir(join(directory, id));
    await writeFile(join(directory, id, "videos.ndjson.part"), "half a line");
    now = plus(now, minutes(2));
    openDesk(database.db).wake();
    expect((await atRest(id)).state).toBe("done");
    expect((await readdir(join(directory, id))).toSorted()).toEqual([
      "dictionary.csv",
      "manifest.json",
      "videos.ndjson",
    ]);
  });

  it("that ends its writer each time is given up", async () => {
    const wish = {
      id: "0123456789ab",
      dataset: "videos",
      format: "csv",
      filter: {},
      idsOnly: false,
      pseudonyms: false,
    };
    await requestExport(database.db, wish, now);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await takeExport(database.db, "one who dies", now)).not.toBeNull();
      now = plus(now, minutes(2));
    }
    expect(await takeExport(database.db, "another", now)).toBeNull();
    const row = await database.db.selectFrom("export").select(["state", "reason"]).executeTakeFirst();
    expect(row).toMatchObject({ state: "failed", reason: expect.stringContaining("ended") });
  });

  it("is kept as long as the settings say, and so are its files", async () => {
    const desk = openDesk(database.db);
    ({ app } = await openApi(database.db, { clock, exportDesk: desk }));
    const { id } = (await ask("POST", "/exports", WISH)).json();
    await atRest(id);
    await database.db
      .updateTable("export")
      .set({ expires_at: at(NOW) })
      .execute();
    const next = (await ask("POST", "/exports", WISH)).json();
    await atRest(next.id);
    // The desk looks for what has expired before it takes the next one, or right after it.
    await expect.poll(() => readdir(directory)).toEqual([next.id]);
  });

  it("is refused by the place of what is wrong in it", async () => {
    ({ app } = await openApi(database.db, { clock }));
    const pointers = async (body: object) =>
      (await ask("POST", "/exports", body)).json().errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(await pointers({ ...WISH, filter: { performnceMin: 2, viewsMin: "many" } })).toEqual(
      expect.arrayContaining(["/filter/performnceMin", "/filter/viewsMin"]),
    );
    expect(await pointers({ ...WISH, format: "xlsx" })).toEqual(["/format"]);
    expect(await pointers({ ...WISH, filter: { tag: "\ud800" } })).toEqual([expect.stringContaining("/filter/tag")]);
    expect(await pointers({ dataset: "keywords", format: "csv", pseudonyms: true })).toEqual(["/pseudonyms"]);
    expect(await pointers({ dataset: "snapshots", format: "csv", idsOnly: true })).toEqual(["/idsOnly"]);
    const wordsAlone = { dataset: "videos", format: "csv", pseudonyms: true, filter: { fields: "title,tags" } };
    expect(await pointers(wordsAlone)).toEqual(["/pseudonyms"]);
    expect(await pointers({ ...wordsAlone, dataset: "channels", filter: { fields: "handle" } })).toEqual([
      "/pseudonyms",
    ]);
  });

  it("of words that are not found yet gives signs of life, so that its writer is not taken for dead", async () => {
    ({ app } = await openApi(database.db, { clock }));
    const read = readExportFilter("keywords", { kind: "top" });
    if (read.kind === "refused") throw new Error("refused");
    const pending = { keywords: async () => ({ kind: "pending" }) } as unknown as InsightDesk;
    const patience: Clock = { ...clock, until: async () => undefined };
    const sources = { patient: database.db, clock: patience, desk: pending, performancePool: 3 };
    const parts = (await tableOf(read.filter, sources)).parts[Symbol.asyncIterator]();
    expect(await parts.next()).toEqual({ done: false, value: [] });
    expect(await parts.next()).toEqual({ done: false, value: [] });
  });

  it("of words that are not found yet ends with the process that serves", async () => {
    const pending = { keywords: async () => ({ kind: "pending" }) } as unknown as InsightDesk;
    const desk = openDesk(database.db, { words: pending });
    ({ app } = await openApi(database.db, { clock: { ...clock, until: systemClock.until }, exportDesk: desk }));
    const { id } = (await ask("POST", "/exports", { dataset: "keywords", format: "csv" })).json();
    while ((await ask("GET", `/exports/${id}`)).json().state !== "writing")
      await new Promise((resolve) => setImmediate(resolve));
    await desk.close();
    expect((await ask("GET", `/exports/${id}`)).json().state).toBe("writing");
  });

  it("is not spoiled by a writer who was taken for dead, and wakes", async () => {
    const written = Promise.withResolvers<void>();
    const waking = Promise.withResolvers<void>();
    const here = inline(database.db, wordsOf(database.db));
    const stalled = openDesk(database.db, {
      writer: "one who stalls",
      write: async (work, watcher) => {
        const manifest = await here(work, watcher);
        written.resolve();
        await waking.promise;
        return manifest;
      },
    });
    ({ app } = await openApi(database.db, { clock, exportDesk: stalled }));
    const { id } = (await ask("POST", "/exports", WISH)).json();
    await written.promise;
    now = plus(now, minutes(2));
    openDesk(database.db).wake();
    const done = await atRest(id);
    expect(done.state).toBe("done");
    waking.resolve();
    await stalled.close();
    expect((await ask("GET", `/exports/${id}`)).json()).toEqual(done);
    expect(await readdir(directory)).toEqual([id]);
    for (const { path } of done.files) expect((await app.inject({ url: path, headers })).statusCode).toBe(200);
  });

  it("waits with few others: whoever asks in a loop fills no disk", async () => {
    ({ app } = await openApi(database.db, { clock }));
    for (let n = 0; n < UNFINISHED_MAX; n++) expect((await ask("POST", "/exports", WISH)).statusCode).toBe(202);
    expect((await ask("POST", "/exports", WISH)).json()).toMatchObject({
      status: 409,
      type: "/problems/too-many-exports",
    });
  });
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hydratedTable } from "#api/files/export-hydrated.ts";
import { type Clock, systemClock } from "#clock.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import type { VideoId } from "#domain/video.ts";
import { FORMATS } from "#exports/datasets.ts";
import { writeExport } from "#exports/write-export.ts";
import { distinctRefs } from "#imports/distinct-refs.ts";
import { importList } from "#imports/import-list.ts";
import { openList } from "#imports/open-list.ts";
import { readVideoId } from "#imports/read-refs.ts";
import { RefusalLog } from "#imports/refusal-log.ts";
import { openSource } from "#imports/source-file.ts";
import { at, type Db } from "#storage/database.ts";
import { storeVideos } from "#storage/imports/store-videos.ts";
import { readVideoRequests, requestUnknownVideos } from "#storage/videos/video-requests.ts";
import { NOW } from "../api/now.ts";
import { seed, seededVideoId } from "../api/seed.ts";
import { inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { type Folder, openFolder } from "../imports/stage.ts";
import { exported } from "./open-exports.ts";

const clock: Clock = { ...systemClock, now: () => NOW };

let database: TestDatabase;
let folder: Folder;
beforeAll(async () => {
  folder = await openFolder();
  database = await openTestDatabase("pglite");
  await seed(database.db, 12);
});
afterAll(async () => {
  await database.close();
  await folder.remove();
});

/** Hydrates a file as the command does: asks, and gives the rows that are written with what was found. */
async function hydrated(db: Db, path: string) {
  const source = await openSource(path, Readable.from([]));
  const list = await openList<VideoId>(source, readVideoId, "video");
  if (list.kind === "unclear") throw new Error(list.reason);
  const { row } = await importList<VideoId>({
    // Of the machine: two imports of a file at one instant would be the same.
    ...{ db, clock: systemClock, kind: "videos", source, list, log: new RefusalLog(null), refusal: "names none" },
    wish: { hydrate: true },
    store: (id, part) => storeVideos(db, id, part, NOW, requestUnknownVideos),
  });
  const { table, found } = hydratedTable(distinctRefs(list), {
    patient: db,
    clock,
    performancePool: PERFORMANCE_POOL_MIN,
  });
  const manifest = await writeExport(
    table,
    { dataset: "videos", format: "ndjson", filter: {}, idsOnly: false, pseudonyms: false },
    {
      clock,
      directory: join(folder.path, "hydrated"),
      versions: { viewcurve: "1.2.3", schema: 16 },
      pseudonymKey: "",
      unitsSpent: async () => ({}),
      progress: () => undefined,
    },
  );
  const text = await readFile(join(folder.path, "hydrated", "videos.ndjson"), "utf8");
  return {
    row,
    found,
    manifest,
    lines: text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

describe("hydrating", () => {
  it.each(FORMATS)(
    "an ids-only set in %s gives back the very rows of its videos, and asks for none of them",
    (format) =>
      inRollback(database.db, async (db) => {
        const ids = await exported(db, { dataset: "videos", format, idsOnly: true });
        await ids.writing;
        const whole = await exported(db, { dataset: "videos", format: "ndjson" });
        await whole.writing;
        const { lines, found, row } = await hydrated(db, ids.file);
        expect(lines).toEqual(
          (await readFile(whole.file, "utf8"))
            .split("\n")
            .filter(Boolean)
            .map((line) => JSON.parse(line)),
        );
        expect(lines.length).toBeGreaterThan(9);
        expect(found).toMatchObject({ ids: lines.length, known: lines.length, awaited: 0, refused: 0 });
        expect(row).toMatchObject({ stored: 0, present: lines.length, refused: 0 });
        expect(await readVideoRequests(db)).toEqual([]);
      }),
  );

  it("asks once for what is not known, tells what YouTube does not have, and comes to rest", () =>
    inRollback(database.db, async (db) => {
      const [minus, lost, purged] = ["-unknown_01", "unknown__02", "unknown__03"];
      const known = seededVideoId(1);
      await db
        .updateTable("video_counter")
        .set({ gone_at: at(NOW) })
        .where("video_id", "=", known)
        .execute();
      await db
        .insertInto("video_request")
        .values([
          { video_id: lost, requested_at: at(NOW), state: "refused", settled_at: at(NOW) },
          // It was fetched once, and deleted here since.
          { video_id: purged, requested_at: at(NOW), state: "followed", settled_at: at(NOW) },
        ])
        .execute();
      // A minus begins a formula: in CSV of ours an apostrophe is before it.
      const path = await folder.write("set.csv", `id\n${known}\n'${minus}\n${lost}\nnothing\n${purged}\n${known}\n`);
      const first = await hydrated(db, path);
      expect(first.lines.map(({ id }) => id)).toEqual([known]);
      expect(first.found).toEqual({ ids: 4, known: 1, gone: 1, awaited: 2, refused: 1 });
      expect(first.manifest.coverage).toMatchObject({ videos: 1, ...first.found });
      expect(first.row).toMatchObject({ position: 6, stored: 2, present: 3, refused: 1 });
      expect(await readVideoRequests(db)).toEqual([minus, purged]);
      const again = await hydrated(db, path);
      expect(again.row).toMatchObject({ stored: 0, present: 5, refused: 1 });
      expect(again.found).toEqual(first.found);
      expect(again.lines).toEqual(first.lines);
    }));
});

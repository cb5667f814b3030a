import { days, milliseconds, minus, minutes, plus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { NOW } from "./now.ts";

/** An import of counters that is done, and one of channels whose file broke off. */
export async function seedImports(db: Db): Promise<void> {
  const begun = minus(NOW, days(2));
  await db
    .insertInto("import")
    .values([
      {
        id: "mi6v1xs0-2f0a9c5be731",
        kind: "snapshots",
        name: "trending-2026.csv.gz",
        sha256: "2f0a9c5be731".padEnd(64, "0"),
        mapping: JSON.stringify({ videoId: "video_id", capturedAt: "fetched_at", views: "views" }),
        state: "done",
        position: 12_734,
        stored: 12_700,
        present: 30,
        refused: 4,
        refusals: JSON.stringify({ "views: is no whole number": 3, "videoId: is no video's id or URL": 1 }),
        first_at: at(minus(NOW, days(300))),
        last_at: at(minus(NOW, days(90))),
        reason: null,
        started_at: at(begun),
        updated_at: at(plus(begun, milliseconds(21_400))),
      },
      {
        id: "mi6u2xs0-9d81e07c44aa",
        kind: "channels",
        name: "-",
        sha256: "9d81e07c44aa".padEnd(64, "0"),
        mapping: JSON.stringify({ column: "Channel Id", weight: null, watched: null }),
        state: "failed",
        position: 500,
        stored: 480,
        present: 20,
        refused: 0,
        refusals: JSON.stringify({}),
        first_at: null,
        last_at: null,
        reason: "The gzip archive is damaged or cut off (Z_BUF_ERROR). Get a whole copy of it and import that.",
        started_at: at(minus(begun, minutes(30))),
        updated_at: at(minus(begun, minutes(29))),
      },
    ])
    .execute();
}

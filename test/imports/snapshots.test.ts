import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toIso } from "#domain/iso-time.ts";
import { days, hours, minus, minutes, plus } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { recomputedMotion, storedMotion } from "../storage/recomputed.ts";
import { channelId, NOON, Recorder, sampled, videoDescription, videoId } from "../storage/settlements.ts";
import { contents, type Folder, importFile, openFolder } from "./stage.ts";

const HEADER = "video_id,channel_id,channel_title,title,published_at,duration,fetched_at,views,likes,comments";

/** A row of a collection: of the n-th video, `hour` hours after noon. */
const line = (n: number, hour: number, views: number | string, channel = 1): string =>
  [
    videoId(n),
    channelId(channel),
    `Channel ${channel}`,
    `"Video ${n}, ""the"" first"`,
    toIso(NOON),
    300,
    toIso(plus(NOON, hours(hour)))
      .replace("T", " ")
      .replace("Z", "+00:00"),
    views,
    "7.0",
    3,
  ].join(",");

const csv = (lines: readonly string[]): string => `${[HEADER, ...lines].join("\n")}\n`;

let folder: Folder;
beforeAll(async () => {
  folder = await openFolder();
});
afterAll(() => folder.remove());

/** The days, the counters and the first hours of a video, without what its way into the database left. */
async function shown(db: Db, n: number) {
  const days = await db
    .selectFrom("video_day")
    .select(["day", "views", "likes", "comments", "samples", "open"])
    .where("video_id", "=", videoId(n))
    .orderBy("day")
    .execute();
  const counters = await db
    .selectFrom("video_counter")
    .select(["start_at", "views", "likes", "comments", "captured_at", "previous_views", "previous_at", "gain_24h"])
    .select(["velocity", "velocity_hours", "engagement", "published_at", "format", "duration_seconds"])
    .select(["first_hour_views", "first_hour_method", "first_hour_error", "performance"])
    .where("video_id", "=", videoId(n))
    .execute();
  return { days: days.map((row) => ({ ...row, views: Math.round(row.views * 1e6) })), counters };
}

describe.each(engines)("imported counters on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("say the same of a video as if they had been sampled here", () =>
    inRollback(test.db, async (db) => {
      const curve = [0.4, 0.9, 1.02, 2, 5, 23, 30, 31, 100, 400].map((hour) => [hour, Math.round(900 * hour ** 0.7)]);
      const recorder = await Recorder.open(db);
      for (const [i, [hour = 0, views = 0]] of curve.entries()) {
        const before = curve[i - 1];
        const previous = before ? { at: plus(NOON, hours(before[0] ?? 0)), views: before[1] ?? 0 } : null;
        const row = sampled(1, plus(NOON, hours(hour)), views, { previous });
        if (i === 0)
          await recorder.record({
            videos: [{ ...row.video, last: null }],
            descriptions: [videoDescription(1)],
            sightingSource: "feed",
          });
        await recorder.sample([row]);
      }
      // In no order, and half of it twice.
      const lines = curve.map(([hour = 0, views = 0]) => line(2, hour, views, 2)).toReversed();
      const path = await folder.write("curve.csv", csv([...lines, ...lines.slice(5)]));
      const done = await importFile(db, path);
      expect(done.row).toMatchObject({ state: "done", position: 15, stored: 10, present: 5, refused: 0 });
      expect(await shown(db, 2)).toEqual(await shown(db, 1));
      const ofChannel = (channel: number) =>
        db
          .selectFrom("channel_day")
          .select(["day", "format", "samples", "uploads", "open"])
          .where("channel_id", "=", channelId(channel))
          .orderBy("day")
          .execute();
      expect(await ofChannel(2)).toEqual(await ofChannel(1));
    }));

  it("come from columns whose names the database could not hold", () =>
    inRollback(test.db, async (db) => {
      const header = HEADER.replace("views", "views\0");
      const done = await importFile(db, await folder.write("odd.csv", `${header}\n${line(1, 1, 100)}\n`));
      expect(done.row).toMatchObject({ state: "done", stored: 1 });
    }));

  it("fill the past of a video that is sampled here, and change nothing that is newer", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      const last = sampled(1, plus(NOON, hours(48)), 5000);
      await recorder.record({
        videos: [{ ...last.video, last: null }],
        descriptions: [videoDescription(1)],
        sightingSource: "feed",
      });
      await recorder.sample([last]);
      const lines = [1, 20, 24, 47].map((hour) => line(1, hour, hour * 100));
      await importFile(db, await folder.write("past.csv", csv(lines)));
      expect(await storedMotion(db)).toEqual(await recomputedMotion(db));
      const { counters, days: stored } = await shown(db, 1);
      expect(counters).toMatchObject([{ views: 5000, captured_at: plus(NOON, hours(48)), gain_24h: 2600 }]);
      expect(counters[0]?.first_hour_views).not.toBeNull();
      expect(stored.reduce((sum, { views }) => sum + views, 0)).toBeCloseTo(5000e6, -2);
      const video = await db.selectFrom("video").select(["title", "source"]).executeTakeFirst();
      expect(video).toEqual({ title: "Video 1", source: "feed" });
      // What is sampled next counts from what is the newest.
      await recorder.sample([sampled(1, plus(NOON, hours(72)), 6000)]);
      expect((await shown(db, 1)).days.reduce((sum, { views }) => sum + views, 0)).toBeCloseTo(6000e6, -2);
    }));

  it("change nothing when they are imported again, nor when another file brings the same", () =>
    inRollback(test.db, async (db) => {
      const lines = [1, 2, 3].flatMap((n) => [0.9, 1.1, 30].map((hour) => line(n, hour, Math.round(hour * n * 50))));
      const path = await folder.write("again.csv", csv(lines));
      await importFile(db, path);
      const before = await contents(db);
      expect((await importFile(db, path)).row).toMatchObject({ stored: 0, present: 9, state: "done" });
      await importFile(db, await folder.write("other.csv", csv(lines.toReversed())));
      expect(await contents(db)).toEqual(before);
      expect(before["video"]).toHaveLength(3);
    }));

  it("that were killed in the middle go on where they were, and end as if nothing had happened", async () => {
    const lines = Array.from({ length: 7_000 }, (_, i) => (i % 10 === 0 ? "broken" : line(i % 50, 1 + i / 50, i)));
    const path = await folder.write("long.csv", csv(lines));
    const whole = await inRollback(test.db, async (db) => {
      const done = await importFile(db, path, { rejects: join(folder.path, "whole.ndjson") });
      return { row: done.row, contents: await contents(db) };
    });
    expect(whole.row).toMatchObject({ position: 7_000, stored: 6_300, refused: 700 });
    // Behind the first part, and while what follows is worked out.
    for (const dies of [1, 8]) {
      await inRollback(test.db, async (db) => {
        let told = 0;
        const progress = () => {
          told += 1;
          if (told === dies) throw new Error("killed");
        };
        const rejects = join(folder.path, "parts.ndjson");
        await expect(importFile(db, path, { progress, rejects })).rejects.toThrow("killed");
        const done = await importFile(db, path, { rejects });
        const alike = { id: "", startedAt: 0, updatedAt: 0 };
        expect({ ...done.row, ...alike }).toEqual({ ...whole.row, ...alike });
        expect(await contents(db)).toEqual(whole.contents);
        expect(await db.selectFrom("import").select("id").execute()).toHaveLength(1);
        expect(await readFile(rejects, "utf8")).toBe(await readFile(join(folder.path, "whole.ndjson"), "utf8"));
      });
    }
  });
});

describe("a file of counters", () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase("pglite");
  });
  afterAll(() => test.close());

  it("loses no row: each is stored, was there, or is refused for a reason", () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom("", "12", "21.0", "-1", "NaN", "1e3", "2026-06-11", "x\0y"));
    const good = fc.record({ n: fc.nat(20), hour: fc.nat(100), views: fc.nat(9999) });
    const row = fc.oneof(
      good.map(({ n, hour, views }) => line(n, hour, views)),
      fc
        .array(cell, { maxLength: 12 })
        .map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")),
      fc.string().map((text) => text.replaceAll(/[\r\n]/g, "")),
    );
    return fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
        await inRollback(test.db, async (db) => {
          const rejects = join(folder.path, "refused.ndjson");
          const done = await importFile(db, await folder.write("random.csv", csv([line(1, 1, 1), ...rows])), {
            rejects,
          });
          const { position, stored, present, refused, refusals } = done.row;
          expect(position).toBe(stored + present + refused);
          expect(Object.values(refusals).reduce((sum, n) => sum + n, 0)).toBe(refused);
          expect((await readFile(rejects, "utf8")).split("\n").length - 1).toBe(refused);
          expect(await db.selectFrom("snapshot").select("video_id").execute()).toHaveLength(stored);
        });
      }),
      { numRuns: 15 },
    );
  });

  it("may be gzipped, and broken off: what came before stays, and the import says why it failed", () =>
    inRollback(test.db, async (db) => {
      const lines = Array.from({ length: 6_000 }, (_, i) => line(i % 9, i / 100, (i * 7919) % 10_007));
      const bytes = gzipSync(csv(lines));
      const whole = await folder.write("whole.csv.gz", bytes);
      const cut = await folder.write("cut.csv.gz", bytes.subarray(0, bytes.length / 2));
      const failed = await importFile(db, cut);
      expect(failed).toMatchObject({ kind: "failed", reason: expect.stringMatching(/damaged or cut off/) });
      expect(failed.row).toMatchObject({ state: "failed", reason: expect.stringMatching(/gzip/) });
      expect(failed.row.stored).toBeGreaterThan(500);
      const done = await importFile(db, whole);
      expect(done.row.stored + failed.row.stored).toBe(6_000);
    }));

  it("gives what cannot be of YouTube, of now or of what is kept no place", () =>
    inRollback(test.db, async (db) => {
      const wrong = [
        line(1, 1, 5).replace(videoId(1), "nothing"),
        line(1, 24 * 365 * 9, 5),
        line(1, -24 * 365 * 30, 5),
        line(1, 1, "5.5"),
        line(1, 1, "").replace("7.0,3", ","),
        line(1, -30, 5),
      ];
      const path = await folder.write("wrong.csv", csv([line(1, 2, 5), ...wrong]));
      const span = { now: plus(NOON, days(60)), keptFrom: minus(NOON, minutes(1)) };
      const { refusals, stored } = (await importFile(db, path, { span })).row;
      expect(stored).toBe(1);
      expect(Object.keys(refusals).toSorted()).toEqual([
        "capturedAt: is older than data is kept (viewcurve policy)",
        "capturedAt: lies before YouTube began",
        "capturedAt: lies in the future",
        "no counter is known",
        "videoId: is no video's id or URL",
        "views: is no whole number",
      ]);
    }));
});

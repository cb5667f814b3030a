import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InsightScope } from "#domain/insight-scope.ts";
import { days, hours, minus, plus } from "#domain/time.ts";
import { at } from "#storage/database.ts";
import { readTagSets, readTextStamp, readTexts, type TextSource } from "#storage/insights/keyword-texts.ts";
import { NOW } from "../api/now.ts";
import { seedTexts, textChannel, textVideo } from "../api/seed-texts.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

const EVERYTHING: InsightScope = { channels: [], watch: null, tag: null, categories: [], formats: [] };
const WINDOW = { from: minus(NOW, days(7)), until: NOW };
const source = (scope: Partial<InsightScope>, side: TextSource["side"] = "inside"): TextSource => ({
  scope: { ...EVERYTHING, ...scope },
  window: WINDOW,
  side,
});

describe.each(engines)("texts for keywords on %s", (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await seedTexts(
      database.db,
      Array.from({ length: 400 }, (_, n) => ({
        channel: n % 4,
        at: minus(NOW, hours(1 + n / 2)),
        title: `Title ${n}`,
        description: "x".repeat(n === 0 ? 5000 : 3),
        tags: n % 10 === 0 ? ["Tenth", `n${n}`] : [],
        category: n % 5 === 0 ? "10" : "22",
        ...(n % 2 === 0 ? { score: 1 + n } : {}),
      })),
    );
  });
  afterAll(() => database.close());

  const read = async (from: TextSource, most = 1000) => readTexts(database.db, from, most, async () => undefined);

  it("are those of the scope and the window, and of no other video", async () => {
    const all = await read(source({}));
    // The last hour that lies in the window is its first.
    expect([all.rows.length, all.of]).toEqual([335, 335]);
    expect(all.rows[0]).toEqual({
      id: textVideo(0),
      channelId: textChannel(0),
      title: "Title 0",
      description: "x".repeat(2000),
      tags: ["Tenth", "n0"],
      language: "en",
      score: 1,
    });
    for (const [scope, wanted] of [
      [{ channels: [textChannel(1)] }, (n: number) => n % 4 === 1],
      [{ tag: "tenth" }, (n: number) => n % 10 === 0],
      [{ categories: ["10"], channels: [textChannel(0), textChannel(1)] }, (n: number) => n % 5 === 0 && n % 4 < 2],
      [{ formats: ["short" as const] }, () => false],
    ] as const) {
      const numbers = Array.from({ length: 335 }, (_, n) => n);
      const inside = await read(source(scope));
      expect(inside.rows.map(({ id }) => id)).toEqual(numbers.filter(wanted).map(textVideo));
      const outside = await read(source(scope, "outside"));
      expect(outside.rows.map(({ id }) => id)).toEqual(numbers.filter((n) => !wanted(n)).map(textVideo));
    }
  });

  it("of very many are a sample that is the same each time, and say of how many", async () => {
    const sample = await read(source({}), 100);
    expect([sample.rows.length, sample.of]).toEqual([100, 335]);
    expect(await read(source({}), 100)).toEqual(sample);
    // Of each channel about a quarter: what a video is plays no part.
    for (const channel of [0, 1, 2, 3]) {
      const own = sample.rows.filter(({ channelId }) => channelId === textChannel(channel)).length;
      expect(own).toBeGreaterThan(10);
      expect(own).toBeLessThan(45);
    }
    const tags = await readTagSets(database.db, source({ tag: "tenth" }), 10);
    expect([tags.rows.length, tags.of]).toEqual([10, 34]);
    expect(tags.rows.every(({ tags: [first] }) => first === "tenth")).toBe(true);
  });

  it("have a stamp that changes with the videos, their texts and their scores, and with nothing else", async () => {
    const stamp = (db: typeof database.db) => readTextStamp(db, source({ channels: [textChannel(0)] }));
    const before = await stamp(database.db);
    expect(before.videos).toBe(84);
    const changes = {
      text: { changed_at: at(NOW) },
      score: { performance: 99 },
      video: { published_at: at(minus(NOW, days(30))) },
    };
    for (const [what, change] of Object.entries(changes)) {
      const after = await inRollback(database.db, async (db) => {
        await db.updateTable("video_counter").set(change).where("video_id", "=", textVideo(4)).execute();
        return stamp(db);
      });
      expect(after, what).not.toEqual(before);
    }
    const same = await inRollback(database.db, async (db) => {
      await db.updateTable("video_counter").set({ views: 5 }).where("video_id", "=", textVideo(4)).execute();
      await db
        .updateTable("video_counter")
        .set({ changed_at: at(NOW) })
        .where("video_id", "=", textVideo(5))
        .execute();
      return stamp(db);
    });
    expect(same).toEqual(before);
    // A window that has moved on by no video is the same.
    const moved = { from: plus(WINDOW.from, 1000 as never), until: plus(WINDOW.until, 1000 as never) };
    expect(await readTextStamp(database.db, { ...source({ channels: [textChannel(0)] }), window: moved })).toEqual(
      before,
    );
  });
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { toIso } from "#domain/iso-time.ts";
import { days, hours, plus } from "#domain/time.ts";
import { rescoreChannel } from "#storage/scores/scores.ts";
import { inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelId, NOON, videoId } from "../storage/settlements.ts";
import { contents, type Folder, importFile, openFolder } from "./stage.ts";

const CHANNELS = [0, 1, 2];
const HEADER = "video_id,channel_id,channel_title,title,tags,published_at,duration,fetched_at,views,likes,comments";

/** The n-th video's rows: all of a channel's carry a tag, and each has some of its own. */
const rowsOf = (n: number): readonly string[] =>
  [0.9, 1.1, 2, 30, 55 + n].map((hour) => {
    const channel = n % CHANNELS.length;
    const told = [videoId(n), channelId(channel), `Channel ${channel}`, `Video ${n}`, `of ${channel}|number ${n}`];
    const views = Math.round(hour * (n + 1) * 50);
    return [...told, toIso(NOON), 300, toIso(plus(NOON, hours(hour))), views, 7, 3].join(",");
  });

const csv = (lines: readonly string[]): string => `${[HEADER, ...lines].join("\n")}\n`;

let test: TestDatabase;
let folder: Folder;
beforeAll(async () => {
  [test, folder] = await Promise.all([openTestDatabase("pglite"), openFolder()]);
});
afterAll(async () => {
  await Promise.all([test.close(), folder.remove()]);
});

/** Everything that follows from some files, one after the other. Sums of days differ by the order they were added in. */
const after = (files: readonly string[]) =>
  inRollback(test.db, async (db) => {
    for (const [i, text] of files.entries()) await importFile(db, await folder.write(`${i}.csv`, text));
    for (const channel of CHANNELS) await rescoreChannel(db, channelId(channel), plus(NOON, days(60)));
    expect(await db.selectFrom("import_video").select("video_id").execute()).toEqual([]);
    const tags = await db.selectFrom("tag").selectAll().orderBy("tag").execute();
    const tagged = await db.selectFrom("video_tag").selectAll().orderBy("tag").orderBy("video_id").execute();
    const tables = Object.entries(await contents(db)).map(([table, rows]) => [
      table,
      rows.map((row) => row.replaceAll(/\d+\.\d{7,}/g, (text) => Number(text).toFixed(6))),
    ]);
    return { ...Object.fromEntries(tables), tags, tagged };
  });

it("says the same of videos that are worked out together as of each by itself", async () => {
  const videos = Array.from({ length: 9 }, (_, n) => rowsOf(n));
  const together = await after([csv(videos.flat())]);
  expect(together).toEqual(await after(videos.map(csv)));
  expect(together).toMatchObject({ video_counter: { length: 9 }, tags: { length: 12 }, tagged: { length: 18 } });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, hours, type Instant, instant, minutes, plus, seconds } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { readBuckets, readNearest, readSeries } from "#storage/videos/series.ts";
import { engines, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

const ID = "series00001" as VideoId;
/** Two days before a month ends, so that series cross into the next partition. */
const START = instant(Date.UTC(2026, 9, 30));
const after = (d: number): Instant => plus(START, d as never);

async function store(db: Db, samples: readonly (readonly [number, number, "batch" | "feed"])[], id: string = ID) {
  await db
    .insertInto("snapshot")
    .values(
      samples.map(([age, views, source]) => ({
        video_id: id,
        captured_at: at(after(age)),
        views,
        likes: null,
        comments: 0,
        source,
      })),
    )
    .execute();
}

describe.each(engines)("a stored series on %s", (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await ensurePartitions(database.db, START, after(days(90)));
    await store(database.db, [
      [minutes(4), 1, "batch"],
      [minutes(55), 20, "batch"],
      [minutes(58), 19, "feed"],
      [minutes(64), 22, "batch"],
      [hours(5), 50, "feed"],
      [days(3), 100, "batch"],
      [days(40), 400, "batch"],
    ]);
    await store(database.db, [[minutes(60), 99, "batch"]], "another0001");
  });
  afterAll(() => database.close());

  it("is read by span, its beginning included and its end not, across months", async () => {
    const rows = await readSeries(database.db, ID, { from: after(minutes(55)), to: after(days(40)) }, 100);
    expect(rows.map(({ views }) => views)).toEqual([20, 19, 22, 50, 100]);
    expect((await readSeries(database.db, ID, {}, 2)).map(({ views }) => views)).toEqual([1, 20]);
  });

  it("gives the last sample of each bucket and how many the bucket holds, a feed's only where there is no other", async () => {
    const rows = await readBuckets(database.db, ID, hours(1), {}, 100);
    expect(rows.map(({ bucketAt, snapshots, views, source }) => [bucketAt, snapshots, views, source])).toEqual([
      [after(0), 3, 20, "batch"],
      [after(hours(1)), 1, 22, "batch"],
      [after(hours(5)), 1, 50, "feed"],
      [after(days(3)), 1, 100, "batch"],
      [after(days(40)), 1, 400, "batch"],
    ]);
    const part = await readBuckets(database.db, ID, days(1), { from: START, to: after(days(40)) }, 1);
    expect(part.map(({ bucketAt, snapshots, views }) => [bucketAt, snapshots, views])).toEqual([[START, 5, 22]]);
  });

  it("gives the sample nearest to each target within its reach, never a feed's", async () => {
    const targets = [
      { at: after(minutes(60)), reach: minutes(30) },
      { at: after(hours(5)), reach: hours(1) },
      { at: after(days(3) + seconds(5)), reach: days(1) },
    ];
    const rows = await readNearest(database.db, ID, targets);
    expect(rows.map((row) => row?.views ?? null)).toEqual([22, null, 100]);
    expect(await readNearest(database.db, ID, [])).toEqual([]);
  });
});

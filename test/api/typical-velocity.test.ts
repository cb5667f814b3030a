import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import type { VideoDetail } from "#api/videos/video-detail-contract.ts";
import { ageBin, HEAT_POOL_MIN } from "#domain/heat.ts";
import { toIso } from "#domain/iso-time.ts";
import { minus, minutes } from "#domain/time.ts";
import { ageAt } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { countVelocities, refreshVelocityTypical } from "#storage/scores/velocity-typical.ts";
import { inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";
import { RICH_VIDEO, seed } from "./seed.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 5);
});
afterAll(() => database.close());

const typicalVelocity = async (app: Api): Promise<VideoDetail["typicalVelocity"]> =>
  (await app.inject(`/api/v1/videos/${RICH_VIDEO}`)).json<VideoDetail>().typicalVelocity;

describe("the typical velocity on a video's page", () => {
  const seenAt = minus(NOW, minutes(5));

  /** Counts `n` videos that move at this velocity at the age and format of the video that is shown. */
  async function count(db: Db, n: number, viewsPerHour: number): Promise<void> {
    const { start_at, format } = await db
      .selectFrom("video_counter")
      .select(["start_at", "format"])
      .where("video_id", "=", RICH_VIDEO)
      .executeTakeFirstOrThrow();
    if (start_at === null || format === null) throw new Error("the video has no start or format");
    await db
      .updateTable("video_counter")
      .set({ captured_at: at(seenAt) })
      .where("video_id", "=", RICH_VIDEO)
      .execute();
    const seen = { at: seenAt, format, ageBin: ageBin(ageAt(start_at, seenAt)), viewsPerHour };
    await countVelocities(db, Array(n).fill(seen));
    await refreshVelocityTypical(db, NOW);
  }

  it("is the median of its age and format, with its n and when it was taken", () =>
    inRollback(database.db, async (db) => {
      await count(db, HEAT_POOL_MIN, 80);
      const { app } = await openApi(db);
      const { median, ...rest } = await typicalVelocity(app);
      expect(rest).toEqual({ n: HEAT_POOL_MIN, reason: null, derived: true, asOf: toIso(NOW) });
      expect(Math.abs((median ?? 0) / 80 - 1)).toBeLessThan(0.05);
    }));

  it("says with its n why nothing can be divided by it", () =>
    inRollback(database.db, async (db) => {
      const { app } = await openApi(db);
      const nothing = { median: null, derived: true, asOf: null };
      expect(await typicalVelocity(app)).toEqual({ ...nothing, n: 0, reason: "poolTooSmall" });
      await count(db, HEAT_POOL_MIN - 1, 0);
      expect(await typicalVelocity(app)).toEqual({ ...nothing, n: HEAT_POOL_MIN - 1, reason: "poolTooSmall" });
      await count(db, 1, 0);
      expect(await typicalVelocity(app)).toMatchObject({ median: 0, n: HEAT_POOL_MIN, reason: "medianZero" });
      await db.updateTable("video_counter").set({ captured_at: null }).execute();
      expect(await typicalVelocity(app)).toEqual({ ...nothing, n: 0, reason: "noViews" });
      await db.updateTable("video_counter").set({ start_at: null }).execute();
      expect(await typicalVelocity(app)).toEqual({ ...nothing, n: 0, reason: "notStarted" });
    }));
});

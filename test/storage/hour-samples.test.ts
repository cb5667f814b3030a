import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { viewTrendsOf } from "#analysis/view-trends.ts";
import { HOUR, stepOf } from "#domain/day-gain.ts";
import type { InsightScope } from "#domain/insight-scope.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import { hours, minutes, plus } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import { Chance } from "#simulation/random.ts";
import { at } from "#storage/database.ts";
import { engines, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelId, NOON, Recorder, trackedVideo, videoId } from "./settlements.ts";

const WATCH = "bC3dE4fG5hI6" as WatchId;
const NOW = plus(NOON, hours(60));
const ALL: InsightScope = { channels: [], watch: null, tag: null, categories: [], formats: [] };

describe.each(engines)("hours that are told from samples, on %s", (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const { db } = database;
    const recorder = await Recorder.open(db);
    const chance = new Chance("hours", 1);
    for (const n of [1, 2, 3, 4]) {
      const startAt = plus(NOON, hours(n * 5 - 12));
      let video = trackedVideo(n, { channelId: channelId(1), startAt, firstSeenAt: startAt, format: "long" });
      let views = 0;
      for (let now = plus(startAt, minutes(40)); now < NOW; now = plus(now, minutes(chance.integer(20, 900)))) {
        views += chance.integer(0, 500);
        const counted = { videoId: videoId(n), capturedAt: now, views, likes: 1, comments: null };
        const snapshot: Snapshot = { ...counted, source: "batch" };
        video = { ...video, previous: video.last, last: { at: now, views } };
        const settlement = { at: now, snapshots: [snapshot], videos: [video], sightingSource: "uploads" } as const;
        await recorder.recordAs(await recorder.charge(), settlement);
      }
      const seen = { published_at: at(startAt), first_seen_at: at(startAt), last_seen_at: at(startAt), last_rank: 1 };
      await db
        .insertInto("watch_video")
        .values({ watch_id: WATCH, video_id: videoId(n), ...seen })
        .execute();
    }
    await sql`update video_counter set published_at = start_at, format = 'long'`.execute(db);
  });
  afterAll(() => database.close());

  it("are those that were kept of the channel as the samples came", async () => {
    const window = { from: stepOf(plus(NOON, hours(30)), HOUR), until: stepOf(NOW, HOUR) };
    const of = (scope: InsightScope) => viewTrendsOf(database.db, { scope, window, step: "hour" }, NOW);
    const kept = await of({ ...ALL, channels: [channelId(1)] });
    const told = await of({ ...ALL, watch: WATCH });
    expect(kept.views).toBeGreaterThan(100);
    expect([kept.sampled, told.sampled]).toEqual([null, { videos: 4, of: 4 }]);
    for (const [i, step] of told.steps.entries()) {
      expect(step.views).toBeCloseTo(kept.steps[i]?.views ?? Number.NaN, 6);
      expect(step.before ?? 0).toBeCloseTo(kept.steps[i]?.before ?? 0, 6);
      expect(step.samples).toBe(kept.steps[i]?.samples);
    }
  });
});

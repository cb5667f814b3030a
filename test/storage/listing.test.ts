import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, hours, minus, plus } from "#domain/time.ts";
import type { VideoDescription } from "#domain/video.ts";
import { deleteOldOfVideos, nextVideos } from "#storage/retention/retention-videos.ts";
import { BEFORE_ALL_IDS } from "#storage/sql/id-range.ts";
import { writeListing } from "#storage/videos/listing.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { expectCopiesToFollow } from "./copies.ts";
import { NOON, Recorder, sampled, trackedVideo, videoDescription, videoId } from "./settlements.ts";

describe.each(engines)("what lists are filtered and sorted by on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const described = (over: Partial<VideoDescription> = {}) => [videoDescription(1, over), videoDescription(2)];

  it("is in every video's counters as its description says it, whatever changes, and null before", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const [one, two, three] = [1, 2, 3].map((n) => trackedVideo(n, { format: "unknown", startAt: null }));
      if (!one || !two || !three) throw new Error("no videos");
      await recorder.record({ videos: [one, two, three], sightingSource: "feed" });
      await expectCopiesToFollow(db);
      expect((await db.selectFrom("video_counter").select("format").execute()).map(({ format }) => format)).toEqual([
        null,
        null,
        null,
      ]);

      const long = { startAt: NOON, format: "long" as const };
      await recorder.record({
        videos: [
          { ...one, ...long },
          { ...two, ...long },
        ],
        descriptions: described(),
      });
      await expectCopiesToFollow(db);

      // A feed's link tells that it is a Short, without a new description.
      const short = trackedVideo(1, { format: "short", shortsLink: true });
      await recorder.record({ at: plus(NOON, hours(1)), videos: [short] });
      await expectCopiesToFollow(db);

      const edited = described({
        title: "Another",
        categoryId: null,
        language: "ja",
        durationSeconds: 61,
        liveState: "ended",
      });
      await recorder.record({ at: plus(NOON, hours(2)), videos: [short], descriptions: edited });
      await recorder.sample([sampled(1, plus(NOON, hours(3)), 90, { format: "short", shortsLink: true })]);
      await expectCopiesToFollow(db);
      const row = await db
        .selectFrom("video_counter")
        .selectAll()
        .where("video_id", "=", videoId(1))
        .executeTakeFirstOrThrow();
      expect(row).toMatchObject({
        format: "short",
        category_id: null,
        language: "ja",
        changed_at: plus(NOON, hours(2)),
      });

      await recorder.record({
        at: plus(NOON, hours(4)),
        videos: [trackedVideo(2, { publishedAt: minus(NOON, days(1)) })],
        descriptions: [videoDescription(2, { publishedAt: minus(NOON, days(1)), madeForKids: true })],
      });
      await expectCopiesToFollow(db);
    }));

  it("follows when former texts have been kept long enough", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const videos = [trackedVideo(1), trackedVideo(2)];
      await recorder.record({ videos, sightingSource: "feed", descriptions: described() });
      await recorder.record({ at: plus(NOON, hours(2)), videos, descriptions: described({ title: "Another" }) });
      const range = await nextVideos(db, BEFORE_ALL_IDS, 10);
      for (const hour of [1, 3]) {
        const line = plus(NOON, hours(hour));
        await deleteOldOfVideos(db, range, { statistics: line, revisions: line, texts: line, gone: line });
        await expectCopiesToFollow(db);
      }
      expect(await db.selectFrom("video_revision").selectAll().execute()).toEqual([]);
    }));

  it("is not written again when nothing has changed", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const videos = [trackedVideo(1), trackedVideo(2)];
      await recorder.record({ videos, sightingSource: "feed", descriptions: described() });
      await recorder.record({ at: plus(NOON, hours(2)), videos, descriptions: described({ title: "Another" }) });
      const places = async () =>
        (await sql`select video_id, ctid::text from video_counter order by video_id`.execute(db)).rows;
      const before = await places();
      await writeListing(db, [videoId(1), videoId(2)]);
      expect(await places()).toEqual(before);
      await sql`update video set language = 'de' where id = ${videoId(2)}`.execute(db);
      await writeListing(db, [videoId(1), videoId(2)]);
      const after = await places();
      expect(after[0]).toEqual(before[0]);
      expect(after[1]).not.toEqual(before[1]);
    }));
});

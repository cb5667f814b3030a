import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hours, plus } from "#domain/time.ts";
import { readTrackedRows } from "#storage/collecting/planner-rows.ts";
import { editWatch, removeWatch } from "#storage/watches/watches.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelId, NOON, Recorder, trackedVideo, videoId } from "./settlements.ts";
import { added, filters, freshWatch, pageOf, wish } from "./watch-rows.ts";

const LATER = plus(NOON, hours(3));
const ROUNDS = 40;

/** Each round is a race of two transactions: many, because either may win. */
describe("while a call of a watch is settled", () => {
  let test: TestDatabase;
  let recorder: Recorder;
  beforeAll(async () => {
    test = await openTestDatabase("native");
    recorder = await Recorder.open(test.db);
  });
  afterAll(() => test.close());

  it("other filters begin anew, whichever comes first", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const wanted = wish(`before ${round}`);
      const id = await added(test.db, wanted);
      const late = { ...freshWatch(id, wanted), watermark: LATER, ranAt: LATER, runs: 1 };
      await Promise.all([
        recorder.record({ watches: [late], watchPages: [pageOf(id, [round])] }),
        editWatch(test.db, id, { filters: filters(`after ${round}`) }, null, NOON),
      ]);
      const { watches } = await readTrackedRows(test.db);
      expect(watches.find((watch) => watch.id === id)).toMatchObject({ ranAt: null, watermark: NOON });
    }
  });

  it("what only a removed watch holds is left in peace, whichever comes first", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const n = 1000 + round;
      const id = await added(test.db, wish(`removed ${round}`));
      const videos = [trackedVideo(n, { channelId: channelId(9), searched: true })];
      await Promise.all([
        recorder.record({ videos, sightingSource: "search", watchPages: [pageOf(id, [n])] }),
        removeWatch(test.db, id),
      ]);
      const row = await test.db
        .selectFrom("video_counter")
        .select("searched")
        .where("video_id", "=", videoId(n))
        .executeTakeFirst();
      expect(row).toEqual({ searched: false });
    }
  });
});

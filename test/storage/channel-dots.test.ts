import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, hours, minus, minutes, plus } from "#domain/time.ts";
import { TYPICAL_AGES } from "#domain/typical.ts";
import { listDots, readViewsAtAge } from "#storage/channels/channel-dots.ts";
import { readTypical, refreshTypical } from "#storage/scores/typical.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { follow, rise } from "./rising-video.ts";
import { channelId, NOON, Recorder, sampled, videoId } from "./settlements.ts";

const CHANNEL = channelId(1);

describe.each(engines)("a channel's uploads at one age on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("have the views that the whole curve has there, out of the samples around it", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const sampledAt = [
        [minutes(10), minutes(60), hours(4), hours(24), days(7)],
        [minutes(12), minutes(58), hours(3), hours(9), hours(20), hours(31), days(3)],
        [hours(20), hours(22), hours(30), hours(90)],
        [hours(1), days(20)],
        [hours(23), hours(24)],
      ];
      for (const [n, ages] of sampledAt.entries()) {
        await follow(recorder, n + 1, 100 + 37 * n, ages, { startAt: minus(NOON, days(30 + n)) });
      }
      const feed = { ...sampled(4, minus(NOON, days(32)), 99_999).snapshot, source: "feed" as const };
      await recorder.record({ snapshots: [feed] });
      await refreshTypical(db, CHANNEL, NOON);
      const [typical] = await readTypical(db, CHANNEL);
      const ids = typical?.videoIds ?? [];
      expect(ids).toHaveLength(sampledAt.length);
      for (const [place, age] of TYPICAL_AGES.entries()) {
        const known = await readViewsAtAge(db, ids, age);
        expect(
          ids.map((id) => known.get(id) ?? null),
          `at ${age} ms`,
        ).toEqual(typical?.curves.map((curve) => curve[place]));
      }
      expect((await readViewsAtAge(db, ids, hours(24))).get(videoId(1))).toBe(rise(100, hours(24)));
    }));

  it("are the newest that are described, of all formats or of one", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      for (let n = 1; n <= 4; n++) {
        const startAt = minus(NOON, days(n));
        await follow(recorder, n, n, [hours(1)], { startAt, format: n === 2 ? "short" : "long" });
      }
      expect((await listDots(db, CHANNEL, null)).map(({ id }) => id)).toEqual([1, 2, 3, 4].map(videoId));
      expect(await listDots(db, CHANNEL, "short")).toMatchObject([
        {
          id: videoId(2),
          format: "short",
          publishedAt: minus(NOON, days(2)),
          isGone: false,
          sampledAt: plus(minus(NOON, days(2)), hours(1)),
        },
      ]);
      expect(await listDots(db, channelId(2), null)).toEqual([]);
    }));
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Duration, days, hours, type Instant, minus, minutes, plus } from "#domain/time.ts";
import { TYPICAL_AGES, TYPICAL_VIDEOS_MAX } from "#domain/typical.ts";
import type { Db } from "#storage/database.ts";
import { readTypical, refreshTypical } from "#storage/scores/typical.ts";
import { enqueueStaleTypicals, enqueueTypicals, listTypicalTasks } from "#storage/scores/typical-tasks.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { follow, rise } from "./rising-video.ts";
import { channelId, NOON, Recorder, sampled, videoId } from "./settlements.ts";

const CHANNEL = channelId(1);
const index = (age: Duration): number => TYPICAL_AGES.indexOf(age);

describe.each(engines)("what is usual for a channel on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const AGES = [minutes(10), minutes(60), hours(4), hours(24), days(7)];

  it("is the median of its last videos' views at each age, from their stored samples and never from a feed", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      for (const [n, share] of [100, 300, 200].entries()) {
        await follow(recorder, n + 1, share, AGES, { startAt: minus(NOON, days(10 + n)) });
      }
      await follow(recorder, 4, 9, AGES.slice(0, 2), { format: "short" });
      await follow(recorder, 5, 9999, AGES, { goneAt: NOON });
      await follow(recorder, 6, 9999, AGES, { format: "unknown" });
      const feed = { ...sampled(1, plus(NOON, minutes(1)), 99_999).snapshot, source: "feed" as const };
      await recorder.record({ snapshots: [feed] });
      await refreshTypical(db, CHANNEL, NOON);
      const [long, short, ...others] = await readTypical(db, CHANNEL);
      expect(others).toEqual([]);
      expect(long).toMatchObject({
        format: "long",
        videoIds: [videoId(1), videoId(2), videoId(3)],
        ages: TYPICAL_AGES,
        computedAt: NOON,
      });
      for (const age of AGES) {
        const at = index(age);
        expect(long?.curves.map((curve) => curve[at])).toEqual([100, 300, 200].map((share) => rise(share, age)));
        expect([long?.medians[at], long?.ns[at]]).toEqual([rise(200, age), 3]);
      }
      // Between samples the curve is interpolated, and beyond the last one nothing is known.
      expect(long?.medians[index(days(3))]).toBeGreaterThan(rise(200, hours(24)));
      expect([long?.medians[index(days(10))], long?.ns[index(days(10))]]).toEqual([null, 0]);
      expect(short).toMatchObject({ format: "short", videoIds: [videoId(4)] });
      expect(short?.ns[index(minutes(60))]).toBe(1);
    }));

  it("is of the last thirty videos only", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      for (let n = 1; n <= TYPICAL_VIDEOS_MAX + 3; n++) {
        await follow(recorder, n, n, [hours(1)], { startAt: minus(NOON, days(n)) });
      }
      await refreshTypical(db, CHANNEL, NOON);
      const [long] = await readTypical(db, CHANNEL);
      expect(long?.videoIds).toEqual(Array.from({ length: TYPICAL_VIDEOS_MAX }, (_, i) => videoId(i + 1)));
    }));

  it("leaves with the last video of a format", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await follow(recorder, 1, 100, AGES);
      await refreshTypical(db, CHANNEL, NOON);
      expect(await readTypical(db, CHANNEL)).toHaveLength(1);
      await follow(recorder, 1, 100, [days(8)], { goneAt: NOON });
      await refreshTypical(db, CHANNEL, NOON);
      expect(await readTypical(db, CHANNEL)).toEqual([]);
    }));

  describe("is taken anew", () => {
    const taskOf = (db: Db) =>
      db.selectFrom("task").select(["state", "not_before"]).where("kind", "=", "typical").execute();
    const samplesAt = async (recorder: Recorder, n: number, age: Duration, before: Duration): Promise<void> => {
      const previous = { at: plus(NOON, before), views: 1 };
      const { snapshot, video } = sampled(n, plus(NOON, age), 5, { previous });
      await recorder.record({
        at: snapshot.capturedAt,
        snapshots: [snapshot],
        videos: [video],
        sightingSource: "uploads",
      });
    };

    it("an hour after a milestone of a video, once for all milestones of that hour", () =>
      inRollback(test.db, async (db) => {
        const recorder = await Recorder.open(db);
        await samplesAt(recorder, 1, minutes(59), minutes(10));
        expect(await taskOf(db)).toEqual([]);
        await samplesAt(recorder, 1, minutes(61), minutes(59));
        const due = plus(NOON, minutes(121));
        expect(await taskOf(db)).toEqual([{ state: "waiting", not_before: due }]);
        await samplesAt(recorder, 2, minutes(70), minutes(5));
        expect(await taskOf(db)).toEqual([{ state: "waiting", not_before: due }]);
        expect(await listTypicalTasks(db, minus(due, minutes(1)), 10)).toEqual([]);
        expect(await listTypicalTasks(db, due, 10)).toEqual([CHANNEL]);
        await refreshTypical(db, CHANNEL, due);
        expect(await listTypicalTasks(db, plus(due, days(9)), 10)).toEqual([]);
        await samplesAt(recorder, 1, hours(25), hours(2));
        expect(await taskOf(db)).toEqual([{ state: "waiting", not_before: plus(NOON, hours(26)) }]);
      }));

    it("at the first sample of a young video, and not of one beyond all ages that are compared", () =>
      inRollback(test.db, async (db) => {
        const recorder = await Recorder.open(db);
        await recorder.sample([sampled(1, NOON, 5, { startAt: minus(NOON, days(91)) })]);
        expect(await taskOf(db)).toEqual([]);
        await recorder.sample([sampled(2, NOON, 5, { startAt: minus(NOON, minutes(61)) })]);
        expect(await taskOf(db)).toHaveLength(1);
      }));

    it("daily for tracked channels that have young videos", () =>
      inRollback(test.db, async (db) => {
        const recorder = await Recorder.open(db);
        await recorder.trackChannel(1);
        await recorder.trackChannel(2);
        await follow(recorder, 1, 100, [minutes(10)], { startAt: NOON });
        await follow(recorder, 2, 100, [minutes(10)], { channelId: channelId(2), startAt: minus(NOON, days(31)) });
        const stale = (now: Instant) => enqueueStaleTypicals(db, minus(now, days(1)), now);
        await stale(NOON);
        expect(await listTypicalTasks(db, NOON, 10)).toEqual([CHANNEL]);
        await refreshTypical(db, CHANNEL, NOON);
        await stale(plus(NOON, hours(23)));
        expect(await listTypicalTasks(db, plus(NOON, hours(23)), 10)).toEqual([]);
        await stale(plus(NOON, hours(25)));
        expect(await listTypicalTasks(db, plus(NOON, hours(25)), 10)).toEqual([CHANNEL]);
      }));

    it("in the order in which channels came to wait, so many at a time", () =>
      inRollback(test.db, async (db) => {
        await enqueueTypicals(db, [channelId(2)], NOON);
        await enqueueTypicals(db, [channelId(1), channelId(2), channelId(3)], plus(NOON, minutes(1)));
        const due = plus(NOON, days(1));
        expect(await listTypicalTasks(db, due, 2)).toEqual([channelId(2), channelId(1)]);
      }));
  });
});

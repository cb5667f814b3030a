import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, instant, minutes, plus, seconds } from "#domain/time.ts";
import { AS_BEFORE, readTrackRequests, requestTracking } from "#storage/channels/track-requests.ts";
import { takeLease } from "#storage/collecting/lease.ts";
import { recordSettlement } from "#storage/collecting/settlement.ts";
import type { Db } from "#storage/database.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import {
  channelDescription,
  channelId,
  NOON,
  NOTHING,
  Recorder,
  sampled,
  trackedChannel,
  trackedVideo,
  videoDescription,
  videoId,
} from "./settlements.ts";

const TABLES = [
  "channel",
  "channel_poll",
  "channel_revision",
  "channel_score",
  "channel_snapshot",
  "video",
  "video_counter",
  "video_revision",
  "snapshot",
  "task",
  "pause",
  "set_aside",
  "call",
] as const;

/** Everything a settlement may write, as text. */
async function contents(db: Db): Promise<string> {
  const parts = await Promise.all(
    TABLES.map(async (table) => {
      const { rows } = await sql`select t::text as line from ${sql.table(table)} t order by 1`.execute(db);
      return [table, rows];
    }),
  );
  return JSON.stringify(parts);
}

describe.each(engines)("recording a settlement on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const counterOf = (db: Db, n: number) =>
    db.selectFrom("video_counter").selectAll().where("video_id", "=", videoId(n)).executeTakeFirstOrThrow();

  it("changes nothing when it is repeated, also after newer settlements", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      const number = await recorder.charge();
      const old = sampled(1, plus(NOON, minutes(60)), 100);
      const settlement = {
        snapshots: [old.snapshot],
        videos: [{ ...old.video, describeAt: NOON, describeWhy: "new" as const }],
        sightingSource: "feed" as const,
        descriptions: [videoDescription(1, { title: "Old" })],
        channelSnapshots: [{ channelId: channelId(1), capturedAt: NOON, views: 1, subscribers: 1, videoCount: 1 }],
        firstHourOf: [videoId(1)],
        pauses: [{ subject: "feeds" as const, until: plus(NOON, minutes(1)), failures: 1, reason: "blocked" }],
        setAside: [{ subject: "video 9", reason: "poison" }],
      };
      await recorder.recordAs(number, settlement);
      await recorder.record({
        at: plus(NOON, minutes(90)),
        ...(({ snapshot, video }) => ({ snapshots: [snapshot], videos: [video] }))(
          sampled(1, plus(NOON, minutes(90)), 150),
        ),
        descriptions: [videoDescription(1, { title: "New" })],
        pausesOver: ["feeds"],
      });
      const before = await contents(db);
      expect(await recorder.recordAs(number, settlement)).toMatchObject({ kind: "recorded", rescore: [] });
      expect(await contents(db)).toBe(before);
    }));

  it("is refused whole once somebody else holds the lease", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const number = await recorder.charge();
      await takeLease(db, "another", days(1), plus(NOON, days(2000)));
      const before = await contents(db);
      const { snapshot, video } = sampled(1, NOON, 1);
      const settlement = { snapshots: [snapshot], videos: [video], sightingSource: "feed" as const };
      expect(await recorder.recordAs(number, settlement)).toEqual({ kind: "fenced" });
      expect(await contents(db)).toBe(before);
    }));

  it("is refused under a former epoch of the same holder", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const number = await recorder.charge();
      const again = await takeLease(db, recorder.lease.holder, days(1), NOON);
      expect(again?.epoch).toBe(recorder.lease.epoch + 1);
      expect(await recorder.recordAs(number, {})).toEqual({ kind: "fenced" });
    }));

  it("throws for a call that was never charged", () =>
    inRollback(test.db, async (db) => {
      const { lease } = await Recorder.open(db);
      const charge = { number: 99, projectId: null, fingerprint: null };
      await expect(recordSettlement(db, lease, charge, NOTHING)).rejects.toThrow("never charged");
    }));

  it("never lets an older sample overwrite newer counters, and keeps both snapshots", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const newer = plus(NOON, minutes(20));
      await recorder.sample([sampled(1, newer, 200, { previous: { at: NOON, views: 50 } })]);
      await recorder.sample([sampled(1, plus(NOON, minutes(10)), 100)]);
      expect(await counterOf(db, 1)).toMatchObject({ views: 200, likes: 7, captured_at: newer, previous_views: 50 });
      expect(await db.selectFrom("snapshot").select("views").orderBy("captured_at").execute()).toEqual([
        { views: 100 },
        { views: 200 },
      ]);
    }));

  it("lets counters fall, be hidden and pass 2^31", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      for (const [i, views] of [9_000_000_000, 8_999_999_000, null].entries()) {
        await recorder.sample([sampled(1, plus(NOON, minutes(i)), views)]);
        expect((await counterOf(db, 1)).views).toBe(views);
      }
    }));

  it("takes no counters from a feed", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.sample([sampled(1, NOON, 10)]);
      const { snapshot } = sampled(1, plus(NOON, minutes(5)), 11);
      await recorder.record({
        snapshots: [{ ...snapshot, source: "feed" }],
        videos: [trackedVideo(1, { last: { at: NOON, views: 10 } })],
      });
      expect(await counterOf(db, 1)).toMatchObject({ views: 10, captured_at: NOON });
      const both = sampled(1, plus(NOON, minutes(9)), 12);
      const fed = { ...both.snapshot, capturedAt: plus(NOON, minutes(10)), likes: 99, source: "feed" as const };
      await recorder.record({ snapshots: [both.snapshot, fed], videos: [both.video] });
      expect(await counterOf(db, 1)).toMatchObject({ views: 12, likes: 7, captured_at: plus(NOON, minutes(9)) });
    }));

  it("stores texts that PostgreSQL cannot hold as near as it can, and all others byte for byte", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const title = 'Ünï "quoted" \\u0041 \\\\ 日本 🎬 \u0001';
      await recorder.record({
        videos: [trackedVideo(1), trackedVideo(2)],
        sightingSource: "feed",
        descriptions: [
          videoDescription(1, { title, tags: ["a,b", "{c}", "", "É"] }),
          videoDescription(2, { title: "nul\0 and \ud800 half" }),
        ],
      });
      const rows = await db.selectFrom("video").select(["title", "tags", "tag_keys"]).orderBy("id").execute();
      expect(rows[0]).toEqual({ title, tags: ["a,b", "{c}", "", "É"], tag_keys: ["a,b", "{c}", "", "é"] });
      expect(rows[1]?.title).toBe("nul\uFFFD and \uFFFD half");
    }));

  it("writes the call's end into the log", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const at = plus(NOON, seconds(2));
      await recorder.record({ at, outcome: { kind: "unavailable", detail: "HTTP 503", answered: 0 } });
      const call = await db.selectFrom("call").selectAll().executeTakeFirst();
      expect(call).toMatchObject({ settled_at: at, outcome: "unavailable", detail: "HTTP 503", answered: 0 });
    }));

  it("sets nothing aside for want of a month's partition, but throws, so that the call is asked again", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const number = await recorder.charge();
      const before = await contents(db);
      const { snapshot, video } = sampled(1, plus(NOON, days(4000)), 1);
      const late = { snapshots: [snapshot], videos: [video], sightingSource: "uploads" } as const;
      await expect(recorder.recordAs(number, late)).rejects.toThrow("no partition");
      expect(await contents(db)).toBe(before);
    }));

  it("sets aside a row that the database cannot hold, and loses no other for it", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const good = sampled(1, NOON, 1);
      const bad = sampled(2, NOON, 2, { publishedAt: instant(8e15) });
      const number = await recorder.charge();
      const settlement = {
        snapshots: [good.snapshot, bad.snapshot],
        videos: [good.video, bad.video],
        descriptions: [videoDescription(1)],
        sightingSource: "uploads",
      } as const;
      const recorded = await recorder.recordAs(number, settlement);
      expect(recorded).toMatchObject({ kind: "recorded", setAside: [{ subject: videoId(2) }] });
      const snapshots = await db.selectFrom("snapshot").select("video_id").execute();
      expect(snapshots).toEqual([{ video_id: videoId(1) }]);
      expect(await db.selectFrom("video").select(["id", "title"]).execute()).toEqual([
        { id: videoId(1), title: videoDescription(1).title },
      ]);
      expect(await db.selectFrom("set_aside").select("subject").execute()).toEqual([{ subject: videoId(2) }]);
      const before = await contents(db);
      await recorder.recordAs(number, settlement);
      expect(await contents(db)).toBe(before);
    }));

  it("keeps what planning remembers of a row whose texts cannot be held, and refuses the request for such a channel", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const describeAt = plus(NOON, days(25));
      const ref = { kind: "id", id: channelId(3) } as const;
      await requestTracking(db, [ref], AS_BEFORE, NOON);
      const recorded = await recorder.record({
        ...{ snapshots: [sampled(1, NOON, 5).snapshot], sightingSource: "uploads" },
        videos: [sampled(1, NOON, 5, { describeAt }).video],
        descriptions: [videoDescription(1, { scheduledStartAt: instant(8e15) })],
        channels: [trackedChannel(3)],
        channelDescriptions: [channelDescription(3, { publishedAt: instant(8e15) })],
        requests: [{ kind: "tracked", ref, channelId: ref.id }],
      });
      expect(recorded).toMatchObject({ setAside: [{ subject: channelId(3) }, { subject: videoId(1) }] });
      expect(await counterOf(db, 1)).toMatchObject({ views: 5, captured_at: NOON, describe_at: describeAt });
      expect(await db.selectFrom("video").select(["id", "described_at"]).execute()).toEqual([
        { id: videoId(1), described_at: null },
      ]);
      expect(await readTrackRequests(db, [ref])).toMatchObject([
        { state: "refused", reason: expect.stringMatching(/^It cannot be stored/) },
      ]);
      expect(await db.selectFrom("channel_poll").select("channel_id").execute()).toEqual([]);
    }));
});

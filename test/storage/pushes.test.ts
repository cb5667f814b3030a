import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, plus, seconds } from "#domain/time.ts";
import { untrackChannel } from "#storage/channels/track-requests.ts";
import { recordIntake } from "#storage/collecting/intake.ts";
import { takeLease } from "#storage/collecting/lease.ts";
import { type Arrival, isTracked, keepArrival, listWaitingPushes } from "#storage/collecting/pushes.ts";
import type { Db } from "#storage/database.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelId, NOON, NOTHING, Recorder, trackedChannel, trackedVideo, videoId } from "./settlements.ts";

const message = (body: string): Arrival => ({ kind: "pushed", body });

const versionIn = async (db: Db) =>
  (await db.selectFrom("planning_change").select("version").executeTakeFirstOrThrow()).version;

describe.each(engines)("pushes on %s", (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  /** A test with one tracked channel, of which nothing stays. */
  const isolated = (act: (db: Db, recorder: Recorder) => Promise<void>) =>
    inRollback(database.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      await act(db, recorder);
    });

  it("wait oldest first as they came, each once, and each tells planning", () =>
    isolated(async (db) => {
      const before = await versionIn(db);
      expect(await keepArrival(db, channelId(1), message("b"), plus(NOON, seconds(2)))).toBe(true);
      expect(await keepArrival(db, channelId(1), { kind: "verified", lease: days(5) }, plus(NOON, seconds(1)))).toBe(
        true,
      );
      expect(await keepArrival(db, channelId(1), { kind: "denied", reason: "no" }, NOON)).toBe(true);
      expect(await versionIn(db)).toBe(before + 3);
      expect(await keepArrival(db, channelId(1), message("b"), plus(NOON, days(1)))).toBe(false);
      expect(await versionIn(db)).toBe(before + 3);
      expect((await listWaitingPushes(db, 10)).map(({ arrival }) => arrival)).toEqual([
        { kind: "denied", reason: "no" },
        { kind: "verified", lease: days(5) },
        message("b"),
      ]);
      expect(await listWaitingPushes(db, 2)).toHaveLength(2);
    }));

  it("keep every text, but for what the database cannot hold", () =>
    isolated(async (db) => {
      const body = `a"\\\u{1F950}\u0001 \0 \uD800 ${"x".repeat(100_000)}`;
      await keepArrival(db, channelId(1), message(body), NOON);
      const [kept] = await listWaitingPushes(db, 1);
      expect(kept?.arrival).toEqual(message(body.replace("\0", "\uFFFD").replace("\uD800", "\uFFFD")));
    }));

  it("leave with what followed from them, in one transaction, and only for the holder of the lease", () =>
    isolated(async (db, recorder) => {
      await keepArrival(db, channelId(1), message("a"), NOON);
      await keepArrival(db, channelId(1), message("b"), plus(NOON, seconds(1)));
      const taken = (await listWaitingPushes(db, 10)).slice(0, 1);
      const pushed = trackedChannel(1, {
        subscription: { askAt: plus(NOON, days(4)), attempts: 0, until: plus(NOON, days(5)), pushedAt: NOON },
      });
      const found = { ...NOTHING, videos: [trackedVideo(7)], sightingSource: "push" as const, channels: [pushed] };
      expect(await recordIntake(db, recorder.lease, taken, found)).toMatchObject({ kind: "recorded", setAside: [] });
      expect((await listWaitingPushes(db, 10)).map(({ arrival }) => arrival)).toEqual([message("b")]);
      const video = await db.selectFrom("video").select("source").where("id", "=", videoId(7)).executeTakeFirst();
      expect(video?.source).toBe("push");
      const poll = await db.selectFrom("channel_poll").select("subscribed_until").executeTakeFirstOrThrow();
      expect(poll.subscribed_until).toBe(plus(NOON, days(5)));

      await takeLease(db, "another", days(1), plus(NOON, days(2000)));
      const rest = await listWaitingPushes(db, 10);
      expect(await recordIntake(db, recorder.lease, rest, { ...found, videos: [trackedVideo(8)] })).toEqual({
        kind: "fenced",
      });
      expect(await listWaitingPushes(db, 10)).toHaveLength(1);
      expect((await db.selectFrom("video").select("id").execute()).map(({ id }) => id)).toEqual([videoId(7)]);
    }));

  it("that bring a row which cannot be stored leave too, with it set aside and nothing else lost", () =>
    isolated(async (db, recorder) => {
      await keepArrival(db, channelId(1), message("a"), NOON);
      const taken = await listWaitingPushes(db, 10);
      const bad = trackedVideo(9, { publishedAt: 9e15 as never });
      // No date of JavaScript's is too large for PostgreSQL, so a check of the table's stands in.
      await sql`alter table video add constraint no_nines check (id <> ${sql.lit(videoId(9))})`.execute(db);
      const settlement = {
        ...NOTHING,
        videos: [trackedVideo(7), { ...bad, publishedAt: NOON }],
        sightingSource: "push" as const,
      };
      expect(await recordIntake(db, recorder.lease, taken, settlement)).toMatchObject({
        kind: "recorded",
        setAside: [{ subject: videoId(9) }],
      });
      expect(await listWaitingPushes(db, 10)).toEqual([]);
      expect((await db.selectFrom("video").select("id").execute()).map(({ id }) => id)).toEqual([videoId(7)]);
    }));

  it("are wanted for tracked channels only", () =>
    isolated(async (db) => {
      expect([await isTracked(db, channelId(1)), await isTracked(db, channelId(2))]).toEqual([true, false]);
      await untrackChannel(db, channelId(1));
      expect(await isTracked(db, channelId(1))).toBe(false);
    }));
});

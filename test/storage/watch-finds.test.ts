import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, hours, minutes, plus } from "#domain/time.ts";
import { AS_BEFORE, requestTracking, untrackChannel } from "#storage/channels/track-requests.ts";
import { readTrackedRows } from "#storage/collecting/planner-rows.ts";
import { readVideo } from "#storage/videos/videos.ts";
import { streamPages } from "#storage/watches/watch-runs.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import {
  channelDescription,
  channelId,
  NOON,
  Recorder,
  sampled,
  trackedChannel,
  trackedVideo,
  videoDescription,
  videoId,
} from "./settlements.ts";
import { added, freshWatch, pageOf, wish } from "./watch-rows.ts";

const LATER = plus(NOON, hours(3));

describe.each(engines)("what a watch finds, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  /** The row of a video as a search shows it: nothing is known of it but its date. */
  const sighting = (n: number, at = LATER) =>
    trackedVideo(n, {
      channelId: channelId(9),
      startAt: null,
      format: "unknown",
      searched: true,
      firstSeenAt: at,
      describeAt: at,
      describeWhy: "new",
    });
  const described = (n: number, channelTitle: string) => videoDescription(n, { channelId: channelId(9), channelTitle });

  it("is shown under its channel's title, which follows what its newest video shows", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const record = (n: number, title: string, at = NOON) =>
        recorder.record({ at, videos: [sighting(n)], sightingSource: "search", descriptions: [described(n, title)] });
      const channel = () => db.selectFrom("channel").selectAll().executeTakeFirst();
      await record(1, "A title");
      expect(await readVideo(db, videoId(1))).toMatchObject({ channelTitle: "A title", channelState: "untracked" });
      expect(await channel()).toMatchObject({ id: channelId(9), state: "untracked", described_at: NOON });
      await record(1, "Another title", LATER);
      await record(2, "An old title", plus(NOON, minutes(1)));
      expect(await channel()).toMatchObject({ title: "Another title", described_at: LATER });
      await record(3, "", plus(LATER, hours(1)));
      expect(await channel()).toMatchObject({ title: "Another title" });
    }));

  it("leaves a tracked channel alone, and one that is tracked later begins without a former self", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const nine = { id: channelId(9) };
      const record = (title: string) =>
        recorder.record({ videos: [sighting(1)], sightingSource: "search", descriptions: [described(1, title)] });
      await record("As its video shows it");
      await recorder.record({
        at: LATER,
        channelDescriptions: [{ ...channelDescription(1), ...nine, title: "As it says itself" }],
        channels: [trackedChannel(1, nine)],
      });
      await requestTracking(db, [{ kind: "id", id: channelId(9) }], AS_BEFORE, NOON);
      await recorder.record({
        requests: [{ kind: "tracked", ref: { kind: "id", id: channelId(9) }, channelId: channelId(9) }],
        channels: [trackedChannel(1, nine)],
      });
      await record("As an old video shows it");
      const channel = () => db.selectFrom("channel").selectAll().executeTakeFirstOrThrow();
      expect(await channel()).toMatchObject({ title: "As it says itself", state: "tracked", handle: "@channel1" });
      expect(await db.selectFrom("channel_revision").selectAll().execute()).toEqual([]);
      // Untracked again, only its title follows: the rest is as old as it was.
      await untrackChannel(db, channelId(9));
      const at = plus(LATER, days(1));
      await recorder.record({ at, descriptions: [described(1, "New")] });
      expect(await channel()).toMatchObject({ title: "New", described_at: LATER, handle: "@channel1" });
    }));

  it("and had been forgotten keeps what was learned of it: start, format, views and where it was first seen", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(9);
      const first = sampled(1, plus(NOON, hours(1)), 1000, {
        channelId: channelId(9),
        format: "short",
        shortsLink: true,
      });
      await recorder.record({
        descriptions: [described(1, "C")],
        ...{ videos: [first.video], sightingSource: "uploads" },
      });
      await recorder.sample([first]);
      await recorder.record({ videos: [{ ...first.video, goneAt: NOON }] });
      const id = await added(db, wish("a"));
      await recorder.record({ videos: [sighting(1)], sightingSource: "search", watchPages: [pageOf(id, [1])] });
      expect((await readTrackedRows(db)).videos).toEqual([
        {
          ...first.video,
          searched: true,
          describeAt: LATER,
          describeWhy: "new",
        },
      ]);
      expect(await db.selectFrom("video").select("source").execute()).toEqual([{ source: "uploads" }]);
      // The next sample is written as ever.
      const next = { at: plus(LATER, hours(1)), views: 2000 };
      await recorder.record({ videos: [{ ...sighting(1), startAt: NOON, format: "long", last: next }] });
      expect((await readTrackedRows(db)).videos).toMatchObject([{ format: "long", last: next, startAt: NOON }]);
    }));

  it("is remembered with when it was first and last shown, and at which place, however often it is recorded", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const id = await added(db, wish("a"));
      const first = pageOf(id, [1, 2, 1]);
      const second = pageOf(id, [2], { runAt: LATER, page: 1, firstRank: 51, news: 0 });
      const number = await recorder.charge();
      await recorder.recordAs(number, { watchPages: [first] });
      await recorder.record({ watchPages: [second] });
      const rows = async () => ({
        videos: await db
          .selectFrom("watch_video")
          .select(["video_id", "first_seen_at", "last_seen_at", "last_rank"])
          .orderBy("video_id")
          .execute(),
        pages: await db.selectFrom("watch_page").selectAll().orderBy("asked_at").execute(),
      });
      const once = await rows();
      expect(once.videos).toEqual([
        { video_id: videoId(1), first_seen_at: first.askedAt, last_seen_at: first.askedAt, last_rank: 1 },
        { video_id: videoId(2), first_seen_at: first.askedAt, last_seen_at: LATER, last_rank: 51 },
      ]);
      expect(once.pages.map(({ video_ids }) => video_ids)).toEqual([[1, 2, 1].map(videoId), [videoId(2)]]);
      // The same call again, and the same rows by another.
      await recorder.recordAs(number, { watchPages: [first] });
      await recorder.record({ watchPages: [first] });
      expect(await rows()).toEqual(once);
    }));

  it("is kept page by page, also where two windows of a run are read within one millisecond", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const id = await added(db, wish("a"));
      const head = pageOf(id, [1]);
      const windows = [3, 2, 1].map((n) =>
        pageOf(id, [n + 10], { publishedAfter: plus(NOON, days(-n)), publishedBefore: plus(NOON, days(1 - n)) }),
      );
      await recorder.record({ watchPages: [head] });
      for (const page of windows) await recorder.record({ watchPages: [page] });
      const stored: (readonly string[])[] = [];
      for await (const { videoIds } of streamPages(db, id)) stored.push(videoIds);
      expect(stored).toEqual([13, 12, 11, 1].map((n) => [videoId(n)]));
    }));

  it("costs no other watch's rows when the database cannot hold one", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const [a, b] = [await added(db, wish("a")), await added(db, wish("b"))];
      const beyond = { ...freshWatch(a, wish("a")), attempts: 2 ** 40 };
      const recorded = await recorder.record({
        watches: [beyond, { ...freshWatch(b, wish("b")), runs: 1 }],
        watchPages: [pageOf(a, [1]), pageOf(b, [2])],
      });
      expect(recorded).toMatchObject({ kind: "recorded", setAside: [{ subject: a }] });
      const { watches, watchSeen } = await readTrackedRows(db);
      expect(watches.find(({ id }) => id === b)).toMatchObject({ runs: 1 });
      expect(watchSeen.map(({ watchId }) => watchId)).toEqual([b]);
    }));
});

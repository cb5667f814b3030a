import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChannelDescription } from "#domain/channel.ts";
import { minutes, plus } from "#domain/time.ts";
import type { VideoDescription } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import {
  channelDescription,
  channelId,
  NOON,
  Recorder,
  trackedChannel,
  trackedVideo,
  videoDescription,
  videoId,
} from "./settlements.ts";

/** Each field whose former values are kept: what it says after the change, and the revision. */
const OF_VIDEOS: readonly [string, Partial<VideoDescription>, Record<string, unknown>][] = [
  ["title", { title: "Other" }, { title: "Video 1" }],
  ["description", { description: "" }, { description: "words" }],
  ["tags", { tags: ["Tag", "tag"] }, { tags: ["Tag"] }],
  ["thumbnail", { thumbnailUrl: null }, { thumbnail: "https://i.ytimg.com/a.jpg" }],
  ["category", { categoryId: "22" }, { category: "10" }],
  ["duration", { durationSeconds: 301 }, { duration: 300 }],
  ["privacy", { privacy: "unlisted" }, { privacy: "public" }],
];

/** Nobody wrote these, or they change with every look. */
const NOT_OF_VIDEOS: readonly [string, Partial<VideoDescription>][] = [
  ["counters", { counters: { views: 2, likes: null, comments: 9 } }],
  ["live state", { broadcast: true, liveState: "ended", actualStartAt: NOON, actualEndAt: NOON }],
  ["shape of the player", { portrait: true }],
];

const OF_CHANNELS: readonly [string, Partial<ChannelDescription>, Record<string, unknown>][] = [
  ["title", { title: "Other" }, { title: "Channel 1" }],
  ["description", { description: "About us" }, { description: "" }],
  ["handle", { handle: "@other" }, { handle: "@channel1" }],
  ["thumbnail", { thumbnailUrl: "https://yt3.ggpht.com/a" }, { thumbnail: null }],
  ["country", { country: "DE" }, { country: null }],
];

describe.each(engines)("revisions on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const describeVideo = (recorder: Recorder, minute: number, over: Partial<VideoDescription>) =>
    recorder.record({
      at: plus(NOON, minutes(minute)),
      videos: [trackedVideo(1)],
      sightingSource: "feed",
      descriptions: [videoDescription(1, over)],
    });
  const describeChannel = (recorder: Recorder, minute: number, over: Partial<ChannelDescription>) =>
    recorder.record({
      at: plus(NOON, minutes(minute)),
      channels: [trackedChannel(1)],
      channelDescriptions: [channelDescription(1, over)],
    });
  const ofVideos = (db: Db) => db.selectFrom("video_revision").selectAll().orderBy("seen_at").execute();
  const ofChannels = (db: Db) => db.selectFrom("channel_revision").selectAll().orderBy("seen_at").execute();

  it.each(OF_VIDEOS)("keep what a video's %s was", (_field, changed, before) =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await describeVideo(recorder, 0, {});
      await describeVideo(recorder, 1, changed);
      expect(await ofVideos(db)).toEqual([{ video_id: videoId(1), seen_at: plus(NOON, minutes(1)), before }]);
    }),
  );

  it.each(NOT_OF_VIDEOS)("are not made of a video's %s", (_field, changed) =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await describeVideo(recorder, 0, {});
      await describeVideo(recorder, 1, changed);
      expect(await ofVideos(db)).toEqual([]);
    }),
  );

  it.each(OF_CHANNELS)("keep what a channel's %s was", (_field, changed, before) =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await describeChannel(recorder, 0, {});
      await describeChannel(recorder, 1, changed);
      expect(await ofChannels(db)).toEqual([{ channel_id: channelId(1), seen_at: plus(NOON, minutes(1)), before }]);
    }),
  );

  it("of videos are made only when something changed, never of the first description or an older one", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const describeAs = (minute: number, over: Parameters<typeof videoDescription>[1]) =>
        recorder.record({
          at: plus(NOON, minutes(minute)),
          videos: [trackedVideo(1)],
          sightingSource: "feed",
          descriptions: [videoDescription(1, over)],
        });
      await describeAs(0, { title: "First", categoryId: null });
      await describeAs(1, { title: "First", categoryId: null });
      expect(await db.selectFrom("video_revision").selectAll().execute()).toEqual([]);
      await describeAs(2, { title: "Second", categoryId: "22", tags: ["New"] });
      await describeAs(1.5, { title: "Too late" });
      expect(await db.selectFrom("video_revision").selectAll().execute()).toEqual([
        {
          video_id: videoId(1),
          seen_at: plus(NOON, minutes(2)),
          before: { title: "First", category: null, tags: ["Tag"] },
        },
      ]);
      const video = await db.selectFrom("video").select(["title", "described_at"]).executeTakeFirst();
      expect(video).toEqual({ title: "Second", described_at: plus(NOON, minutes(2)) });
    }));

  it("of channels are made only when something changed, never of the first description or an older one", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await describeChannel(recorder, 1, {});
      await describeChannel(recorder, 2, { counters: { views: 2000, subscribers: 11, videoCount: 6 } });
      await describeChannel(recorder, 0, { title: "Too late" });
      expect(await ofChannels(db)).toEqual([]);
      await describeChannel(recorder, 3, { title: "Second", country: "FR" });
      await describeChannel(recorder, 4, { title: "Channel 1", country: "FR" });
      expect((await ofChannels(db)).map(({ before }) => before)).toEqual([
        { title: "Channel 1", country: null },
        { title: "Second" },
      ]);
    }));
});

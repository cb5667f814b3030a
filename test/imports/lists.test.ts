import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import type { ChannelRef } from "#domain/channel.ts";
import { days, hours, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { importList } from "#imports/import-list.ts";
import { openList, type ReadRef } from "#imports/open-list.ts";
import { readChannelRef, readVideoId } from "#imports/read-refs.ts";
import { RefusalLog } from "#imports/refusal-log.ts";
import { openSource } from "#imports/source-file.ts";
import { readTrackedRows } from "#storage/collecting/planner-rows.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import type { Db } from "#storage/database.ts";
import { storeChannels } from "#storage/imports/store-channels.ts";
import { storeVideos } from "#storage/imports/store-videos.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelId, NOON, Recorder, sampled, videoDescription, videoId } from "../storage/settlements.ts";
import { type Folder, openFolder } from "./stage.ts";

let folder: Folder;
beforeAll(async () => {
  folder = await openFolder();
});
afterAll(() => folder.remove());

async function bringIn<Ref>(
  db: Db,
  kind: "channels" | "videos",
  content: string,
  read: ReadRef<Ref>,
  store: Parameters<typeof importList<Ref>>[0]["store"],
) {
  const source = await openSource(await folder.write("list", content), Readable.from([]));
  const list = await openList(source, read, "channel");
  if (list.kind === "unclear") throw new Error(list.reason);
  const log = new RefusalLog(null);
  return importList({ db, clock: systemClock, kind, source, list, wish: {}, log, refusal: "names none", store });
}

const channelsIn = (db: Db, content: string) =>
  bringIn<ChannelRef>(db, "channels", content, readChannelRef, (id, part) =>
    storeChannels(db, id, part, { weight: 2, watched: null }, NOON),
  );
const videosIn = (db: Db, content: string) =>
  bringIn<VideoId>(db, "videos", content, readVideoId, (id, part) => storeVideos(db, id, part, NOON));

describe.each(engines)("lists on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("of channels ask for those that are not tracked yet, in a way that planning sees", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      const before = await readPulse(db, NOON);
      const done = await channelsIn(db, `${channelId(1)}\n${channelId(2)}\n@three\nnothing\n@three\n`);
      expect(done.row).toMatchObject({ state: "reading", position: 5, stored: 2, present: 2, refused: 1 });
      expect((await readPulse(db, NOON)).version).toBeGreaterThan(before.version);
      const { requests, channels } = await readTrackedRows(db);
      expect(requests.map(({ weight }) => weight)).toEqual([2, 2]);
      expect(channels).toMatchObject([{ weight: 2 }]);
      expect((await channelsIn(db, `${channelId(2)}\n@three\n`)).row).toMatchObject({ stored: 0, present: 2 });
    }));

  it("of videos have them followed once they are described, and for good", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const list = `${videoId(1)}\nhttps://youtu.be/${videoId(2)}\nnothing\n`;
      expect((await videosIn(db, list)).row).toMatchObject({ position: 3, stored: 2, present: 0, refused: 1 });
      expect((await readTrackedRows(db)).videoRequests).toEqual([videoId(1), videoId(2)]);
      // One was brought in before, and nobody tracks its channel.
      const known = sampled(1, plus(NOON, hours(1)), 50);
      await recorder.record({ videos: [known.video], descriptions: [videoDescription(1)], sightingSource: "import" });
      expect((await readTrackedRows(db)).videos).toEqual([]);
      await recorder.record({
        at: plus(NOON, days(1)),
        videos: [{ ...known.video, searched: true }],
        videoRequests: [
          { id: videoId(1), kind: "followed" },
          { id: videoId(2), kind: "refused" },
        ],
        sightingSource: "import",
      });
      const { videos, videoRequests } = await readTrackedRows(db);
      expect(videos).toMatchObject([{ id: videoId(1), searched: true }]);
      expect(videoRequests).toEqual([]);
      // What is followed stays so, and what YouTube did not have is asked for again.
      expect((await videosIn(db, list.replace("nothing", "nothing else"))).row).toMatchObject({
        stored: 1,
        present: 1,
      });
      expect((await readTrackedRows(db)).videoRequests).toEqual([videoId(2)]);
    }));
});

import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { days, instant, plus } from "#domain/time.ts";
import { type RecordedRow, readRecording } from "#simulation/recording.ts";
import { replayWorld } from "#simulation/replay.ts";

const US = "../shared/data/trending/US.csv.gz";
const isPresent = existsSync(US);
if (!isPresent) process.stderr.write(`${US} is absent: the replay of real videos is not tested.\n`);

const FROM = instant(Date.UTC(2026, 1, 1));
const UNTIL = plus(FROM, days(14));
const sum = (rows: readonly RecordedRow[], of: (row: RecordedRow) => number) =>
  rows.reduce((total, row) => total + of(row), 0);
const bytes = (text: string) => Buffer.byteLength(text);

describe.skipIf(!isPresent)("the replay of US.csv.gz", () => {
  it("reads every row of the recording, as another CSV reader does", async () => {
    const rows = await readRecording(US);
    // Sums taken with Python's csv module.
    expect(rows).toHaveLength(12_716);
    expect(sum(rows, (row) => row.views)).toBe(9_327_466_771);
    expect(sum(rows, (row) => row.likes ?? 0)).toBe(451_892_748);
    expect(sum(rows, (row) => bytes(row.text.title))).toBe(566_232);
    expect(sum(rows, (row) => bytes(row.text.tags.join(", ")))).toBe(2_215_667);
  });

  it("passes exactly through every recorded point of every video in it", async () => {
    const rows = await readRecording(US);
    const everything = { from: instant(0), until: instant(Date.UTC(2027, 0, 1)) };
    const world = await replayWorld({ csv: rows, ...everything, seed: 1 });
    const missed = rows.filter((row) => {
      const shown = world.countersAt(row.videoId, row.recordedAt);
      return shown?.views !== row.views || shown.likes !== row.likes || shown.comments !== row.comments;
    });
    expect(missed).toEqual([]);
    expect(world.videosStartedBetween(everything.from, everything.until)).toHaveLength(9866);
  });

  it("holds the channels that publish in its window, with their earlier videos and real texts", async () => {
    const rows = await readRecording(US);
    const world = await replayWorld({ csv: US, from: FROM, until: UNTIL, seed: 1 });
    const published = world.videosStartedBetween(FROM, UNTIL);
    expect(published.length).toBeGreaterThan(500);
    expect(new Set(published.map((video) => video.channelId)).size).toBe(world.channels.length);
    expect(world.videosStartedBetween(instant(0), FROM).length).toBeGreaterThan(800);
    const newest = new Map(rows.map((row) => [row.videoId, row]));
    for (const { id, channelId } of published) {
      const row = newest.get(id);
      expect(world.textOf(id, UNTIL)).toMatchObject({ title: row?.text.title, tags: row?.text.tags });
      expect(channelId).toBe(row?.channelId);
    }
    expect(new Set(world.channels.map((channel) => channel.handle)).size).toBe(world.channels.length);
  });

  it("starts every video at no views and lets views fall only where the record does", async () => {
    const world = await replayWorld({ csv: US, from: FROM, until: UNTIL, seed: 1 });
    for (const video of world.videosStartedBetween(FROM, UNTIL)) {
      expect(world.countersAt(video.id, instant(video.listedAt - 1))).toBeNull();
      expect(world.countersAt(video.id, video.listedAt)?.views).toBe(0);
      let before = 0;
      for (let hour = 1; hour < 24; hour++) {
        const views = world.countersAt(video.id, instant(video.startAt + hour * 3_600_000))?.views ?? -1;
        expect(views).toBeGreaterThanOrEqual(before);
        before = views;
      }
    }
  });
});

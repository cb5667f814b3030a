import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, type Instant, instant, plus } from "#domain/time.ts";
import type { Learned, Pause, TrackedChannel, TrackedVideo } from "#domain/tracked.ts";
import { untrackChannel } from "#storage/channels/track-requests.ts";
import { readTrackedRows } from "#storage/collecting/planner-rows.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import {
  channelDescription,
  channelId,
  NOON,
  Recorder,
  sampled,
  trackedChannel,
  trackedVideo,
  videoId,
} from "./settlements.ts";
import { storable } from "./storable.ts";

/** Instants to the millisecond, also far from the snapshots' months. */
const moment = fc
  .integer({ min: Date.UTC(2005, 3, 23), max: Date.UTC(2030, 0, 1) })
  .map((milliseconds): Instant => instant(milliseconds));
const moments = fc.option(moment);
const count = fc.nat({ max: 2 ** 50 });
const sample = fc.record({ at: moment, views: fc.option(count) });
const weight = fc.constantFrom(0.25, 1, 2.5, 10);

const CHANNELS = 3;
const channel = (n: number): fc.Arbitrary<TrackedChannel> =>
  fc.record({
    id: fc.constant(channelId(n)),
    weight,
    watched: fc.boolean(),
    describedAt: moment,
    uploadsPlaylistId: fc.option(fc.string()),
    trackedSince: moment,
    videoCount: fc.option(count),
    countedAt: moments,
    countedBefore: moments,
    lookAt: moments,
    snapshotAt: moments,
    newsSince: moments,
    newsNotBefore: moments,
    newsAttempts: fc.nat({ max: 1000 }),
    listedAt: moments,
    subscription: fc.record({
      askAt: moments,
      attempts: fc.nat({ max: 1000 }),
      until: moments,
      pushedAt: moments,
    }),
    backfill: fc.record({
      done: fc.boolean(),
      pageToken: fc.option(fc.string()),
      listed: fc.nat(),
      total: fc.option(fc.nat()),
      notBefore: moment,
      attempts: fc.nat({ max: 1000 }),
      reason: fc.option(fc.string()),
    }),
    trouble: fc.option(fc.string()),
  });

/** A video as settle may make it: its former sample only beside a last one. */
const video = (n: number, channels: readonly TrackedChannel[]): fc.Arbitrary<TrackedVideo> =>
  fc
    .record({
      of: fc.constantFrom(...channels),
      publishedAt: moments,
      startAt: moments,
      format: fc.constantFrom("long" as const, "short" as const, "live" as const, "unknown" as const),
      shortsLink: fc.option(fc.boolean()),
      firstSeenAt: moment,
      last: fc.option(sample),
      previous: fc.option(sample),
      describeAt: moments,
      describeWhy: fc.constantFrom("new" as const, "start" as const, "missing" as const, "refresh" as const),
      missingSince: moments,
    })
    .map(({ of, ...rest }) => ({
      ...rest,
      id: videoId(n),
      channelId: of.id,
      weight: of.weight,
      watched: of.watched,
      searched: false,
      previous: rest.last && rest.previous,
      goneAt: null,
    }));

const pause = (subject: Pause["subject"]): fc.Arbitrary<Pause> =>
  fc.record({ subject: fc.constant(subject), until: moment, failures: fc.nat({ max: 1000 }), reason: fc.string() });

const learned = (subject: string): fc.Arbitrary<Learned> =>
  fc.record({
    subject: fc.constant(subject),
    values: fc.array(fc.double({ noNaN: true }).filter((x) => !Object.is(x, -0))),
  });

const memory = fc.tuple(...Array.from({ length: CHANNELS }, (_, n) => channel(n))).chain((channels) =>
  fc.record({
    channels: fc.constant(channels),
    videos: fc.tuple(...Array.from({ length: 60 }, (_, n) => video(n, channels))),
    pauses: fc.tuple(pause("batch"), pause("feeds"), pause("hub"), pause("youtube")),
    learned: fc.tuple(learned("one"), learned("two")),
  }),
);

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

describe.each(engines)("planning's memory on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("is read back as it was settled, whatever it holds", () =>
    fc.assert(
      fc.asyncProperty(memory, async ({ channels, videos, pauses, learned }) =>
        inRollback(test.db, async (db) => {
          const recorder = await Recorder.open(db);
          await recorder.record({
            channels,
            channelDescriptions: channels.map((_, n) => channelDescription(n)),
            videos,
            sightingSource: "uploads",
            pauses,
            learned,
          });
          const read = await readTrackedRows(db);
          expect([...read.videos].sort(byId)).toEqual([...videos].sort(byId).map(storable));
          expect([...read.channels].sort(byId)).toEqual([...channels].sort(byId).map(storable));
          expect(read.pauses).toEqual(pauses.map(storable));
          expect(read.learned).toEqual(learned);
        }),
      ),
      { numRuns: 25 },
    ));

  it("is rewritten whole by the next settlement", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      await recorder.sample([sampled(1, NOON, 5, { describeAt: NOON, describeWhy: "new", missingSince: NOON })]);
      const next = trackedVideo(1, {
        publishedAt: plus(NOON, days(1)),
        startAt: null,
        format: "live",
        shortsLink: false,
        last: { at: plus(NOON, days(1)), views: 6 },
        previous: { at: NOON, views: 5 },
      });
      const channel = trackedChannel(1, { trouble: "playlistNotFound", newsSince: NOON, videoCount: null });
      await recorder.record({ videos: [next], channels: [channel] });
      expect(await readTrackedRows(db)).toEqual({
        videos: [next],
        channels: [channel],
        requests: [],
        pauses: [],
        learned: [],
        keyTests: [],
        videoRequests: [],
        watches: [],
        watchSeen: [],
        discoveries: [],
        channelFacts: [],
      });
    }));

  it("leaves out gone videos and the videos of channels no longer tracked", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      await recorder.trackChannel(2);
      const videos = [trackedVideo(1), trackedVideo(2, { goneAt: NOON }), trackedVideo(3, { channelId: channelId(2) })];
      await recorder.record({ videos, sightingSource: "uploads" });
      expect(await untrackChannel(db, channelId(2))).toBe(true);
      const read = await readTrackedRows(db);
      expect(read.videos.map(({ id }) => id)).toEqual([videoId(1)]);
      expect(read.channels.map(({ id }) => id)).toEqual([channelId(1)]);
    }));
});

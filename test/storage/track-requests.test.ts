import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, minus, plus } from "#domain/time.ts";
import { AS_BEFORE, readTrackRequests, requestTracking, untrackChannel } from "#storage/channels/track-requests.ts";
import { readChangedRows, readTrackedRows } from "#storage/collecting/planner-rows.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelDescription, channelId, NOON, Recorder, trackedChannel } from "./settlements.ts";

const UNCHANGED = {
  requests: [],
  channels: [],
  untracked: [],
  keyTests: [],
  videoRequests: [],
  watches: [],
  removedWatches: [],
  discoveries: [],
  removedDiscoveries: [],
  unsearched: [],
};

describe.each(engines)("what people change, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const handle = { kind: "handle", handle: "@channel1" } as const;
  const id = { kind: "id", id: channelId(2) } as const;

  it("waits as a request until the collector answers, and asking twice changes nothing", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const before = (await readPulse(db, NOON)).version;
      await requestTracking(db, [handle, id, handle], { weight: 2, watched: null }, NOON);
      await requestTracking(db, [id], { weight: 2, watched: null }, plus(NOON, days(1)));
      const requests = [
        { ref: handle, requestedAt: NOON, weight: 2, watched: false },
        { ref: id, requestedAt: NOON, weight: 2, watched: false },
      ];
      expect((await readPulse(db, NOON)).version).toBeGreaterThan(before);
      expect(await readChangedRows(db, before)).toEqual({ ...UNCHANGED, requests });
      expect((await readTrackedRows(db)).requests).toEqual(requests);
      await recorder.record({
        channelDescriptions: [channelDescription(1)],
        channels: [trackedChannel(1, { weight: 2 })],
        requests: [
          { kind: "tracked", ref: handle, channelId: channelId(1) },
          { kind: "refused", ref: id, reason: "no such channel" },
        ],
      });
      expect(await readTrackRequests(db, [id, handle])).toMatchObject([
        { state: "refused", channelId: null, reason: "no such channel" },
        { state: "tracked", channelId: channelId(1), reason: null },
      ]);
      expect((await readTrackedRows(db)).requests).toEqual([]);
      await requestTracking(db, [id], { weight: 2, watched: null }, NOON);
      expect(await readTrackRequests(db, [id])).toMatchObject([{ state: "waiting", reason: null }]);
    }));

  it("is answered at once for a tracked channel, whose new weight planning sees", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      const { version } = await readPulse(db, NOON);
      await requestTracking(db, [handle], { weight: 3, watched: null }, NOON);
      expect(await readTrackRequests(db, [handle])).toMatchObject([{ state: "tracked", channelId: channelId(1) }]);
      const changed = await readChangedRows(db, version);
      expect(changed).toEqual({ ...UNCHANGED, channels: [trackedChannel(1, { weight: 3 })] });
      expect(await readChangedRows(db, version + 1)).toEqual(UNCHANGED);
    }));

  it("keeps the weight of what is known when none is given, and a new one gets 1", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const weightsOf = async () => {
        const { channels, requests } = await readTrackedRows(db);
        return [...channels, ...requests].map(({ weight }) => weight);
      };
      await recorder.trackChannel(1);
      await requestTracking(db, [handle], { weight: 3, watched: null }, NOON);
      await requestTracking(db, [handle, id], AS_BEFORE, NOON);
      expect(await weightsOf()).toEqual([3, 1]);
      await requestTracking(db, [id], { weight: 4, watched: null }, NOON);
      await requestTracking(db, [id], AS_BEFORE, NOON);
      expect(await weightsOf()).toEqual([3, 4]);
      await untrackChannel(db, channelId(1));
      await requestTracking(db, [handle], AS_BEFORE, NOON);
      expect((await weightsOf()).toSorted()).toEqual([3, 4]);
    }));

  it("keeps whether what is known is watched when nothing is said, and a new one is not", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const watched = { weight: null, watched: true };
      const watchedOf = async () => {
        const { channels, requests } = await readTrackedRows(db);
        return [...channels, ...requests].map((row) => row.watched);
      };
      await recorder.trackChannel(1);
      const { version } = await readPulse(db, NOON);
      await requestTracking(db, [handle], watched, NOON);
      await requestTracking(db, [handle, id], AS_BEFORE, NOON);
      expect(await watchedOf()).toEqual([true, false]);
      expect((await readChangedRows(db, version)).channels).toEqual([trackedChannel(1, { watched: true })]);
      await requestTracking(db, [id], watched, NOON);
      await requestTracking(db, [id], AS_BEFORE, NOON);
      expect(await watchedOf()).toEqual([true, true]);
      // A settlement that was under way when it was said undoes it no more than a weight.
      await recorder.trackChannel(1);
      await requestTracking(db, [id], { weight: null, watched: false }, NOON);
      expect(await watchedOf()).toEqual([true, false]);
    }));

  it("is not undone by a settlement that was under way", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      await recorder.trackChannel(2);
      const { version } = await readPulse(db, NOON);
      await untrackChannel(db, channelId(1));
      await requestTracking(db, [id], { weight: 5, watched: null }, NOON);
      await recorder.trackChannel(1);
      await recorder.trackChannel(2);
      expect(await readChangedRows(db, version)).toEqual({
        ...UNCHANGED,
        channels: [trackedChannel(2, { weight: 5 })],
        untracked: [channelId(1)],
      });
    }));

  it("untracks a channel once, and a new request tracks it again", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await recorder.trackChannel(1);
      expect(await untrackChannel(db, channelId(9))).toBe(false);
      expect(await untrackChannel(db, channelId(1))).toBe(true);
      expect(await untrackChannel(db, channelId(1))).toBe(false);
      await requestTracking(db, [handle], { weight: 1, watched: null }, minus(NOON, days(1)));
      expect((await readTrackedRows(db)).requests).toHaveLength(1);
      const channel = trackedChannel(1, { trackedSince: plus(NOON, days(3)) });
      await recorder.record({
        channelDescriptions: [channelDescription(1)],
        channels: [channel],
        requests: [{ kind: "tracked", ref: handle, channelId: channelId(1) }],
      });
      expect((await readTrackedRows(db)).channels).toEqual([channel]);
    }));
});

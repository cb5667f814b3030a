import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, hours, minutes, plus } from "#domain/time.ts";
import { isWatchId } from "#domain/watch.ts";
import { readChangedRows, readTrackedRows } from "#storage/collecting/planner-rows.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import { addWatch, editWatch, removeWatch } from "#storage/watches/watches.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { addProject } from "./charges.ts";
import { channelId, NOON, Recorder, trackedVideo, videoId } from "./settlements.ts";
import { added, filters, freshWatch, pageOf, wish } from "./watch-rows.ts";

const LATER = plus(NOON, hours(3));

describe.each(engines)("watches on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("are remembered as they were wanted, and planning sees each change", () =>
    inRollback(test.db, async (db) => {
      const { version } = await readPulse(db, NOON);
      const wanted = wish("formula 1", { since: plus(NOON, days(-30)), paused: true });
      const id = await added(db, wanted);
      expect(isWatchId(id)).toBe(true);
      expect((await readTrackedRows(db)).watches).toEqual([freshWatch(id, wanted)]);
      expect(await readChangedRows(db, version)).toMatchObject({ watches: [{ id }], removedWatches: [] });
      expect(await readChangedRows(db, (await readPulse(db, NOON)).version)).toMatchObject({ watches: [] });
      await editWatch(db, id, { paused: false }, null, NOON);
      expect((await readChangedRows(db, version + 1)).watches).toEqual([{ ...freshWatch(id, wanted), paused: false }]);
    }));

  it("with the filters of another are refused by its name, until that one is removed", () =>
    inRollback(test.db, async (db) => {
      const twin = wish("a", { name: "The first" });
      const id = await added(db, twin);
      expect(await addWatch(db, wish("a"), LATER)).toEqual({ kind: "twin", id, name: "The first" });
      const other = await added(db, wish("b"), LATER);
      expect(await editWatch(db, other, { filters: filters("a") }, null, LATER)).toMatchObject({ kind: "twin", id });
      expect(await editWatch(db, id, { filters: filters("a") }, null, LATER)).toEqual({ kind: "edited" });
      await removeWatch(db, id);
      expect(await addWatch(db, twin, NOON)).toMatchObject({ kind: "added" });
    }));

  it("that are to run too often for the day's searches of all usable projects together are refused", () =>
    inRollback(test.db, async (db) => {
      const every = (length: ReturnType<typeof minutes>) => ({
        cadence: { every: length, everyMin: minutes(10), everyMax: days(1), share: 1 },
      });
      // Nobody has a project yet: 100 searches are what an ordinary one has.
      const id = await added(db, wish("a", every(minutes(30))));
      expect(await addWatch(db, wish("b", every(minutes(27))), NOON)).toMatchObject({
        kind: "tooOften",
        among: { limit: 100, fixed: 48 },
      });
      await addProject(db, "p", 60);
      await addProject(db, "q", 50);
      const b = await added(db, wish("b", every(minutes(27))));
      expect(await editWatch(db, b, every(minutes(20)), null, NOON)).toMatchObject({ kind: "tooOften" });
      // One that rests costs nothing, one that chooses its own cadence takes what is left, and charts draw on other units.
      const c = await added(db, wish("c", { ...every(minutes(30)), paused: true }));
      await added(db, wish("d"));
      const source = { kind: "chart", filters: { regionCode: "DE" } } as const;
      await added(db, wish("e", { ...every(hours(2)), source }));
      expect(await editWatch(db, c, { paused: false }, null, NOON)).toMatchObject({ kind: "tooOften" });
      await removeWatch(db, id);
      expect(await editWatch(db, c, { paused: false }, null, NOON)).toEqual({ kind: "edited" });
    }));

  it("go on where they were when they are paused or run at another cadence, and begin anew with other filters", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const wanted = wish("a");
      const id = await added(db, wanted);
      const came = {
        ...freshWatch(id, wanted),
        watermark: LATER,
        ranAt: LATER,
        runs: 1,
        calls: 2,
        found: 3,
        learned: [1],
      };
      const task = {
        publishedAfter: NOON,
        publishedBefore: LATER,
        openedAt: LATER,
        pageToken: null,
        pages: 0,
        notBefore: LATER,
        attempts: 0,
        reason: "a test",
      };
      await recorder.record({ watches: [{ ...came, tasks: [task] }] });
      const cadence = { every: hours(1), everyMin: minutes(10), everyMax: days(1), share: 2 };
      const now = plus(LATER, hours(1));
      await editWatch(db, id, { paused: true, cadence, filters: filters("a"), name: "new" }, null, now);
      expect((await readTrackedRows(db)).watches).toEqual([{ ...came, paused: true, cadence, tasks: [task] }]);
      await editWatch(db, id, { filters: filters("b") }, null, now);
      const anew = { ...freshWatch(id, wanted), source: wish("b").source, watermark: now, notBefore: now };
      expect((await readTrackedRows(db)).watches).toEqual([
        { ...anew, paused: true, cadence, runs: 1, calls: 2, found: 3 },
      ]);
    }));

  it("are edited by whoever has seen the last edit, where it is said what was seen", () =>
    inRollback(test.db, async (db) => {
      const id = await added(db, wish("a"));
      const { version } = await readPulse(db, NOON);
      expect(await editWatch(db, id, { name: "one" }, version, NOON)).toEqual({ kind: "edited" });
      expect(await editWatch(db, id, { name: "two" }, version, NOON)).toEqual({ kind: "stale", version: version + 1 });
      expect(await editWatch(db, "unknown-0000" as typeof id, {}, null, NOON)).toEqual({ kind: "unknown" });
    }));

  it("take no progress from a call that was under way when they were removed or given other filters", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const [a, b] = [wish("a"), wish("b")];
      const [edited, removed] = [await added(db, a), await added(db, b)];
      await editWatch(db, edited, { filters: filters("c") }, null, LATER);
      await removeWatch(db, removed);
      const late = { watermark: NOON, ranAt: NOON, runs: 1, trouble: "late" };
      await recorder.record({
        watches: [freshWatch(edited, a), freshWatch(removed, b)].map((w) => ({ ...w, ...late })),
      });
      const { watches } = await readTrackedRows(db);
      expect(watches).toEqual([
        { ...freshWatch(edited, wish("c")), createdAt: NOON, watermark: LATER, notBefore: LATER },
      ]);
    }));

  describe("that find videos of channels nobody tracks", () => {
    const found = (n: number) => trackedVideo(n, { channelId: channelId(9), searched: true });
    const videos = async (db: TestDatabase["db"]) =>
      (await readTrackedRows(db)).videos.toSorted((a, b) => (a.id < b.id ? -1 : 1));

    it("have them sampled like all others, with ordinary weight", () =>
      inRollback(test.db, async (db) => {
        const recorder = await Recorder.open(db);
        const id = await added(db, wish("a"));
        await recorder.record({ videos: [found(1)], sightingSource: "search", watchPages: [pageOf(id, [1])] });
        expect(await videos(db)).toEqual([found(1)]);
        // Not tracked is not tracked, whatever weight the channel once had.
        await recorder.trackChannel(9);
        await db.updateTable("channel").set({ state: "untracked", weight: 7, watched: true }).execute();
        expect(await videos(db)).toEqual([found(1)]);
      }));

    it("give up those that no other watch holds when they are removed, and keep what was found", () =>
      inRollback(test.db, async (db) => {
        const recorder = await Recorder.open(db);
        const [a, b] = [await added(db, wish("a")), await added(db, wish("b"))];
        const watchPages = [pageOf(a, [1, 2]), pageOf(b, [2])];
        await recorder.record({ videos: [found(1), found(2)], sightingSource: "search", watchPages });
        const { version } = await readPulse(db, NOON);
        expect(await removeWatch(db, a)).toBe(true);
        expect(await removeWatch(db, a)).toBe(false);
        expect((await readChangedRows(db, version)).unsearched).toEqual([videoId(1)]);
        expect((await readChangedRows(db, version)).removedWatches).toEqual([a]);
        expect(await videos(db)).toEqual([found(2)]);
        expect(await db.selectFrom("watch_video").selectAll().execute()).toHaveLength(3);
        expect(await db.selectFrom("watch_page").selectAll().execute()).toHaveLength(2);
      }));

    it("do not get them back from calls that were under way when they were removed", () =>
      inRollback(test.db, async (db) => {
        const recorder = await Recorder.open(db);
        const id = await added(db, wish("a"));
        await recorder.record({ videos: [found(1)], sightingSource: "search", watchPages: [pageOf(id, [1])] });
        const { version } = await readPulse(db, NOON);
        await removeWatch(db, id);
        // A sample of one, and a page with another.
        await recorder.record({ videos: [{ ...found(1), last: { at: LATER, views: 5 } }] });
        await recorder.record({
          videos: [found(2)],
          sightingSource: "search",
          watchPages: [pageOf(id, [2], { page: 1 })],
        });
        expect(await videos(db)).toEqual([]);
        expect((await readChangedRows(db, version)).unsearched).toEqual([videoId(1), videoId(2)]);
      }));
  });
});

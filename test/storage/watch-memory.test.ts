import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, hours, instant, plus } from "#domain/time.ts";
import type { TrackedWatch } from "#domain/watch.ts";
import { readTrackedRows } from "#storage/collecting/planner-rows.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOON, Recorder, videoId } from "./settlements.ts";
import { storable } from "./storable.ts";
import { added, freshWatch, pageOf, wish } from "./watch-rows.ts";

const LATER = plus(NOON, hours(3));

const moment = fc.integer({ min: Date.UTC(2005, 3, 23), max: Date.UTC(2030, 0, 1) }).map(instant);
const task = fc.record({
  publishedAfter: moment,
  publishedBefore: moment,
  openedAt: moment,
  pageToken: fc.option(fc.string()),
  pages: fc.nat({ max: 1000 }),
  notBefore: moment,
  attempts: fc.nat({ max: 1000 }),
  reason: fc.string(),
});
/** The longest open first; of one stretch there is one task. */
const tasks = fc
  .uniqueArray(task, { maxLength: 5, selector: (one) => `${one.publishedAfter} ${one.publishedBefore}` })
  .map((all) => all.toSorted((a, b) => a.openedAt - b.openedAt || a.publishedAfter - b.publishedAfter));
const progress = fc.record({
  watermark: moment,
  ranAt: fc.option(moment),
  runs: fc.nat({ max: 2 ** 50 }),
  calls: fc.nat({ max: 2 ** 50 }),
  found: fc.nat({ max: 2 ** 50 }),
  learned: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0))),
  notBefore: moment,
  attempts: fc.nat({ max: 1000 }),
  trouble: fc.option(fc.string({ unit: "binary" })),
  tasks,
});

describe.each(engines)("planning's memory of watches on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("is read back as it was settled: progress, tasks and what they have shown", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const wanted = wish("a");
      const id = await added(db, wanted);
      const task = {
        publishedAfter: plus(NOON, days(-2)),
        publishedBefore: plus(NOON, days(-1)),
        openedAt: NOON,
        pageToken: "CDIQAA",
        pages: 3,
        notBefore: LATER,
        attempts: 2,
        reason: "The day's searches are spent.",
      };
      const second = { ...task, publishedAfter: NOON, publishedBefore: LATER, openedAt: LATER, pageToken: null };
      const watch: TrackedWatch = {
        ...freshWatch(id, wanted),
        watermark: LATER,
        ranAt: LATER,
        runs: 4,
        calls: 9,
        found: 2 ** 40,
        learned: [0.1, 1e-300, 12],
        notBefore: plus(LATER, hours(1)),
        attempts: 1,
        trouble: "YouTube refuses it.",
        tasks: [task, second],
      };
      const page = pageOf(id, [1, 2]);
      await recorder.record({ watches: [watch], watchPages: [page] });
      const rows = await readTrackedRows(db);
      expect(rows.watches).toEqual([watch]);
      expect(rows.watchSeen).toEqual([1, 2].map((n) => ({ watchId: id, videoId: videoId(n), publishedAt: NOON })));
      await recorder.record({ watches: [{ ...watch, tasks: [second] }] });
      expect((await readTrackedRows(db)).watches).toEqual([{ ...watch, tasks: [second] }]);
    }));

  it("is read back as it was settled, whatever it holds", () =>
    fc.assert(
      fc.asyncProperty(fc.tuple(progress, progress), (progresses) =>
        inRollback(test.db, async (db) => {
          const recorder = await Recorder.open(db);
          const watches: TrackedWatch[] = [];
          for (const [n, came] of progresses.entries()) {
            const wanted = wish(`${n}`);
            watches.push({ ...freshWatch(await added(db, wanted), wanted), ...came });
          }
          await recorder.record({ watches });
          const byId = (a: TrackedWatch, b: TrackedWatch) => (a.id < b.id ? -1 : 1);
          expect((await readTrackedRows(db)).watches).toEqual(watches.toSorted(byId).map(storable));
        }),
      ),
      { numRuns: 20 },
    ));

  it("goes back to what a run may read again, and of a chart to the beginning", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const search = await added(db, wish("a"));
      const source = { kind: "chart", filters: { regionCode: "DE" } } as const;
      const chart = await added(db, wish("chart", { source }));
      const old = { videoId: videoId(1), publishedAt: plus(NOON, days(-8)) };
      const recent = { videoId: videoId(2), publishedAt: plus(NOON, days(-6)) };
      const watchPages = [search, chart].map((id) => pageOf(id, [], { hits: [old, recent] }));
      await recorder.record({ watchPages });
      const shown = (await readTrackedRows(db)).watchSeen.map((seen) => [seen.watchId, seen.videoId]);
      expect(shown.toSorted()).toEqual(
        [
          [search, recent.videoId],
          [chart, old.videoId],
          [chart, recent.videoId],
        ].toSorted(),
      );
    }));
});

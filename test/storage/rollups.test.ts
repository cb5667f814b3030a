import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toIso } from "#domain/iso-time.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import { days, hours, type Instant, minutes, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { Chance } from "#simulation/random.ts";
import type { Db } from "#storage/database.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelId, NOON, Recorder, trackedVideo, videoId } from "./settlements.ts";

const VIDEOS = 8;
const FORMATS = ["unknown", "long", "short", "live"] as const;

/** What a test did, so that a second account can be given of it. */
interface Told {
  readonly videos: Map<number, TrackedVideo>;
  /** Samples that came when a newer one was there already. */
  readonly late: Set<string>;
}

const keyOf = ({ videoId: id, capturedAt }: Pick<Snapshot, "videoId" | "capturedAt">) => `${id} ${capturedAt}`;

/** Weeks of settlements of eight videos of two channels: several samples at once, late, repeated, hidden, from feeds. */
async function live(db: Db, seed: number): Promise<Told> {
  const recorder = await Recorder.open(db);
  const chance = new Chance("rollups", seed);
  const videos = new Map<number, TrackedVideo>();
  const late = new Set<string>();
  for (let n = 1; n <= VIDEOS; n += 1) {
    // The third is a broadcast that has not begun, the sixth was years old when it was found.
    const startAt = n === 3 ? null : n === 6 ? plus(NOON, days(-1000)) : plus(NOON, hours(n * 7));
    const firstSeenAt = plus(NOON, hours(n * 7 + 1));
    const channel = channelId(1 + (n % 2));
    videos.set(n, trackedVideo(n, { channelId: channel, startAt, firstSeenAt, format: "unknown" }));
  }
  let now = plus(NOON, hours(VIDEOS * 7 + 2));
  for (let i = 0; i < 60; i += 1) {
    now = plus(now, minutes(chance.integer(1, i % 7 === 0 ? 3 * 1440 : 300)));
    const snapshots: Snapshot[] = [];
    const rows: TrackedVideo[] = [];
    for (let times = chance.integer(1, 4); times > 0; times -= 1) {
      const n = chance.integer(1, VIDEOS);
      const before = videos.get(n);
      if (!before || rows.some(({ id }) => id === before.id)) continue;
      let last = before.last;
      for (let more = chance.integer(0, 3); more > 0; more -= 1) {
        const at = plus(now, minutes(-chance.integer(0, chance.happens(0.2) ? 3000 : 10)));
        const views = chance.happens(0.1) ? null : chance.integer(0, 1000) + i * 100 - (chance.happens(0.1) ? 500 : 0);
        const source = chance.happens(0.2) ? "feed" : "batch";
        const snapshot = {
          videoId: before.id,
          capturedAt: at,
          views,
          likes: chance.happens(0.2) ? null : i,
          comments: 2,
          source,
        } as const;
        if (snapshots.some((other) => keyOf(other) === keyOf(snapshot))) continue;
        if (source === "batch" && before.last && at <= before.last.at) late.add(keyOf(snapshot));
        snapshots.push(snapshot);
        if (source === "batch" && (!last || at > last.at)) last = { at, views };
      }
      const format = chance.happens(0.2) ? (FORMATS[chance.integer(0, 3)] ?? "long") : before.format;
      const after = { ...before, last, format, goneAt: i > 50 && n === 2 ? now : null };
      rows.push(after);
      videos.set(n, after);
    }
    const settlement = { at: now, snapshots, videos: rows, sightingSource: "uploads" } as const;
    const number = await recorder.charge();
    await recorder.recordAs(number, settlement);
    if (i % 5 === 0) await recorder.recordAs(number, settlement);
  }
  return { videos, late };
}

/** Views at an instant between two samples: a straight line in ln(age + 10 min), ln(views + 3), or in time. */
function between(startAt: Instant | null, a: [Instant, number], b: [Instant, number], at: Instant): number {
  if (at <= a[0]) return a[1];
  if (at >= b[0]) return b[1];
  if (startAt === null || a[0] < startAt) return a[1] + ((b[1] - a[1]) * (at - a[0])) / (b[0] - a[0]);
  const x = (of: Instant) => Math.log((of - startAt) / 60_000 + 10);
  const y = (views: number) => Math.log(views + 3);
  return Math.exp(y(a[1]) + ((y(b[1]) - y(a[1])) * (x(at) - x(a[0]))) / (x(b[0]) - x(a[0]))) - 3;
}

type Sums = Map<string, number>;
const add = (sums: Sums, key: string, value: number) => void sums.set(key, (sums.get(key) ?? 0) + value);

/** The same days and hours from the stored snapshots alone, minute for minute where it must be. */
async function recomputed(db: Db, { videos, late }: Told) {
  const rows = await db
    .selectFrom("snapshot")
    .selectAll()
    .where("source", "<>", "feed")
    .orderBy("captured_at")
    .execute();
  const [videoViews, channelViews, hourViews, samples, open, uploads]: Sums[] = Array.from(
    { length: 6 },
    () => new Map(),
  );
  if (!videoViews || !channelViews || !hourViews || !samples || !open || !uploads) throw new Error("six sums");
  for (const [n, video] of videos) {
    const { startAt, channelId: channel, format } = video;
    const own = rows.filter((row) => row.video_id === videoId(n) && !late.has(`${row.video_id} ${row.captured_at}`));
    const points = own.map((row): [Instant, number | null] => [row.captured_at, row.views]);
    const [first] = points;
    if (!first) continue;
    if (startAt !== null && first[0] >= startAt && first[0] - startAt <= days(1)) points.unshift([startAt, 0]);
    if (startAt !== null && video.firstSeenAt - startAt <= days(1)) {
      add(uploads, `${channel} ${format} ${toIso(startAt).slice(0, 10)}`, 1);
    }
    for (const [at] of own.map((row) => [row.captured_at] as const)) {
      add(samples, `${channel} ${format} ${toIso(at).slice(0, 10)}`, 1);
    }
    const last = points.at(-1);
    if (last && video.goneAt === null) add(open, `${channel} ${format} ${toIso(last[0]).slice(0, 10)}`, 1);
    for (const [i, b] of points.entries()) {
      const a = points[i - 1];
      if (!a || a[1] === null || b[1] === null) continue;
      const [from, to]: [[Instant, number], [Instant, number]] = [
        [a[0], a[1]],
        [b[0], b[1]],
      ];
      for (let hour = Math.floor(from[0] / 3_600_000); hour * 3_600_000 <= to[0]; hour += 1) {
        const [began, ended] = [hour * 3_600_000, (hour + 1) * 3_600_000] as [Instant, Instant];
        const views = between(startAt, from, to, ended) - between(startAt, from, to, began);
        const day = toIso(began).slice(0, 10);
        add(videoViews, `${videoId(n)} ${day}`, views);
        add(channelViews, `${channel} ${format} ${day}`, views);
        if (to[0] - from[0] <= hours(36)) add(hourViews, `${channel} ${toIso(began)}`, views);
      }
    }
  }
  return { videoViews, channelViews, hourViews, samples, open, uploads };
}

/** Compares, what is absent as 0. */
function expectSame(actual: Sums, expected: Sums): void {
  const differing = [...new Set([...actual.keys(), ...expected.keys()])]
    .map((key) => [key, actual.get(key) ?? 0, expected.get(key) ?? 0] as const)
    .filter(([, a, b]) => Math.abs(a - b) > 1e-6);
  expect(differing).toEqual([]);
}

async function stored(db: Db) {
  const [videoViews, channelViews, hourViews, samples, open, uploads]: Sums[] = Array.from(
    { length: 6 },
    () => new Map(),
  );
  if (!videoViews || !channelViews || !hourViews || !samples || !open || !uploads) throw new Error("six sums");
  for (const row of await db.selectFrom("video_day").selectAll().execute()) {
    add(videoViews, `${row.video_id} ${row.day}`, row.views);
  }
  for (const row of await db.selectFrom("channel_day").selectAll().execute()) {
    const key = `${row.channel_id} ${row.format} ${row.day}`;
    add(channelViews, key, row.views);
    add(samples, key, row.samples);
    add(open, key, row.open);
    add(uploads, key, row.uploads);
  }
  for (const row of await db.selectFrom("channel_hour").selectAll().execute()) {
    add(hourViews, `${row.channel_id} ${toIso(row.hour)}`, row.views);
  }
  return { videoViews, channelViews, hourViews, samples, open, uploads };
}

describe.each(engines)("days and hours, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it.each([1, 2, 3])(
    "kept as samples arrive are what the stored snapshots say, whatever came late, twice or from a feed (seed %i)",
    (seed) =>
      inRollback(test.db, async (db) => {
        const told = await live(db, seed);
        const [kept, again] = [await stored(db), await recomputed(db, told)];
        expect(told.late.size).toBeGreaterThan(3);
        expect(again.videoViews.size).toBeGreaterThan(50);
        expect(again.uploads.size).toBeGreaterThan(3);
        for (const name of ["videoViews", "channelViews", "hourViews", "samples", "open", "uploads"] as const) {
          expectSame(kept[name], again[name]);
        }
      }),
  );

  it("of a channel are the sum of its videos' days, by the formats that they have now", () =>
    inRollback(test.db, async (db) => {
      await live(db, 4);
      const { rows } = await sql`
        select channel_id, format, day, round(sum(views)::numeric, 6)::float8 as views, sum(likes) as likes,
          sum(samples) as samples, sum(open) as open
        from (
          select channel_id, format, day, views, likes, samples, open from channel_day
          union all
          select v.channel_id, v.format, d.day, -d.views, -coalesce(d.likes, 0), -d.samples, -d.open::integer
          from video_day d join video v on v.id = d.video_id
        ) both_sides
        group by channel_id, format, day
        having abs(sum(views)) > 1e-6 or abs(sum(likes)) > 1e-6 or sum(samples) <> 0 or sum(open) <> 0`.execute(db);
      expect(rows).toEqual([]);
    }));

  it("keep only the day of a video's newest sample open", () =>
    inRollback(test.db, async (db) => {
      await live(db, 5);
      const { rows } = await sql`
        select c.video_id from video_counter c join video_day d on d.video_id = c.video_id
        where d.open <> (d.day = (c.captured_at at time zone 'UTC')::date and c.gone_at is null)`.execute(db);
      expect(rows).toEqual([]);
    }));
});

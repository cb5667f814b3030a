import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSearch } from "#domain/search-query.ts";
import { type TermQuery, tagTerm, timeTerm } from "#domain/search-terms.ts";
import { days, hours, minutes, plus } from "#domain/time.ts";
import { foldTag, type VideoDescription, type VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { fillSearchTerms } from "#storage/search/search-fill.ts";
import { forgetSearchTerms, writeSearchTerms } from "#storage/search/search-terms.ts";
import { BEFORE_ALL_IDS } from "#storage/sql/id-range.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelId, NOON, Recorder, sampled, trackedVideo, videoDescription, videoId } from "./settlements.ts";

/** Describes videos as a settlement does, so many minutes after noon. */
const describeVideos = (recorder: Recorder, minute: number, ...descriptions: readonly VideoDescription[]) =>
  recorder.record({
    at: plus(NOON, minutes(minute)),
    videos: descriptions.map((video) => trackedVideo(Number(video.id), { publishedAt: video.publishedAt })),
    sightingSource: "uploads",
    descriptions,
  });

const asked = (text: string): TermQuery => {
  const search = parseSearch(text);
  if (search.kind === "refused") throw new Error(search.message);
  return search.query;
};

async function found(db: Db, query: TermQuery): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select video_id as id from video_search where terms @@ ${query}::tsquery order by video_id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Which version of each row there is: a row that is written anew, even with the same content, has another. */
async function versionsOf(db: Db, table: "video" | "video_search" | "video_tag" | "tag"): Promise<readonly unknown[]> {
  const { rows } =
    await sql`select ctid::text, xmin::text, t::text as line from ${sql.table(table)} t order by t::text`.execute(db);
  return rows;
}

const tagCounts = async (db: Db): Promise<Record<string, number>> => {
  const rows = await db.selectFrom("tag").select(["tag", "videos"]).orderBy("tag").execute();
  return Object.fromEntries(rows.map(({ tag, videos }) => [tag, videos]));
};

describe.each(engines)("the index of words on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("follows what videos say of themselves", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await describeVideos(recorder, 1, videoDescription(1, { title: "Rye bread" }), videoDescription(2));
      expect(await found(db, asked("bread"))).toEqual([videoId(1)]);
      expect(await found(db, tagTerm("TAG"))).toEqual([videoId(1), videoId(2)]);
      await describeVideos(recorder, 2, videoDescription(1, { title: "Rye cake", tags: ["Other"] }));
      expect(await found(db, asked("bread"))).toEqual([]);
      expect(await found(db, asked("cake"))).toEqual([videoId(1)]);
      expect(await found(db, tagTerm("tag"))).toEqual([videoId(2)]);
    }));

  it("follows a publication that turns out to be another", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const day = Math.floor(NOON / days(1));
      await describeVideos(recorder, 1, videoDescription(1));
      await recorder.record({
        at: plus(NOON, minutes(2)),
        videos: [trackedVideo(1, { publishedAt: plus(NOON, days(-9)) })],
      });
      expect(await found(db, timeTerm(0, day))).toEqual([]);
      expect(await found(db, timeTerm(0, day - 9))).toEqual([videoId(1)]);
    }));

  it("is not touched by a stats update, nor are the texts", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const numbers = [1, 2, 3, 4, 5];
      await describeVideos(recorder, 1, ...numbers.map((n) => videoDescription(n, { tags: [`tag ${n}`] })));
      const tables = ["video", "video_search", "video_tag", "tag"] as const;
      const before = await Promise.all(tables.map((table) => versionsOf(db, table)));
      expect(before[1]).toHaveLength(5);
      for (let hour = 1; hour <= 6; hour += 1) {
        await recorder.sample(numbers.map((n) => sampled(n, plus(NOON, hours(hour)), 1000 * hour * n)));
      }
      expect(await Promise.all(tables.map((table) => versionsOf(db, table)))).toEqual(before);
      const { rows } = await sql`select from video_counter where views > 5000`.execute(db);
      expect(rows.length).toBeGreaterThan(0);
    }));

  it("is not written again by a description that says the same", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const videos = [1, 2, 3].map((n) =>
        videoDescription(n, { title: `東京 "${n}" — it's`, tags: ["A", "ａ", `b ${n}`] }),
      );
      await describeVideos(recorder, 1, ...videos);
      const tables = ["video_search", "video_tag", "tag"] as const;
      const before = await Promise.all(tables.map((table) => versionsOf(db, table)));
      await describeVideos(recorder, 2, ...videos);
      await writeSearchTerms(
        db,
        videos.map(({ id }) => id),
      );
      expect(await Promise.all(tables.map((table) => versionsOf(db, table)))).toEqual(before);
    }));

  it("counts each tag as often as videos carry it, whatever they said before", async () => {
    const tag = fc.constantFrom(
      "Bread",
      "bread",
      "ＢＲＥＡＤ",
      "cake",
      "東京",
      "it's",
      "a\\b",
      "\u{10FFFF}",
      "  ",
      "x".repeat(600),
    );
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ n: fc.integer({ min: 1, max: 4 }), tags: fc.array(tag, { maxLength: 4 }) }) },
      { weight: 1, arbitrary: fc.record({ n: fc.integer({ min: 1, max: 4 }), tags: fc.constant(null) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) =>
        inRollback(test.db, async (db) => {
          const recorder = await Recorder.open(db);
          const carried = new Map<number, ReadonlySet<string>>();
          for (const [minute, { n, tags }] of steps.entries()) {
            if (tags === null) {
              carried.delete(n);
              await forgetSearchTerms(db, [videoId(n), videoId(99)]);
            } else {
              carried.set(n, new Set(tags.map(foldTag).filter((key) => key.length <= 500 && key !== "")));
              await describeVideos(recorder, minute, videoDescription(n, { tags }));
            }
          }
          const counted: Record<string, number> = {};
          for (const keys of carried.values()) for (const key of keys) counted[key] = (counted[key] ?? 0) + 1;
          expect(await tagCounts(db)).toEqual(counted);
          const placed = await sql<{ tag: string; id: string }>`
            select t.tag, t.video_id as id from video_tag t join video v on v.id = t.video_id
              and v.published_at = t.published_at`.execute(db);
          expect(placed.rows.map(({ tag: key, id }) => `${id} ${key}`).toSorted()).toEqual(
            [...carried].flatMap(([n, keys]) => [...keys].map((key) => `${videoId(n)} ${key}`)).toSorted(),
          );
          for (const key of Object.keys(counted)) expect(await found(db, tagTerm(key))).toHaveLength(counted[key] ?? 0);
        }),
      ),
      { numRuns: 30 },
    );
  });

  it("lets go of videos whose texts were deleted, and of none besides", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      await describeVideos(
        recorder,
        1,
        videoDescription(1, { tags: ["both", "one"] }),
        videoDescription(2, { tags: ["both"] }),
      );
      await sql`update video set title = '', description = '', tags = '{}', tag_keys = '{}' where id = ${videoId(1)}`.execute(
        db,
      );
      await writeSearchTerms(db, [videoId(1), videoId(2), videoId(3)]);
      expect(await found(db, asked("video"))).toEqual([videoId(2)]);
      expect(await tagCounts(db)).toEqual({ both: 1 });
      await fillAll(db);
      expect(await found(db, asked("video"))).toEqual([videoId(2)]);
    }));

  it("is filled with what was described before there was one, exactly as if it had been there", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const numbers = Array.from({ length: 120 }, (_, n) => n + 1);
      await describeVideos(
        recorder,
        1,
        ...numbers.map((n) => videoDescription(n, { tags: [`t${n % 7}`], channelId: channelId(n) })),
      );
      await recorder.record({ videos: [trackedVideo(500)], sightingSource: "feed" });
      const content = async () => [
        (await sql`select video_id, published_at, terms::text from video_search order by 1`.execute(db)).rows,
        (await sql`select * from video_tag order by 1, 2, 3`.execute(db)).rows,
        await tagCounts(db),
      ];
      const settled = await content();
      await sql`delete from video_search where video_id <> ${videoId(5)}`.execute(db);
      await sql`delete from video_tag where video_id <> ${videoId(5)}`.execute(db);
      await sql`delete from tag`.execute(db);
      await sql`insert into tag (tag, label, videos) values ('t5', 't5', 1)`.execute(db);
      await fillAll(db);
      expect(await content()).toEqual(settled);
      const before = await versionsOf(db, "video_search");
      await fillAll(db);
      expect(await versionsOf(db, "video_search")).toEqual(before);
    }));
});

const fillAll = async (db: Db): Promise<void> => {
  for (let after: string | null = BEFORE_ALL_IDS; after !== null; ) after = await fillSearchTerms(db, after);
};

describe("filling the index of words beside a settlement", () => {
  it("leaves a video that is being described to the one who does it, and counts its tags once", async () => {
    const test = await openTestDatabase("native");
    try {
      const ids = [1, 2].map(videoId);
      const recorder = await Recorder.open(test.db);
      await describeVideos(recorder, 1, ...[1, 2].map((n) => videoDescription(n, { tags: ["old"] })));
      await sql`delete from video_search`.execute(test.db);
      await sql`delete from tag`.execute(test.db);
      const settling = await test.db.startTransaction().execute();
      await sql`
        update video set tags = '{new}', tag_keys = '{new}', described_at = ${at(plus(NOON, hours(1)))}
        where id = ${videoId(1)}`.execute(settling);
      await fillAll(test.db);
      expect(await tagCounts(test.db)).toEqual({ old: 1 });
      await writeSearchTerms(settling, ids as VideoId[]);
      await settling.commit().execute();
      expect(await tagCounts(test.db)).toEqual({ new: 1, old: 1 });
      expect(await found(test.db, tagTerm("new"))).toEqual([videoId(1)]);
    } finally {
      await test.close();
    }
  });
});

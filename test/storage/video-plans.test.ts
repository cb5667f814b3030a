import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChannelId } from "#domain/channel.ts";
import { parseSearch } from "#domain/search-query.ts";
import { allOf, type TermQuery, tagTerm } from "#domain/search-terms.ts";
import { days, minus, plus } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import type { Db } from "#storage/database.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { VIDEO_SORTS, type VideoSort } from "#storage/videos/video-sorts.ts";
import { readVideoPage, type VideoQuestion } from "#storage/videos/videos.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { recordQueries } from "../harness/recorded-queries.ts";
import { fillManyVideos, MANY_UNTIL } from "./many-videos.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase("native");
  await fillManyVideos(database.db, 40_000);
}, 120_000);
afterAll(() => database.close());

const words = (text: string): TermQuery => {
  const parsed = parseSearch(text);
  if (parsed.kind === "refused") throw new Error(parsed.message);
  return parsed.query;
};
const asked = (filter: VideoQuestion["filter"], terms: TermQuery | null = null): VideoQuestion => ({
  filter,
  terms,
  words: terms,
});
const month = minus(MANY_UNTIL, days(200));

const QUESTIONS: Readonly<Record<string, VideoQuestion>> = {
  everything: asked({}),
  "a channel": asked({ channels: ["UC0000000000000000000007" as ChannelId] }),
  "a month": asked({ publishedAfter: month, publishedBefore: plus(month, days(30)) }),
  "a format": asked({ formats: ["short"] }),
  "a language": asked({ languages: ["ja"] }),
  "a watch": asked({ watch: "bC3dE4fG5hI6" as WatchId }),
  "what performs": asked({ performanceMin: 2 }),
  "much viewed": asked({ viewsMin: 100_000 }),
  "what is gone": asked({ gone: true }),
  "a tag in a tenth": {
    ...asked({}, tagTerm("tag1")),
    words: null,
    tags: { keys: ["tag1"] },
  },
  "a tag in a third": { ...asked({}, tagTerm("third")), words: null, tags: { keys: ["third"] } },
  "a rare tag": { ...asked({}, tagTerm("tag777")), words: null, tags: { keys: ["tag777"] } },
  "two tags": {
    ...asked({}, allOf([tagTerm("tag1"), tagTerm("third")])),
    words: null,
    tags: { keys: ["tag1", "third"] },
  },
  "a tag that performs": { ...asked({ performanceMin: 2 }, tagTerm("tag1")), tags: { keys: ["tag1"] } },
  "a common word": asked({}, words("third")),
  "a rare word": asked({}, words("rare777")),
  "a phrase": asked({}, words('"third word"')),
  "a common word of a format": asked({ formats: ["short"] }, words("third")),
};

/** How PostgreSQL runs each query that `act` asks of the database it is given. */
async function plansOf(db: Db, act: (db: Db) => Promise<unknown>): Promise<readonly string[]> {
  const recorded = recordQueries(db);
  await act(recorded.db);
  const plans: string[] = [];
  for (const query of recorded.queries().filter((each) => !each.sql.startsWith("explain"))) {
    const { rows } = await db.executeQuery<{ "QUERY PLAN": string }>({ ...query, sql: `explain ${query.sql}` });
    plans.push(`${query.sql}\n${rows.map((row) => row["QUERY PLAN"]).join("\n")}`);
  }
  return plans;
}

/** The tables that grow with what is collected. */
const READ_WHOLE = /Seq Scan on (?:video|video_counter|video_search|video_tag|snapshot\w*)\b/;

const sorts = (Object.keys(VIDEO_SORTS) as VideoSort[]).flatMap((sort) => [
  [sort, true] as const,
  [sort, false] as const,
]);

describe("no page reads a whole table", () => {
  it.each(sorts)("by %s (descending: %s), whatever the filter, first and further on", async (sort, descending) => {
    for (const [name, question] of Object.entries(QUESTIONS)) {
      const walk = { sort, descending, limit: 50 };
      const first = await readVideoPage(database.db, question, { ...walk, after: null });
      const last = { value: null, id: "v0000020000" };
      const places: (Position | null)[] = [null, first.next, VIDEO_SORTS[sort].nullable ? last : null];
      for (const after of places) {
        const plans = await plansOf(database.db, (db) => readVideoPage(db, question, { ...walk, after }));
        if (after === null) expect(plans.length, name).toBeGreaterThan(0);
        for (const plan of plans) expect(plan, `${name}, by ${sort}`).not.toMatch(READ_WHOLE);
      }
    }
  });

  it("and a page of everything is one walk of the sort's index: nothing is sorted", async () => {
    const { db } = database;
    for (const [sort, descending] of sorts) {
      for (const after of [null, { value: null, id: "v0000020000" }]) {
        if (after && !VIDEO_SORTS[sort].nullable) continue;
        const [pick] = await plansOf(db, (each) =>
          readVideoPage(each, asked({}), { sort, descending, after, limit: 50 }),
        );
        expect(pick, sort).toMatch(/Index (?:Only )?Scan/);
        // Its rows may be sorted when they are put together; what they are picked from is not.
        expect(pick, sort).not.toMatch(/\bLimit\b[\s\S]*\bSort\b/);
      }
    }
  });

  it("by relevance neither", async () => {
    for (const text of ["third", "rare777", '"third word"']) {
      const order = { sort: "relevance", descending: true, after: null, limit: 50 } as const;
      const plans = await plansOf(database.db, (db) => readVideoPage(db, asked({}, words(text)), order));
      for (const plan of plans) expect(plan).not.toMatch(READ_WHOLE);
    }
  });

  it.each([["tag778"], ["tag1"], ["third"], ["tag1", "third"]])(
    "and of tags (%s, %s) it has what a look at every video finds, whichever way is taken",
    async (...tags) => {
      const { db } = database;
      const keys = tags.filter((tag) => tag !== undefined);
      const question = { ...asked({ performanceMin: 1 }, allOf(keys.map(tagTerm))), words: null, tags: { keys } };
      const { rows } = await sql<{ id: string }>`
        select v.id from video v join video_counter c on c.video_id = v.id
        where v.tag_keys @> ${keys}::text[] and c.performance >= 1 order by c.views desc, v.id desc limit 120`.execute(
        db,
      );
      expect(rows.length).toBeGreaterThan(1);
      const found: string[] = [];
      for (let after: Position | null = null; found.length < 120; ) {
        const page = await readVideoPage(db, question, { sort: "views", descending: true, after, limit: 30 });
        found.push(...page.videos.map(({ id }) => id));
        after = page.next;
        if (after === null) break;
      }
      expect(found).toEqual(rows.map(({ id }) => id));
    },
  );

  it("and the check finds one that does", async () => {
    const [plan = ""] = await plansOf(database.db, (db) => sql`select from video where description = 'x'`.execute(db));
    expect(plan).toMatch(READ_WHOLE);
  });
});

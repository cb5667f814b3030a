import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import type { Api } from "#api/app-type.ts";
import { tagAnswer, tagsAnswer } from "#api/videos/tags-contract.ts";
import { foldTag } from "#domain/video.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";
import { seed } from "./seed.ts";

let database: TestDatabase;
let app: Api;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 200);
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

const list = async (query: string): Promise<z.infer<typeof tagsAnswer>["items"]> =>
  tagsAnswer.parse((await app.inject(`/api/v1/tags${query}`)).json()).items;
const read = async (tag: string): Promise<z.infer<typeof tagAnswer>> =>
  tagAnswer.parse((await app.inject(`/api/v1/tags/${encodeURIComponent(tag)}`)).json());

/** All described videos' tags, straight from their rows. */
async function described() {
  const rows = await database.db
    .selectFrom("video as v")
    .innerJoin("video_counter as c", "c.video_id", "v.id")
    .select(["v.id", "v.tags", "v.channel_id", "c.performance"])
    .where("v.described_at", "is not", null)
    .execute();
  return rows.map((row) => ({ ...row, keys: new Set(row.tags.map(foldTag)) }));
}

describe("GET /tags", () => {
  it("gives the tags that begin so, whole groups of them, most used first", async () => {
    const counts = new Map<string, number>();
    for (const { keys } of await described()) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const prefix of [
      "",
      "b",
      "BA",
      "ｂａｋ",
      "bakin",
      "baking",
      "ท",
      "ทะเล",
      "geo,",
      "zebra",
      "'",
      "\\",
      "%",
      "_",
    ]) {
      const begins = [...counts].filter(([tag]) => tag.startsWith(foldTag(prefix)));
      const expected = begins.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
      const items = await list(`?prefix=${encodeURIComponent(prefix)}`);
      expect(items.map(({ tag, videos }) => [tag, videos])).toEqual(expected);
    }
    expect((await list("?limit=2")).map(({ tag }) => tag)).toHaveLength(2);
  });

  it("says how a tag is written", async () => {
    expect((await list("?prefix=bread")).map(({ label }) => label)).toEqual(["Bread"]);
  });

  it("finds the most used of many that begin alike, and all of few", async () => {
    const { db } = database;
    await sql`
      insert into tag (tag, label, videos)
      select 'many ' || n, 'Many ' || n, 1 + (n * 7919) % 1000 from generate_series(1, 3000) n`.execute(db);
    await sql`insert into tag (tag, label, videos) values ('many things', 'Many', 5000), ('mansion', 'Mansion', 9000)`.execute(
      db,
    );
    try {
      expect((await list("?prefix=many&limit=2")).map(({ tag }) => tag)).toEqual(["many things", "many 1321"]);
      expect((await list("?prefix=many%20th")).map(({ tag }) => tag)).toEqual(["many things"]);
      expect(await list("?prefix=many%2029&limit=200")).toHaveLength(111);
      expect((await list("?prefix=man&limit=1")).map(({ tag }) => tag)).toEqual(["mansion"]);
    } finally {
      await sql`delete from tag where tag like 'man%'`.execute(db);
    }
  });

  it.each([`?prefix=${"x".repeat(501)}`, "?limit=0", "?limit=201", "?prefx=a", "?prefix=a&prefix=b"])(
    "refuses %.30s",
    async (query) => {
      const answer = await app.inject(`/api/v1/tags${query}`);
      expect(answer.statusCode).toBe(400);
      expect(answer.json().errors).toHaveLength(1);
    },
  );
});

it("refuses a prefix that no text can hold", async () => {
  expect((await app.inject("/api/v1/tags?prefix=a%00b")).statusCode).toBe(400);
});

describe("GET /tags/:tag", () => {
  it("tells of a tag's videos what their rows tell", async () => {
    const all = await described();
    const own = all.filter(({ keys }) => keys.has("baking"));
    const found = await read("ＢＡＫＩＮＧ");
    expect(found).toMatchObject({ tag: "baking", label: "Baking", videos: own.length });
    expect(found.basis).toEqual({ videos: own.length, complete: true });
    expect(found.channels.count).toBe(new Set(own.map((video) => video.channel_id)).size);
    const ofTop = own.filter((video) => video.channel_id === found.channels.top[0]?.id).length;
    expect(found.channels.top[0]?.videos).toBe(ofTop);
    const scores = own.flatMap(({ performance }) => performance ?? []).sort((a, b) => a - b);
    const middle =
      ((scores[Math.floor((scores.length - 1) / 2)] ?? 0) + (scores[Math.ceil((scores.length - 1) / 2)] ?? 0)) / 2;
    expect(found.performance).toMatchObject({ n: scores.length, median: middle, reason: null, derived: true });
    for (const { tag, videos, lift } of found.coTags) {
      const beside = own.filter(({ keys }) => keys.has(tag)).length;
      const anywhere = all.filter(({ keys }) => keys.has(tag)).length;
      expect([tag, videos]).toEqual([tag, beside]);
      expect(lift).toBeCloseTo(beside / own.length / (anywhere / all.length), 9);
    }
    expect(found.coTags.map(({ tag }) => tag).sort()).toEqual(["bread", "geo,graphy", "rivers"]);
  });

  it("says why there is no median performance, and over how many", async () => {
    await sql`update video_counter set performance = null where channel_id is not null`.execute(database.db);
    expect((await read("東京")).performance).toEqual({
      median: null,
      reason: "noneScored",
      n: 0,
      derived: true,
      asOf: null,
    });
  });

  it("answers 404 for a tag that nobody carries, and 400 for none", async () => {
    expect((await app.inject("/api/v1/tags/nobody")).statusCode).toBe(404);
    expect((await app.inject(`/api/v1/tags/${encodeURIComponent("ﷺ".repeat(500))}`)).statusCode).toBe(404);
    for (const tag of ["%20", "a%00", "x".repeat(501)]) {
      expect((await app.inject(`/api/v1/tags/${tag}`)).statusCode).toBe(400);
    }
    expect((await app.inject("/api/v1/tags/baking?x=1")).statusCode).toBe(400);
  });

  it("takes a tag with a slash", async () => {
    expect((await app.inject(`/api/v1/tags/${encodeURIComponent("AC/DC")}`)).json().type).toBe("/problems/not-found");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { videoItem, videoPage } from "#api/contract.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";
import { seed, seededVideoId } from "./seed.ts";

let database: TestDatabase;
let app: Api;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 60);
  const hostile = { title: '=HYPERLINK("http://x","\n")', tags: ["-1", 'a "b", c'] };
  await database.db.updateTable("video").set(hostile).where("id", "=", seededVideoId(3)).execute();
  await database.db.updateTable("video").set({ title: "@home" }).where("id", "=", seededVideoId(4)).execute();
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

const get = async (query: string) => {
  const answer = await app.inject(`/api/v1/videos?${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return videoPage.parse(answer.json());
};
const idsOf = async (query: string) => (await get(`${query}&limit=200`)).items.map(({ id }) => id);
const titlesOf = async (query: string) => (await get(`${query}&limit=200`)).items.map(({ title }) => String(title));

describe("a list of videos", () => {
  it("is found by words, phrases, exclusions, beginnings and parts of words written without spaces", async () => {
    const bread = await titlesOf("q=bread");
    expect(bread.length).toBeGreaterThan(5);
    expect(bread.every((title) => title.includes("bread"))).toBe(true);
    expect(await titlesOf("q=%22how bread%22")).toEqual(bread);
    expect(await idsOf("q=%22bread how%22")).toEqual([]);
    expect(await titlesOf("q=bre*")).toEqual(bread);
    expect(await titlesOf("q=rivers -why")).toEqual([]);
    for (const part of ["東京", "の朝", "散"]) expect((await titlesOf(`q=${part}`)).length, part).toBeGreaterThan(5);
  });

  it("is found by words, tags and facts together, by the newest or any other sort", async () => {
    const both = await idsOf("q=bread&tag=baking&format=live&language=en&sort=-views");
    const apart = await Promise.all(["q=bread", "tag=baking", "format=live", "language=en"].map((one) => idsOf(one)));
    const wanted = (await idsOf("sort=-views")).filter((id) => apart.every((ids) => ids.includes(id)));
    expect(wanted.length).toBeGreaterThan(0);
    expect(both).toEqual(wanted);
    expect(await idsOf("tagPrefix=bak")).toEqual(await idsOf("tag=baking"));
  });

  it("by relevance has the words in titles first, and says how many were ranked", async () => {
    const found = await get("q=baking&sort=relevance&limit=200");
    expect(found).toMatchObject({ ranked: found.items.length, rankedAll: true, approximate: true, next: null });
    const seen: unknown[] = [];
    for (let url = "q=baking&sort=relevance&limit=5"; ; ) {
      const page = await get(url);
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      url = `q=baking&sort=relevance&limit=5&cursor=${page.next}`;
    }
    expect(seen).toEqual(found.items.map(({ id }) => id));
  });

  it("tells the total of a numbered page, and goes on by cursor from there", async () => {
    const all = await idsOf("sort=-likes");
    const second = await get("sort=-likes&page=2&pageSize=7");
    expect(second).toMatchObject({ page: 2, pageSize: 7, total: all.length, totalIsEstimate: false });
    expect(second.items.map(({ id }) => id)).toEqual(all.slice(7, 14));
    const third = await get(`sort=-likes&limit=7&cursor=${second.next}`);
    expect(third.items.map(({ id }) => id)).toEqual(all.slice(14, 21));
  });

  it("gives the fields that are named, and no others", async () => {
    const { items } = await get("fields=id,counters.views,gone.since,title&limit=3");
    const whole = await get("limit=3");
    expect(items).toEqual(
      whole.items.map((item) => {
        const { id, counters, gone, title } = videoItem.parse(item);
        return { id, counters: { views: counters.views }, gone: gone && { since: gone.since }, title };
      }),
    );
  });

  it.each([
    ["fields=id,tittle", "fields", "tittle"],
    ["q=-only", "q", "something to find"],
    ["q=%20", "q", "something to find"],
    ["sort=relevance", "sort", "q"],
    ["sort=-relevance&q=a", "sort", ""],
    ["age=soon", "age", "24h"],
    ["viewsMin=1.5", "viewsMin", "int"],
    ["likesMin=2&likesMax=1", "likesMax", "likesMin"],
    ["category=music", "category", "number"],
    ["language=%25", "language", "language"],
    ["live=yes", "live", ""],
    ["tagPrefix=a", "tagPrefix", "two"],
    ["page=201&pageSize=50", "page", "next"],
    ["page=0", "page", ""],
    ["page=1&cursor=x", "cursor", "page"],
  ])("refuses %s by its name", async (query, parameter, words) => {
    const answer = await app.inject(`/api/v1/videos?${query}`);
    expect(answer.statusCode).toBe(400);
    const { errors } = answer.json();
    expect(errors.map((error: { parameter: string }) => error.parameter)).toContain(parameter);
    expect(errors[0].message).toContain(words);
  });
});

/** RFC 4180, read by its rules alone. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe("an export of videos", () => {
  const QUERIES = [
    "sort=-views",
    "tag=baking&sort=performance",
    "q=bread",
    "fields=id,title,counters,tags&format=live",
  ];

  it.each(QUERIES)("as NDJSON is every row of the list, as it is there: %s", async (query) => {
    const { items } = await get(`${query}&limit=200`);
    const answer = await app.inject(`/api/v1/videos.ndjson?${query}`);
    expect(answer.headers["content-type"]).toMatch(/^application\/x-ndjson/);
    const lines = answer.body.split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line))).toEqual(items);
  });

  it.each(QUERIES)("as CSV says the same in cells: %s", async (query) => {
    const { items } = await get(`${query}&limit=200`);
    const answer = await app.inject(`/api/v1/videos.csv?${query}`);
    expect(answer.headers["content-type"]).toMatch(/^text\/csv/);
    const [names = [], ...rows] = parseCsv(answer.body);
    expect(names).toContain("counters.views");
    expect(rows.length).toBe(items.length);
    for (const [i, item] of items.entries()) {
      const cells = names.map((name) => {
        const value = name
          .split(".")
          .reduce<unknown>((at, part) => (at as Record<string, unknown> | null)?.[part], item);
        if (value === null || value === undefined) return "";
        const text = Array.isArray(value) ? JSON.stringify(value) : String(value);
        return typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
      });
      expect(rows[i]).toEqual(cells);
    }
  });

  it("runs no formula of a stranger's title, and leaves numbers as they are", async () => {
    const { body } = await app.inject("/api/v1/videos.csv?fields=title,gains.d7&sort=gain7d");
    expect(body).toContain(`"'=HYPERLINK(""http://x"",""\n"")"`);
    expect(body).toContain("'@home");
    expect(body).toMatch(/,-500\r\n/);
  });

  it("takes no page: it holds every row", async () => {
    for (const query of ["limit=5", "cursor=x", "page=1"]) {
      expect((await app.inject(`/api/v1/videos.csv?${query}`)).statusCode).toBe(400);
    }
  });
});

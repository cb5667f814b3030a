import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Picture } from "#domain/picture.ts";
import { hours, type Instant, minutes, plus } from "#domain/time.ts";
import { at } from "#storage/database.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";
import { CHANNELS, RICH_VIDEO, seed, seededVideoId } from "./seed.ts";

const CHANNEL = CHANNELS[0] ?? "";
const HOST = { host: "localhost:8686" };
const OLD = "https://i.ytimg.com/vi/old/mqdefault.jpg";

let database: TestDatabase;
let now: Instant = NOW;
let asked: string[] = [];
let answer: (address: URL) => Promise<Picture | null>;
let api: Awaited<ReturnType<typeof openApi>>;

const jpeg = (text: string): Picture => ({ type: "image/jpeg", bytes: Buffer.from(text) });
const read = async (address: URL): Promise<Picture | null> => {
  asked.push(address.href);
  return answer(address);
};
const get = (path: string, app = api.app) => app.inject({ url: path, headers: HOST });
const setAddress = (url: string | null) =>
  sql`update video set thumbnail_url = ${url} where id = ${RICH_VIDEO}`.execute(database.db);

beforeAll(async () => {
  database = await openTestDatabase("pglite");
  await seed(database.db, 20);
  await sql`update channel set thumbnail_url = 'https://yt3.ggpht.com/face=s88' where id = ${CHANNEL}`.execute(
    database.db,
  );
  const clock = { ...systemClock, now: () => now };
  api = await openApi(database.db, { clock, thumbnails: { way: "proxied", read } });
});
afterAll(() => database.close());

describe("pictures by way of this server", () => {
  it("are those whose addresses YouTube said, fetched once for all who look", async () => {
    asked = [];
    answer = async ({ pathname }) => jpeg(pathname);
    await setAddress("https://i.ytimg.com/vi/new/mqdefault.jpg");
    const answers = await Promise.all([1, 2, 3].map(() => get(`/thumbnails/${RICH_VIDEO}`)));
    answers.push(await get(`/thumbnails/${RICH_VIDEO}`));
    for (const { statusCode, headers, body } of answers) {
      expect([statusCode, headers["content-type"], body]).toEqual([200, "image/jpeg", "/vi/new/mqdefault.jpg"]);
      expect([headers["x-content-type-options"], headers["cache-control"]]).toEqual([
        "nosniff",
        "private, max-age=3600",
      ]);
    }
    expect((await get(`/thumbnails/${CHANNEL}`)).body).toBe("/face=s88");
    expect(asked).toEqual(["https://i.ytimg.com/vi/new/mqdefault.jpg", "https://yt3.ggpht.com/face=s88"]);
  });

  it("are the former ones where the revision that changed them is named", async () => {
    const seenAt = plus(NOW, hours(-1));
    const before = JSON.stringify({ title: "x", thumbnail: OLD });
    await database.db
      .insertInto("video_revision")
      .values({ video_id: RICH_VIDEO, seen_at: at(seenAt), before })
      .execute();
    expect((await get(`/thumbnails/${RICH_VIDEO}?before=${toIso(seenAt)}`)).body).toBe("/vi/old/mqdefault.jpg");
    expect((await get(`/thumbnails/${RICH_VIDEO}?before=${toIso(plus(seenAt, minutes(1)))}`)).statusCode).toBe(404);
  });

  it.each(["https://evil.example/x.jpg", "http://i.ytimg.com/x.jpg", "http://169.254.169.254/", null])(
    "are asked of nobody else, whatever the database says: %s",
    async (url) => {
      asked = [];
      await setAddress(url);
      expect((await get(`/thumbnails/${RICH_VIDEO}`)).json().type).toBe("/problems/not-found");
      expect(asked).toEqual([]);
    },
  );

  it("that could not be had are asked for again after minutes, and not before", async () => {
    asked = [];
    answer = async () => null;
    await setAddress("https://i.ytimg.com/vi/later/mqdefault.jpg");
    for (let n = 0; n < 3; n += 1) expect((await get(`/thumbnails/${RICH_VIDEO}`)).statusCode).toBe(404);
    expect(asked).toHaveLength(1);
    now = plus(now, minutes(6));
    answer = async () => jpeg("there");
    expect((await get(`/thumbnails/${RICH_VIDEO}`)).body).toBe("there");
  });

  it("are fetched eight at a time, and each is given to whoever asked for it", async () => {
    let [running, most] = [0, 0];
    answer = async ({ pathname }) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return jpeg(pathname);
    };
    const ids = Array.from({ length: 20 }, (_, n) => seededVideoId(n));
    await sql`update video set thumbnail_url = 'https://i.ytimg.com/many/' || id where id = any(${ids}::text[])`.execute(
      database.db,
    );
    const answers = await Promise.all(ids.map((id) => get(`/thumbnails/${id}`)));
    expect(answers.map(({ body }) => body)).toEqual(ids.map((id) => `/many/${id}`));
    expect(most).toBe(8);
  });

  it("are for those who may read, and of ids only", async () => {
    const { app } = await openApi(database.db, { loopback: false, thumbnails: { way: "proxied", read } });
    expect((await get(`/thumbnails/${RICH_VIDEO}`, app)).statusCode).toBe(401);
    expect((await get("/thumbnails/https%3A%2F%2Fevil.example")).statusCode).toBe(400);
    expect((await get(`/thumbnails/${RICH_VIDEO}?url=x`)).statusCode).toBe(400);
  });
});

describe("the policy of pages", () => {
  it("lets pictures come from where the setting says, and from nowhere else", async () => {
    const ways = [
      [{ way: "direct" }, "img-src 'self' data: https://i.ytimg.com https://yt3.ggpht.com", null],
      [{ way: "proxied", read }, "img-src 'self' data:", "proxied"],
      [{ way: "off" }, "img-src 'self' data:", "off"],
    ] as const;
    for (const [thumbnails, allowed, told] of ways) {
      const { app } = await openApi(database.db, { thumbnails });
      const { headers, body } = await get("/", app);
      const policy = String(headers["content-security-policy"]).split(";");
      expect(policy.filter((part) => part.startsWith("img-src"))).toEqual([allowed]);
      expect(/<html[^>]*data-thumbnails="(\w+)"/.exec(body)?.[1] ?? null).toBe(told);
      const status = (await get(`/thumbnails/${RICH_VIDEO}`, app)).statusCode;
      expect([told, status]).toEqual([told, told === "proxied" ? 200 : 404]);
    }
  });
});

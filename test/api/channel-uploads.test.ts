import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { comparison } from "#api/channels/channel-detail-contract.ts";
import { channelDays, channelUploads } from "#api/channels/channel-uploads-contract.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";
import { CHANNELS, RICH_VIDEO, seed } from "./seed.ts";

let database: TestDatabase;
let app: Api;
const [FIRST, SECOND] = CHANNELS;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 60);
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

const get = async (url: string) => (await app.inject(`/api/v1${url}`)).json();
const rows = async (url: string) => (await app.inject(`/api/v1${url}`)).body.trim().split("\r\n");

describe("a channel's uploads at one age", () => {
  it("have their views there, what is usual there, and the multiple of it", async () => {
    const answer = channelUploads.parse(await get(`/channels/${FIRST}/uploads?age=7d`));
    const rich = answer.items.find(({ id }) => id === RICH_VIDEO);
    expect([rich?.views, rich?.reason, answer.n]).toEqual([400, null, 1]);
    const [usual] = answer.typical;
    expect(rich?.outlier).toEqual({ value: 400 / (usual?.p50 ?? 0), n: usual?.n, reason: null });
    expect(answer.items.map(({ publishedAt }) => publishedAt)).toEqual(
      answer.items
        .map(({ publishedAt }) => publishedAt)
        .toSorted()
        .toReversed(),
    );
  });

  it("say why they have none: too young, not begun, hidden, or never sampled there", async () => {
    const reasons = async (age: string) => {
      const { items } = channelUploads.parse(await get(`/channels/${FIRST}/uploads?age=${age}`));
      expect(items.filter(({ views, reason }) => (views === null) === (reason === null))).toEqual([]);
      return new Set(items.map(({ reason }) => reason));
    };
    expect(await reasons("30d")).toEqual(new Set(["notReached", "notStarted", null]));
    expect(await reasons("24h")).toEqual(new Set(["notSampled", "notReached", "notStarted"]));
    expect(await reasons("now")).toEqual(new Set(["notSampled", null]));
  });

  it("take the first hour by its own definition, and the present as it is", async () => {
    const shown = async (age: string) =>
      new Map(
        channelUploads
          .parse(await get(`/channels/${FIRST}/uploads?age=${age}`))
          .items.map(({ id, views }) => [id, views]),
      );
    const [first, now] = [await shown("1h"), await shown("now")];
    for (const video of (await get(`/channels/${FIRST}/videos?limit=100`)).items) {
      expect(first.get(video.id), video.id).toBe(video.firstHour.views);
      expect(now.get(video.id), video.id).toBe(video.counters.views);
    }
  });

  it("are refused where the age or the channel is none", async () => {
    const status = async (url: string) => (await app.inject(`/api/v1/channels/${url}`)).statusCode;
    expect(await status(`${FIRST}/uploads?age=2h`)).toBe(400);
    expect(await status(`${FIRST}/uploads.csv?age=2h`)).toBe(400);
    for (const what of ["uploads", "uploads.csv", "days", "days.csv"]) {
      expect([what, await status(`UCnobodynobodynobodynobo/${what}`)]).toEqual([what, 404]);
    }
  });
});

describe("a channel's days", () => {
  it("have what its videos gained beside its own counters and their change since the reading before", async () => {
    const { items } = channelDays.parse(await get(`/channels/${FIRST}/days?days=2`));
    expect(
      items.map(({ day, gained, open, counters, change }) => [day, gained?.views, open, counters?.views, change]),
    ).toEqual([
      ["2026-11-20", 120, true, 12_345_678_901, { views: 50_000, subscribers: 0, videoCount: 0, days: 1 }],
      ["2026-11-19", 800.25, false, 12_345_628_901, { views: 50_000, subscribers: 0, videoCount: 0, days: 1 }],
    ]);
    const all = channelDays.parse(await get(`/channels/${FIRST}/days`)).items;
    expect(all.at(-1)).toMatchObject({ day: "2026-11-18", gained: null, change: null });
  });
});

describe("tables of a channel and of several", () => {
  it("are what the answers hold, row by row", async () => {
    const { items } = channelUploads.parse(await get(`/channels/${FIRST}/uploads?age=1h`));
    const [head, ...uploads] = await rows(`/channels/${FIRST}/uploads.csv?age=1h`);
    expect(head).toMatch(/^id,title,format,.*,views,reason,outlier\.value,/);
    expect(uploads.map((row) => row.slice(0, 11))).toEqual(items.map(({ id }) => id));
    const days = channelDays.parse(await get(`/channels/${FIRST}/days`)).items;
    expect((await rows(`/channels/${FIRST}/days.csv`)).slice(1).map((row) => row.slice(0, 10))).toEqual(
      days.map(({ day }) => day),
    );
  });

  it("lay channels beside each other by their medians, by age and by day", async () => {
    const ids = `${FIRST},${SECOND}`;
    const { channels, ageSeconds } = comparison.parse(await get(`/channels/compare?ids=${ids}&days=2`));
    expect(channels[0]?.days).toMatchObject([
      { day: "2026-11-19", views: 800.25, open: false },
      { day: "2026-11-20", views: 120, open: true },
    ]);
    const table = (name: string) => rows(`/channels/compare.csv?ids=${ids}&table=${name}&days=2`);
    expect((await table("medians")).slice(1).map((row) => row.split(",")[0])).toEqual([FIRST, SECOND]);
    expect(await table("date")).toEqual([
      `day,Crumb & Co (${FIRST}),ทะเลของฉัน (${SECOND})`,
      "2026-11-20,120,",
      "2026-11-19,800.25,",
    ]);
    const byAge = await table("age");
    expect(byAge).toHaveLength(ageSeconds.length + 1);
    expect(byAge[1 + ageSeconds.indexOf(3600)]).toBe("3600,250,");
    expect((await app.inject(`/api/v1/channels/compare.csv?ids=${ids}&table=x`)).statusCode).toBe(400);
  });
});

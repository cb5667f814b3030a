import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { changedChannel, channelPage } from "#api/channels/channel-contract.ts";
import { channelDetail, comparison } from "#api/channels/channel-detail-contract.ts";
import { videoPage } from "#api/contract.ts";
import { medianInterval } from "#domain/median-interval.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { CHANNELS, seed } from "./seed.ts";

let database: TestDatabase;
let app: Api;
const [FIRST, SECOND, THIRD] = CHANNELS;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 60);
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

const get = async (url: string) => (await app.inject(`/api/v1${url}`)).json();

describe("one channel", () => {
  it("tells when it publishes, how it is covered, what it gained, and its counters day by day", async () => {
    const channel = channelDetail.parse(await get(`/channels/${FIRST}`));
    expect(channel.rhythm.hours.flat().reduce((a, b) => a + b, 0)).toBe(channel.videos.described);
    expect(channel.rhythm.uploads).toBe(channel.videos.described);
    expect(channel.coverage).toMatchObject({ since: channel.trackedSince, reason: null });
    expect(channel.coverage.share).toBeCloseTo(channel.coverage.measured / channel.coverage.videos, 12);
    expect(channel.coverage.samplesPerVideo).toBeCloseTo(40 / (channel.videos.known - channel.videos.gone), 12);
    expect(channel.days.map(({ day, views, open }) => [day, views, open])).toEqual([
      ["2026-11-19", 800.25, false],
      ["2026-11-20", 120, true],
    ]);
    expect(channel.history.map(({ day }) => day)).toEqual(["2026-11-18", "2026-11-19", "2026-11-20"]);
    const shorter = channelDetail.parse(await get(`/channels/${FIRST}?historyDays=1`));
    expect(shorter.history.map(({ day }) => day)).toEqual(["2026-11-20"]);
  });

  it("has a band at each age of the typical curve, none over fewer than three videos", async () => {
    const { typical } = channelDetail.parse(await get(`/channels/${FIRST}`));
    expect(typical.map(({ format, n }) => [format, n])).toEqual([["long", 4]]);
    expect(typical[0]?.bands.find(({ ageSeconds }) => ageSeconds === 3600)).toMatchObject({ n: 4, p25: 175, p50: 250 });
    expect(channelDetail.parse(await get(`/channels/${SECOND}`)).typical).toEqual([]);
  });

  it("gives its median with the interval that holds it, and none over fewer than six first hours", async () => {
    const { firstHour } = channelDetail.parse(await get(`/channels/${FIRST}`));
    expect(firstHour.interval).toMatchObject({ n: 12, confidence: medianInterval(12)?.confidence, reason: null });
    expect(firstHour.interval.low).toBeLessThan(firstHour.interval.high ?? 0);
    const second = channelDetail.parse(await get(`/channels/${SECOND}`)).firstHour;
    expect(second.interval).toMatchObject({ low: null, high: null, n: 0, reason: "tooFewVideos" });
  });

  it("is refused by its name where an id, a number or a parameter is wrong, and 404 where it is not known", async () => {
    const status = async (path: string) => (await app.inject(`/api/v1/channels/${path}`)).statusCode;
    expect(await status("UCnobodynobodynobodynobo")).toBe(404);
    expect(await status("nobody")).toBe(400);
    expect(await status(`${FIRST}?historyDays=0`)).toBe(400);
    expect(await status(`${FIRST}?history=1`)).toBe(400);
  });
});

describe("the list of channels", () => {
  it("is filtered by text, country, counters, median, state and trouble, and sorted by what it shows", async () => {
    const ids = async (query: string) =>
      channelPage.parse(await get(`/channels?${query}`)).items.map(({ id }: { id?: unknown }) => id);
    expect(await ids("q=crumb")).toEqual([FIRST]);
    expect(await ids("country=DE&country=fr&subscribersMin=12300")).toEqual([FIRST]);
    expect(await ids("medianMin=1005")).toEqual([]);
    expect(await ids("trouble=true")).toEqual([SECOND]);
    expect(await ids("watched=false&state=all")).toEqual([SECOND, THIRD]);
    expect(await ids("state=all&sort=-videoCount")).toEqual([THIRD, SECOND, FIRST]);
    expect(await ids("state=all&sort=subscribers")).toEqual([THIRD, FIRST, SECOND]);
  });

  it("is told whole by its exports, each channel as the list has it, and by number with the total", async () => {
    const { items } = await get("/channels?state=all&sort=-videoCount");
    const lines = (await app.inject("/api/v1/channels.ndjson?state=all&sort=-videoCount")).body.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(items);
    const csv = await app.inject("/api/v1/channels.csv?state=all&sort=-videoCount&fields=id,handle,counters.views");
    expect(csv.body).toBe(
      [
        "id,handle,counters.views",
        `${THIRD},,`,
        `${SECOND},'@handle1,24691357802`,
        `${FIRST},'@handle0,12345678901`,
        "",
      ].join("\r\n"),
    );
    const page = channelPage.parse(await get("/channels?state=all&sort=-videoCount&page=2&pageSize=2&fields=id"));
    expect(page).toMatchObject({ items: [{ id: FIRST }], total: 3, totalIsEstimate: false, page: 2, next: null });
  });

  it.each([
    "fields=colour",
    "page=6000&pageSize=2",
    "q=%20",
    "country=Germany",
    "viewsMin=2&viewsMax=1",
    "watched=yes",
    "sort=colour",
    "state=paused",
  ])("refuses %s", async (query) => {
    expect((await app.inject(`/api/v1/channels?${query}`)).statusCode).toBe(400);
  });
});

describe("the videos of a channel", () => {
  it("are the list of all videos with the channel fixed, page by page", async () => {
    const all = (await get(`/videos?channel=${FIRST}&sort=-views&limit=200`)).items;
    const walked: unknown[] = [];
    let url = `/api/v1/channels/${FIRST}/videos?sort=-views&limit=7`;
    for (;;) {
      const answer = await app.inject(url);
      walked.push(...videoPage.parse(answer.json()).items);
      const link = /^<(.+)>; rel="next"$/.exec(String(answer.headers["link"] ?? ""));
      if (!link?.[1]) break;
      url = link[1];
    }
    expect(walked).toEqual(all);
    expect(await get(`/channels/${FIRST}/videos?pageSize=5&page=2`)).toMatchObject({ total: all.length });
  });

  it("take no other channel's cursor, no channel besides, and are 404 where it is not known", async () => {
    const { next } = await get(`/channels/${FIRST}/videos?limit=1`);
    const status = async (path: string) => (await app.inject(`/api/v1/channels/${path}`)).statusCode;
    expect(await status(`${SECOND}/videos?limit=1&cursor=${next}`)).toBe(400);
    expect(await status(`${FIRST}/videos?channel=${SECOND}`)).toBe(400);
    expect(await status("UCnobodynobodynobodynobo/videos")).toBe(404);
  });
});

describe("channels compared", () => {
  it("stand on the same ages, with medians, rhythm and the spread of their performances", async () => {
    const { channels, ageSeconds } = comparison.parse(await get(`/channels/compare?ids=${SECOND},${FIRST}`));
    expect(channels.map(({ id }) => id)).toEqual([SECOND, FIRST]);
    const first = channels[1];
    expect(first?.typical[0]?.p50).toHaveLength(ageSeconds.length);
    expect(first?.typical[0]?.p50[ageSeconds.indexOf(3600)]).toBe(250);
    const performances = (await get(`/videos?channel=${FIRST}&performanceMin=0&sort=performance&limit=200`)).items.map(
      (item: { performance: { value: number } }) => item.performance.value,
    );
    expect(first?.performance.n).toBe((await get(`/channels/${FIRST}`)).videos.withFirstHour);
    expect(first?.performance.p10).toBeGreaterThanOrEqual(performances[0]);
    expect(first?.performance.p90).toBeLessThanOrEqual(performances.at(-1));
    expect(channels[0]?.performance).toMatchObject({ p50: null, reason: "poolTooSmall" });
  });

  it("are two to six, each once and each known", async () => {
    const status = async (ids: readonly unknown[]) =>
      (await app.inject(`/api/v1/channels/compare?ids=${ids.join(",")}`)).statusCode;
    expect(await status([FIRST])).toBe(400);
    expect(await status([FIRST, FIRST])).toBe(400);
    expect(await status([FIRST, "x"])).toBe(400);
    expect(await status(Array.from({ length: 7 }, (_, n) => `UC${String(n).padStart(22, "0")}`))).toBe(400);
    expect(await status([FIRST, "UCnobodynobodynobodynobo"])).toBe(404);
    expect((await app.inject(`/api/v1/channels/compare?ids=${FIRST}&ids=${SECOND}`)).statusCode).toBe(200);
  });
});

describe("changing a channel", () => {
  const patch = (payload: object, id = FIRST, token = ADMIN_TOKEN) =>
    app.inject({
      method: "PATCH",
      url: `/api/v1/channels/${id}`,
      payload,
      headers: { authorization: `Bearer ${token}` },
    });

  it("gives it another weight, has it watched, and leaves what is not named", async () => {
    expect(changedChannel.parse((await patch({ weight: 3 })).json())).toMatchObject({ weight: 3, watched: true });
    expect((await patch({ watched: false })).json()).toMatchObject({ weight: 3, watched: false, state: "tracked" });
  });

  it("pauses it with all that was collected, and resumes it by asking for it again", async () => {
    const before = (await get(`/channels/${FIRST}`)).videos;
    expect((await patch({ paused: true })).json()).toMatchObject({ state: "untracked", resuming: false });
    expect((await get(`/channels/${FIRST}`)).videos).toEqual(before);
    expect((await patch({ paused: true })).json()).toMatchObject({ state: "untracked" });
    expect((await patch({ paused: false, weight: 5 })).json()).toMatchObject({ weight: 5, resuming: true });
    const { items } = await get("/channels/requests");
    expect(items).toContainEqual(expect.objectContaining({ ref: FIRST, state: "waiting", weight: 5 }));
  });

  it("wants something to change, a channel that is known, and a token", async () => {
    expect((await patch({})).statusCode).toBe(400);
    expect((await patch({ weight: 0 })).statusCode).toBe(400);
    expect((await patch({ state: "untracked" })).statusCode).toBe(400);
    expect((await patch({ weight: 1 }, "UCnobodynobodynobodynobo" as typeof FIRST)).statusCode).toBe(404);
    expect((await patch({ weight: 1 }, FIRST, "wrong")).statusCode).toBe(401);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ZodType } from "zod";
import type { Api } from "#api/app-type.ts";
import { channelPage } from "#api/channels/channel-contract.ts";
import { channelDetail, comparison } from "#api/channels/channel-detail-contract.ts";
import { channelDays, channelUploads } from "#api/channels/channel-uploads-contract.ts";
import { videoPage } from "#api/contract.ts";
import {
  healthAnswer,
  planAnswer,
  readyAnswer,
  requestsAnswer,
  trackAnswer,
} from "#api/operations/operations-contract.ts";
import { quotaAnswer } from "#api/operations/quota-contract.ts";
import { seriesAnswer } from "#api/videos/series-contract.ts";
import { videoDetail } from "#api/videos/video-detail-contract.ts";
import { at } from "#storage/database.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { CHANNELS, RICH_VIDEO, seed, seededVideoId } from "./seed.ts";

let database: TestDatabase;
let app: Api;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 60);
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

const GETS: readonly (readonly [string, ZodType])[] = [
  ["/api/v1/videos?limit=200", videoPage],
  ["/api/v1/videos?sort=outlier&limit=200", videoPage],
  [`/api/v1/videos/${RICH_VIDEO}`, videoDetail],
  [`/api/v1/videos/${seededVideoId(12)}`, videoDetail],
  [`/api/v1/videos/${RICH_VIDEO}/series`, seriesAnswer],
  [`/api/v1/videos/${seededVideoId(1)}/series`, seriesAnswer],
  ["/api/v1/channels", channelPage],
  ["/api/v1/channels?state=untracked&sort=-subscribers", channelPage],
  [`/api/v1/channels/${CHANNELS[0]}`, channelDetail],
  [`/api/v1/channels/${CHANNELS[2]}`, channelDetail],
  [`/api/v1/channels/compare?ids=${CHANNELS.join(",")}`, comparison],
  [`/api/v1/channels/${CHANNELS[0]}/uploads?age=now`, channelUploads],
  [`/api/v1/channels/${CHANNELS[0]}/uploads?age=30d&format=long`, channelUploads],
  [`/api/v1/channels/${CHANNELS[2]}/days?days=731`, channelDays],
  ["/api/v1/channels/requests", requestsAnswer],
  ["/api/v1/channels/requests?ref=@handle0&ref=https://youtube.com/@nobody", requestsAnswer],
  ["/api/v1/quota", quotaAnswer],
  ["/api/v1/plan", planAnswer],
  ["/healthz", healthAnswer],
  ["/readyz", readyAnswer],
  ["/api/v1/healthz", healthAnswer],
  ["/api/v1/readyz", readyAnswer],
];

describe("every answer keeps the contract", () => {
  it.each(GETS)("GET %s", async (url, schema) => {
    const answer = await app.inject(url);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(schema.safeParse(answer.json()).error).toBeUndefined();
  });
});

const get = async (url: string) => (await app.inject(url)).json();

describe("one video", () => {
  it("gives titles, tags and descriptions byte for byte", async () => {
    const video = await get(`/api/v1/videos/${seededVideoId(2)}`);
    expect(video).toMatchObject({
      title: "東京の朝 — 散歩 2",
      tags: ["東京", "vlog", "ＶＬＯＧ"],
      description: "Line one\nline two",
    });
  });

  it("shows each milestone by the sample nearest to it, and says how near; a feed is no sample", async () => {
    const { milestones } = await get(`/api/v1/videos/${RICH_VIDEO}`);
    expect(milestones.map((m: Record<string, unknown>) => [m["name"], m["offsetSeconds"], m["views"]])).toEqual([
      ["60min", 4, 200],
      ["24h", 3600, 300],
      ["7d", 0, 400],
      ["30d", 0, 500],
    ]);
  });

  it("says why a number is missing", async () => {
    const reasonOf = async (n: number) => {
      const { firstHour, performance, outlier } = await get(`/api/v1/videos/${seededVideoId(n)}`);
      return [firstHour.reason, performance.reason, outlier.reason];
    };
    expect(await reasonOf(3)).toEqual([null, null, null]);
    expect(await reasonOf(1)).toEqual([null, "poolTooSmall", "poolTooSmall"]);
    expect(await reasonOf(7)).toEqual(["notSampled", "firstHourUnknown", "noViews"]);
  });

  it("has an outlier that is pending while its channel's catalogue is read, however few mature videos are known", async () => {
    const id = CHANNELS[1] ?? "";
    const reasons = async () => {
      const { outlier } = await get(`/api/v1/videos/${seededVideoId(1)}`);
      const { items } = await get(`/api/v1/videos?channel=${id}&limit=200`);
      const { mature, firstHour } = await get(`/api/v1/channels/${id}`);
      const listed = items.find((item: { id: string }) => item.id === seededVideoId(1)).outlier;
      return [outlier.reason, listed.reason, mature.reason, firstHour.reason];
    };
    const times = { not_before: at(NOW), attempts: 0, created_at: at(NOW), updated_at: at(NOW) };
    const set = (state: "waiting" | "done") =>
      database.db
        .insertInto("task")
        .values({ kind: "backfill", subject: id, state, cursor: null, progress: 3, total: 40, reason: null, ...times })
        .onConflict((conflict) => conflict.columns(["kind", "subject"]).doUpdateSet({ state }))
        .execute();
    await set("waiting");
    expect(await reasons()).toEqual(["pending", "pending", "pending", "poolTooSmall"]);
    await set("done");
    expect(await reasons()).toEqual(["poolTooSmall", "poolTooSmall", "poolTooSmall", "poolTooSmall"]);
  });

  it("is not found before it is described", async () => {
    expect((await app.inject(`/api/v1/videos/${seededVideoId(10)}`)).statusCode).toBe(404);
    expect((await app.inject(`/api/v1/videos/${seededVideoId(10)}/series`)).statusCode).toBe(404);
  });

  it("shows both the true median and the one in force", async () => {
    expect(await get(`/api/v1/videos/${RICH_VIDEO}`)).toMatchObject({ medianInForce: 1000, medianTrue: 1004.5 });
  });
});

describe("a series", () => {
  it("holds the raw snapshots of the span, its beginning included and its end not", async () => {
    const whole = await get(`/api/v1/videos/${RICH_VIDEO}/series`);
    const [, second, , fourth] = whole.snapshots;
    const part = await get(`/api/v1/videos/${RICH_VIDEO}/series?from=${second.at}&to=${fourth.at}`);
    expect(part.snapshots).toEqual(whole.snapshots.slice(1, 3));
    expect(whole.snapshots[0]).toMatchObject({ source: "feed", likes: null, comments: 0 });
  });

  it("marks the instants at which YouTube changed what a view is, within the span shown", async () => {
    const whole = await get(`/api/v1/videos/${RICH_VIDEO}/series`);
    expect(whole.countingEpochs.map((epoch: { at: string }) => epoch.at)).toEqual(["2026-08-24T00:00:00.000Z"]);
    expect((await get(`/api/v1/videos/${RICH_VIDEO}/series?from=2026-09-01`)).countingEpochs).toEqual([]);
  });
});

describe("tracking", () => {
  const track = (payload: object, token = ADMIN_TOKEN) =>
    app.inject({ method: "POST", url: "/api/v1/channels", payload, headers: { authorization: `Bearer ${token}` } });

  it("answers each entry, in order, and hands the usable ones to the collector", async () => {
    const channels = [
      "@Newcomer",
      "https://www.youtube.com/channel/UCBR8-60-B28hp2BmDPdntcQ",
      "what is this",
      "@newcomer",
    ];
    const answer = await track({ channels, weight: 2.5 });
    expect(answer.statusCode).toBe(202);
    expect(trackAnswer.parse(answer.json()).outcomes).toEqual([
      { channel: "@Newcomer", outcome: "accepted", ref: "@newcomer" },
      { channel: channels[1], outcome: "accepted", ref: "UCBR8-60-B28hp2BmDPdntcQ" },
      { channel: "what is this", outcome: "invalid", reason: expect.any(String) },
      { channel: "@newcomer", outcome: "accepted", ref: "@newcomer" },
    ]);
    const { items } = await get("/api/v1/channels/requests");
    expect(
      items.filter((item: { state: string }) => item.state === "waiting").map((item: { ref: string }) => item.ref),
    ).toEqual(["@newcomer", "UCBR8-60-B28hp2BmDPdntcQ"]);
  });

  it("without a weight leaves that of a known channel alone", async () => {
    const weight = async () => (await get(`/api/v1/channels/${CHANNELS[0]}`)).weight;
    await track({ channels: ["@handle0"], weight: 3 });
    expect(await weight()).toBe(3);
    expect((await track({ channels: ["@handle0"] })).statusCode).toBe(202);
    expect(await weight()).toBe(3);
  });

  it("marks channels as watched, and without a word leaves them as they are", async () => {
    const watched = async () => (await get(`/api/v1/channels/${CHANNELS[1]}`)).watched;
    expect(await watched()).toBe(false);
    await track({ channels: ["@handle1"], watched: true });
    await track({ channels: ["@handle1"], weight: 2 });
    expect(await watched()).toBe(true);
    await track({ channels: ["@handle1"], watched: false });
    expect(await watched()).toBe(false);
    expect((await track({ channels: ["@handle1"], watched: "yes" })).statusCode).toBe(400);
  });

  it("tells how far a back-fill came, and why it ended early", async () => {
    const reason = "YouTube lists no more than 20,000 videos of a channel.";
    const task = {
      kind: "backfill",
      subject: CHANNELS[1] ?? "",
      state: "done",
      progress: 20_000,
      total: 31_000,
    } as const;
    const when = { not_before: at(NOW), created_at: at(NOW), updated_at: at(NOW) };
    await database.db
      .insertInto("task")
      .values({ ...task, ...when, cursor: null, attempts: 0, reason })
      .onConflict((there) => there.columns(["kind", "subject"]).doUpdateSet({ ...task, reason }))
      .execute();
    const { backfill } = await get(`/api/v1/channels/${CHANNELS[1]}`);
    expect(backfill).toMatchObject({ done: true, listed: 20_000, total: 31_000, reason });
  });

  it("stops with DELETE, once, and keeps what was collected", async () => {
    const stop = () =>
      app.inject({
        method: "DELETE",
        url: `/api/v1/channels/${CHANNELS[1]}`,
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      });
    expect((await stop()).statusCode).toBe(204);
    expect((await stop()).statusCode).toBe(404);
    expect((await get(`/api/v1/channels/${CHANNELS[1]}`)).state).toBe("untracked");
    expect((await get(`/api/v1/videos?channel=${CHANNELS[1]}`)).items).not.toEqual([]);
  });
});

describe("the quota", () => {
  it("adds up by bucket, masks keys, and names what YouTube said", async () => {
    const answer = await app.inject("/api/v1/quota");
    const quota = quotaAnswer.parse(answer.json());
    expect(quota.projects[0]?.buckets[0]).toMatchObject({ bucket: "default", limit: 10_000, used: 42, left: 9958 });
    expect(quota.projects[0]?.keys.map((key) => [key.masked, key.state, key.reason])).toEqual([
      ["AIza…0000", "refused", "keyInvalid"],
      ["AIza…wxyz", "usable", null],
    ]);
    expect(quota.failures.map((failure) => failure.detail)).toEqual(["playlistNotFound"]);
    expect(quota.resetsAt).toBe("2026-11-21T08:00:00.000Z");
    expect(answer.body).not.toContain("sealed");
  });
});

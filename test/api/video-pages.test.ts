import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { problemAnswer } from "#api/contract.ts";
import { type Series, seriesAnswer } from "#api/videos/series-contract.ts";
import { videoDetail } from "#api/videos/video-detail-contract.ts";
import { lookupAnswer, similarAnswer } from "#api/videos/video-sets-contract.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
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

const seriesOf = async (query = "", id: string = RICH_VIDEO): Promise<Series> =>
  seriesAnswer.parse((await app.inject(`/api/v1/videos/${id}/series${query}`)).json());

describe("a series", () => {
  it("says which snapshots lag, and where samples lie too far apart for their age", async () => {
    const series = await seriesOf();
    if (series.bucket !== "raw") throw new Error("raw is what is given unasked");
    expect(series.snapshots.map(({ source, lagging }) => [source, lagging])).toEqual([
      ["feed", true],
      ...Array.from({ length: 5 }, () => ["batch", false]),
    ]);
    expect(series.gaps).toEqual([{ from: "2026-08-17T09:30:04.000Z", to: "2026-08-18T09:30:00.000Z" }]);
  });

  it("in buckets holds the last sample of each, how many it holds, and what is between as gaps", async () => {
    const series = await seriesOf("?bucket=1d&from=2026-08-16T11:00:00Z&to=2026-08-26");
    if (series.bucket !== "1d") throw new Error("days were asked for");
    expect(series.snapshots.map(({ bucketAt, n, views, source }) => [bucketAt, n, views, source])).toEqual([
      ["2026-08-17T00:00:00.000Z", 2, 200, "batch"],
      ["2026-08-18T00:00:00.000Z", 1, 300, "batch"],
      ["2026-08-24T00:00:00.000Z", 1, 400, "batch"],
    ]);
    expect(series.gaps).toEqual([
      { from: "2026-08-16T00:00:00.000Z", to: "2026-08-17T00:00:00.000Z" },
      { from: "2026-08-19T00:00:00.000Z", to: "2026-08-24T00:00:00.000Z" },
      { from: "2026-08-25T00:00:00.000Z", to: "2026-08-26T00:00:00.000Z" },
    ]);
    expect(series.countingEpochs.map(({ at }) => at)).toEqual(["2026-08-24T00:00:00.000Z"]);
  });

  it("never calls the future a gap, nor the bucket that is not over", async () => {
    const series = await seriesOf("?bucket=1d&from=2026-10-16&to=2027-03-01");
    if (series.bucket !== "1d") throw new Error("days were asked for");
    expect(series.gaps).toEqual([{ from: "2026-10-17T00:00:00.000Z", to: "2026-11-20T00:00:00.000Z" }]);
  });

  it.each(["raw", "5m", "1h", "1d"])("of %s is walked by `next` from part to part, each row once", async (bucket) => {
    const whole = await seriesOf(`?bucket=${bucket}`);
    if (whole.bucket === "age") throw new Error("not asked for");
    const walked: unknown[] = [];
    let url: string | null = `/api/v1/videos/${RICH_VIDEO}/series?bucket=${bucket}&limit=2`;
    while (url !== null) {
      const answer = await app.inject(url);
      const part = seriesAnswer.parse(answer.json());
      if (part.bucket === "age") throw new Error("not asked for");
      walked.push(...part.snapshots);
      expect(part.truncated).toBe(part.next !== null);
      const link = /^<(.+)>; rel="next"$/.exec(String(answer.headers["link"] ?? ""));
      url = link?.[1] ?? null;
      expect(url === null).toBe(part.next === null);
    }
    expect(walked).toEqual(whole.snapshots);
  });

  it("by age is interpolated where samples tell, and says why where they do not", async () => {
    const series = await seriesOf("?bucket=age");
    if (series.bucket !== "age") throw new Error("ages were asked for");
    const at = (hours: number) => series.ages.find(({ ageSeconds }) => ageSeconds === hours * 3600);
    expect(at(7 * 24)).toMatchObject({ views: 400, reason: null, at: "2026-08-24T08:30:00.000Z" });
    const day3 = at(3 * 24);
    expect(day3?.views).toBeGreaterThan(300);
    expect(day3?.views).toBeLessThan(400);
    expect(at(6)).toMatchObject({ views: null, reason: "notSampled" });
    expect(series.n).toBe(5);
    const young = await seriesOf("?bucket=age", seededVideoId(3));
    if (young.bucket !== "age") throw new Error("ages were asked for");
    expect(young.ages.at(-1)).toMatchObject({ views: null, reason: "notReached" });
    const unstarted = await seriesOf("?bucket=age", seededVideoId(12));
    expect(unstarted.bucket === "age" && unstarted.ages[0]?.reason).toBe("notStarted");
  });

  it.each([
    ["?bucket=2h", "bucket"],
    ["?limit=0", "limit"],
    ["?limit=10001", "limit"],
    ["?bucket=age&from=2026-01-01", "from"],
    ["?from=2026-02-02&to=2026-02-01", "to"],
  ])("refuses %s by naming %s", async (query, parameter) => {
    const answer = await app.inject(`/api/v1/videos/${RICH_VIDEO}/series${query}`);
    expect(answer.statusCode).toBe(400);
    expect(problemAnswer.parse(answer.json()).errors?.map((error) => error.parameter)).toEqual([parameter]);
  });
});

describe("a video at its age", () => {
  const atAge = async (n: number) =>
    videoDetail.parse((await app.inject(`/api/v1/videos/${seededVideoId(n)}`)).json()).atAge;

  it("is ranked among its channel's last videos of the format, with what is usual there", async () => {
    const { rank, typical, outlier, ageSeconds } = await atAge(24);
    // 5 days old with 7000 views; the others had 1096 × 1, 3 and 4 at that age.
    expect(ageSeconds).toBe(5 * 24 * 3600 + 3 * 60 - 24 * 60);
    expect(rank).toEqual({ rank: 1, of: 4, reason: null });
    expect(typical).toMatchObject({ n: 4, reason: null });
    expect(outlier?.median).toBe(typical?.p50);
    expect(outlier?.value).toBeCloseTo(7000 / (typical?.p50 ?? 0), 9);
  });

  it("says why it is not compared: too old, of another format, not sampled, not started", async () => {
    expect(await atAge(0)).toMatchObject({ rank: { rank: null, reason: "ageOutOfRange" }, reason: null });
    expect(await atAge(3)).toMatchObject({ rank: null, reason: "formatUnknown" });
    expect(await atAge(6)).toMatchObject({ rank: null, reason: "pending" });
    expect(await atAge(15)).toMatchObject({ typical: null, reason: "noViews" });
    expect(await atAge(12)).toMatchObject({ outlier: null, reason: "notStarted" });
  });
});

describe("a look-up of ids", () => {
  const lookUp = (ids: unknown, headers: Record<string, string> = {}) =>
    app.inject({ method: "POST", url: "/api/v1/videos/lookup", payload: { ids } as object, headers });

  it("gives each once in the order asked, names those that are missing, and needs no more than reading does", async () => {
    const ids = [seededVideoId(5), seededVideoId(10), "nobody_____", seededVideoId(2), seededVideoId(5)];
    const answer = await lookUp(ids);
    expect(answer.statusCode, answer.body).toBe(200);
    const { items, missing } = lookupAnswer.parse(answer.json());
    expect(items.map(({ id }) => id)).toEqual([seededVideoId(5), seededVideoId(2)]);
    expect(missing).toEqual([seededVideoId(10), "nobody_____"]);
    const listed = (await app.inject("/api/v1/videos?limit=200")).json().items;
    expect(items[0]).toEqual(listed.find((item: { id: string }) => item.id === seededVideoId(5)));
  });

  it("refuses none, more than 500, and what is no id", async () => {
    const many = Array.from({ length: 501 }, (_, n) => seededVideoId(n));
    for (const ids of [[], many, ["short"], "vid00000000", undefined]) {
      expect((await lookUp(ids, { authorization: `Bearer ${ADMIN_TOKEN}` })).statusCode).toBe(400);
    }
  });
});

describe("similar videos", () => {
  it("share tags, the rarest first, and are not all of the same channel", async () => {
    const answer = await app.inject(`/api/v1/videos/${RICH_VIDEO}/similar?limit=6`);
    const { items, basis } = similarAnswer.parse(answer.json());
    expect(items).toHaveLength(6);
    expect(basis.tags.map(({ tag }) => tag)).toEqual(["Bread", "Baking"]);
    expect(items[0]).toMatchObject({ likeness: 1, sharedTags: [{ tag: "Bread" }, { tag: "Baking" }] });
    expect(items.map(({ id }) => id)).toEqual([5, 15, 20, 25, 30, 35].map(seededVideoId));
    expect(items.filter(({ channel }) => channel.id === CHANNELS[0])).toHaveLength(2);
    expect(items.map(({ likeness }) => likeness)).toEqual(
      items.map(({ likeness }) => likeness).toSorted((a, b) => b - a),
    );
  });

  it("are none of a video without tags, and 404 of one that is not known", async () => {
    expect((await app.inject(`/api/v1/videos/${seededVideoId(3)}/similar`)).json()).toMatchObject({ items: [] });
    expect((await app.inject(`/api/v1/videos/${seededVideoId(10)}/similar`)).statusCode).toBe(404);
    expect((await app.inject("/api/v1/videos/nobody/similar")).statusCode).toBe(400);
  });
});

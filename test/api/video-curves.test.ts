import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import type { ChannelDetail } from "#api/channels/channel-detail-contract.ts";
import type { Series } from "#api/videos/series-contract.ts";
import { agedCurvesAnswer, curvesAnswer } from "#api/videos/video-curves-contract.ts";
import { days, hours, type Instant, inSeconds, minus, plus } from "#domain/time.ts";
import { at } from "#storage/database.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";
import { CHANNELS, RICH_VIDEO, seed, seededVideoId } from "./seed.ts";

type AgeSeries = Extract<Series, { bucket: "age" }>;

let database: TestDatabase;
let app: Api;
const [ONE, TWO, NOBODY] = [seededVideoId(3), seededVideoId(5), "nobody_____"];
const FROM = minus(NOW, days(30));
const instants = Array.from({ length: 60 }, (_, n) => plus(minus(NOW, days(40)), hours(n * 16)));
beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 10);
  await ensurePartitions(database.db, minus(NOW, days(60)), NOW);
  await database.db.deleteFrom("snapshot").where("video_id", "in", [ONE, TWO]).execute();
  const samples = instants.map((when, n) => sample(ONE, when, n * 10));
  const others = [
    sample(TWO, minus(NOW, days(1)), 7),
    sample(TWO, minus(NOW, days(2)), null),
    { ...sample(TWO, NOW, 9), source: "feed" as const },
  ];
  await database.db
    .insertInto("snapshot")
    .values([...samples, ...others])
    .execute();
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

const sample = (id: string, when: Instant, views: number | null) => ({
  video_id: id,
  captured_at: at(when),
  ...{ views, likes: null, comments: null, source: "batch" as const },
});

describe("curves of many videos", () => {
  it("are samples of the last thirty days, at most 24 of each, the last one among them", async () => {
    const answer = await app.inject({ method: "POST", url: "/api/v1/videos/curves", payload: { ids: [ONE, ONE] } });
    const [curve, ...more] = curvesAnswer.parse(answer.json()).items;
    expect(more).toEqual([]);
    const known = new Map(instants.map((when, n) => [inSeconds((when - FROM) as never), n * 10]));
    expect(curve?.points).toHaveLength(24);
    for (const [x, views] of curve?.points ?? []) expect([x, known.get(x)]).toEqual([x, views]);
    const inSight = instants.filter((when) => when >= FROM && when <= NOW);
    expect(curve?.n).toBe(inSight.length);
    expect(curve?.points.at(-1)?.[1]).toBe(instants.indexOf(inSight.at(-1) as Instant) * 10);
    expect(curve?.points[0]?.[1]).toBe(instants.indexOf(inSight[0] as Instant) * 10);
  });

  it("take no feed and no hidden counter for a sample, and say why there is none", async () => {
    const answer = await app.inject({ method: "POST", url: "/api/v1/videos/curves", payload: { ids: [NOBODY, TWO] } });
    expect(answer.json().items).toEqual([
      { id: NOBODY, points: [], reason: "tooFewSamples", n: 0 },
      { id: TWO, points: [], reason: "tooFewSamples", n: 1 },
    ]);
  });

  it("are there of each video, also beside some that were polled every minute", async () => {
    const dense = seededVideoId(1);
    await sql`
      insert into snapshot (video_id, captured_at, views, source)
      select ${dense}, ${at(FROM)} + n * interval '1 minute', n, 'import' from generate_series(1, 43199) n`.execute(
      database.db,
    );
    const payload = { ids: [dense, ONE] };
    const answer = await app.inject({ method: "POST", url: "/api/v1/videos/curves", payload });
    const [first, second] = curvesAnswer.parse(answer.json()).items;
    expect([first?.points.length, first?.points.at(-1), first?.n]).toEqual([24, [43_199 * 60, 43_199], 30]);
    expect(second?.points).toHaveLength(24);
    await database.db.deleteFrom("snapshot").where("video_id", "=", dense).execute();
  });
});

describe("curves of many videos by age", () => {
  it("are each video's own series, beside its channel's usual band", async () => {
    const post = (ids: readonly string[]) =>
      app.inject({ method: "POST", url: "/api/v1/videos/curves/aged", payload: { ids } });
    const { items, asOf } = agedCurvesAnswer.parse((await post([ONE, NOBODY, RICH_VIDEO, ONE])).json());
    expect(items.map(({ id }) => id)).toEqual([ONE, NOBODY, RICH_VIDEO]);
    for (const { id, points, n, reason } of items.filter((item) => item.id !== NOBODY)) {
      const series = (await app.inject(`/api/v1/videos/${id}/series?bucket=age`)).json() as AgeSeries;
      const known = series.ages.flatMap(({ ageSeconds, views }) => (views === null ? [] : [[ageSeconds, views]]));
      expect({ id, points, n }).toEqual({ id, points: known, n: series.n });
      expect(reason).toBe(known.length < 2 ? "tooFewSamples" : null);
    }
    const channel = (await app.inject(`/api/v1/channels/${CHANNELS[0]}`)).json() as ChannelDetail;
    const { bands = [] } = channel.typical.find(({ format }) => format === "long") ?? {};
    expect(items.at(-1)?.usual).toEqual(bands.map(({ ageSeconds, p25, p75, n }) => ({ ageSeconds, p25, p75, n })));
    expect(bands.length).toBeGreaterThan(10);
    expect(items.some(({ points }) => points.length > 2)).toBe(true);
    expect(items[1]).toMatchObject({ points: [], usual: [], n: 0, reason: "tooFewSamples" });
    expect(asOf).not.toBeNull();
    expect((await post(Array.from({ length: 25 }, (_, n) => seededVideoId(n)))).statusCode).toBe(400);
  });
});

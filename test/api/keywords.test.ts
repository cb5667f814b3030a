import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openInsightDesk } from "#analysis/insight-desk.ts";
import { inlineDesk } from "#analysis/text-desk.ts";
import type { Api } from "#api/app-type.ts";
import { keywordsAnswer, networkAnswer } from "#api/insights/keywords-contract.ts";
import { systemClock } from "#clock.ts";
import { days, hours, minus } from "#domain/time.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";
import { seedTexts } from "./seed-texts.ts";

let database: TestDatabase;
let app: Api;

const FOOTER = "\nMy channel is about cats\nSubscribe: https://example.com";

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seedTexts(database.db, [
    // This week five channels speak of the eclipse, each beside a video of its own; nobody did the week before.
    ...[1, 2, 3, 4, 5].flatMap((channel) => [
      { channel, at: minus(NOW, hours(20 + channel)), title: "Solar eclipse live", tags: ["Eclipse", "Sun"], score: 3 },
      { channel, at: minus(NOW, days(3)), title: `Cooking rice ${channel}`, tags: ["Rice"], score: 1 },
      { channel, at: minus(NOW, days(9)), title: `Cooking rice again ${channel}`, tags: ["Rice"], score: 1 },
      { channel, at: minus(NOW, days(10)), title: "Cooking beans", tags: ["Rice", "Beans"], score: 1 },
    ]),
    ...[1, 2, 3, 4].map((n) => ({
      channel: 6,
      at: minus(NOW, hours(30 + n)),
      title: `=Evil & <b>${n}</b>`,
      description: `Part ${n}${FOOTER}`,
      tags: ["=evil", "<b>"],
      category: "10",
    })),
  ]);
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

const get = async (path: string) => {
  const answer = await app.inject(`/api/v1/insights/keywords${path}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer;
};
const words = async (query: string) => keywordsAnswer.parse((await get(`?${query}`)).json());

describe("keywords", () => {
  it("that rise are those that the window before did not say, with their counts, doubt and examples", async () => {
    const answer = await words("window=7d");
    const [first] = answer.items;
    expect([first?.term, first?.variants]).toEqual(["solar eclipse live", expect.arrayContaining(["eclipse"])]);
    expect(first).toMatchObject({ videos: 5, channels: 5, videosBefore: 0, factor: { value: null, n: 0 } });
    expect(first?.logOdds.z).toBeGreaterThan(2);
    expect(first?.examples[0]?.title).toBe("Solar eclipse live");
    expect(answer.items.map(({ term }) => term)).not.toContain("rice");
    expect(answer.basis).toEqual({ videos: 14, of: 14, complete: true });
    expect(answer.background).toEqual({ videos: 10, of: 10, complete: true });
    expect(answer.window.to).toBe("2026-11-20T08:00:00.000Z");
  });

  it("on top are what a scope says and others do not; of everything, what is said most", async () => {
    const scoped = await words("kind=top&tag=eclipse");
    expect(scoped.items[0]?.term).toContain("eclipse");
    expect(scoped.background?.videos).toBe(9);
    const all = await words("kind=top");
    expect(all.background).toBeNull();
    expect(all.items[0]?.logOdds).toMatchObject({ value: null, z: null, reason: "noBackground" });
  });

  it("that perform are measured against their own channels, and say of how many videos and how surely", async () => {
    const { items, scored, reason } = await words("kind=performing&window=28d");
    expect(scored).toBe(20);
    expect(reason).toBeNull();
    expect(items[0]?.term).toContain("eclipse");
    const { value, low, high, n } = items[0]?.factor ?? {};
    expect([n, Number(low) < Number(value), Number(value) < Number(high)]).toEqual([5, true, true]);
  });

  it("never are a channel's footer, a link or a plea to subscribe", async () => {
    const terms = (await words("kind=top&category=10")).items.map(({ term }) => term);
    expect(terms).toContain("evil");
    for (const boilerplate of ["cats", "subscribe", "example.com", "channel"]) expect(terms).not.toContain(boilerplate);
  });

  it("say why there are none", async () => {
    expect((await words("from=2020-01-01&to=2020-02-01")).reason).toBe("noVideos");
    expect((await words("kind=performing&category=10")).reason).toBe("noneScored");
    expect((await words("category=10&window=1d")).reason).not.toBe("noneScored");
  });

  it("refuse windows that cannot be looked at, naming the parameter", async () => {
    for (const [query, parameter] of [
      ["window=7d&from=2026-11-01", "window"],
      ["from=2027-01-01", "from"],
      ["window=5m", "window"],
      ["kind=best", "kind"],
      ["limit=101", "limit"],
      ["channel=nobody", "channel"],
    ] as const) {
      const answer = await app.inject(`/api/v1/insights/keywords?${query}`);
      expect(answer.statusCode, query).toBe(400);
      expect(answer.json().errors[0].parameter).toContain(parameter);
    }
  });
});

describe("keywords that take long", () => {
  it("are answered 503 with a time to come again, and are there then", async () => {
    const held = Promise.withResolvers<void>();
    const inline = inlineDesk(database.db);
    const slow = {
      ...inline,
      keywords: (...asked: Parameters<typeof inline.keywords>) => held.promise.then(() => inline.keywords(...asked)),
    };
    const desk = openInsightDesk({
      reads: database.db,
      patient: database.db,
      clock: { ...systemClock, now: () => NOW },
      timeout: () => ({ signal: AbortSignal.abort(), [Symbol.dispose]: () => undefined }),
      texts: slow,
      failed: () => undefined,
    });
    const late = (await openApi(database.db, { desk })).app;
    const pending = await late.inject("/api/v1/insights/keywords?window=14d");
    expect([pending.statusCode, pending.headers["retry-after"]]).toEqual([503, "5"]);
    expect(pending.json()).toMatchObject({ type: "/problems/insight-pending" });
    held.resolve();
    await expect.poll(async () => (await late.inject("/api/v1/insights/keywords?window=14d")).statusCode).toBe(200);
  });
});

describe("the network of tags", () => {
  it("joins tags that stand together, and holds no more of them than are wanted", async () => {
    const network = networkAnswer.parse((await get("/network?window=28d")).json());
    expect(network.nodes[0]).toEqual({ tag: "rice", videos: 15 });
    expect(network.edges).toContainEqual(expect.objectContaining({ from: "eclipse", to: "sun", videos: 5 }));
    const small = networkAnswer.parse((await get("/network?window=28d&nodes=1")).json());
    expect([small.nodes.length, small.edges]).toEqual([1, []]);
  });

  it("is exported for spreadsheets and for programs that draw networks, and runs nowhere as a formula or markup", async () => {
    const csv = await get("/network.csv?window=28d");
    expect(csv.headers["content-type"]).toMatch(/^text\/csv/);
    expect(csv.body.split("\r\n")[0]).toBe("from,to,videos,npmi");
    expect(csv.body).toContain("'=evil");
    const xml = await get("/network.graphml?window=28d");
    expect(xml.body).toContain('<data key="label">&lt;b&gt;</data>');
    expect(xml.body.match(/<node /g)?.length).toBe(6);
    expect(xml.body).toMatch(/<edge source="n\d+" target="n\d+"><data key="videos">5<\/data>/);
  });
});

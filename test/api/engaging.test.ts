import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { problemAnswer, videoPage } from "#api/contract.ts";
import { type EngagingAnswer, engagingAnswer } from "#api/insights/engaging-contract.ts";
import { TELLING_VIEWS_MIN } from "#domain/engagement.ts";
import { refreshEngagementPriors } from "#storage/scores/engagement-priors.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";
import { CHANNELS, seed } from "./seed.ts";

let database: TestDatabase;
let app: Api;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 300);
  await refreshEngagementPriors(database.db, NOW);
  ({ app } = await openApi(database.db));
});
afterAll(() => database.close());

const ask = async (query: string): Promise<EngagingAnswer> => {
  const answer = await app.inject(`/api/v1/insights/engaging${query}`);
  expect([query, answer.statusCode]).toEqual([query, 200]);
  return engagingAnswer.parse(answer.json());
};

describe("GET /insights/engaging", () => {
  it.each(["engagement", "likes", "comments"] as const)(
    "ranks by %s, best first, each rate in its interval",
    async (by) => {
      const { items, window, formula } = await ask(`?window=60d&by=${by}&limit=20`);
      expect(items.map(({ rank }) => rank)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      const values = items.map((item) => item[by].value ?? Number.NaN);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      for (const { video, ...rates } of items) {
        const { value, low, high, raw, n, prior, reason } = rates[by];
        expect(reason).toBeNull();
        expect(n).toBe(video.counters.views);
        expect(n).toBeGreaterThanOrEqual(TELLING_VIEWS_MIN);
        const { likes, comments } = video.counters;
        const left = by === "likes" ? likes : by === "comments" ? comments : (likes ?? 0) + (comments ?? 0);
        expect(raw).toBe((left ?? Number.NaN) / n);
        expect(value).toBeCloseTo(
          ((left ?? 0) + (prior?.alpha ?? 0)) / (n + (prior?.alpha ?? 0) + (prior?.beta ?? 0)),
          12,
        );
        expect(low).toBeLessThan(value ?? 0);
        expect(high).toBeGreaterThan(value ?? 1);
        expect(video.gone).toBeNull();
        expect((video.publishedAt ?? "") >= window.from && (video.publishedAt ?? "") < window.to).toBe(true);
      }
      expect(formula).toBe("docs/formulas/engagement.md");
    },
  );

  it("is about the videos of its scope and window, and says so", async () => {
    const query = `?channel=${CHANNELS[1]}&format=short&format=live&category=22&tag=Baking&from=2026-10-01&to=2026-11-15`;
    const { items, scope, window } = await ask(query);
    expect(scope).toEqual({
      ...{ channels: [CHANNELS[1]], watch: null, tag: "baking" },
      ...{ categories: ["22"], formats: ["live", "short"] },
    });
    expect(window).toEqual({ from: "2026-10-01T00:00:00.000Z", to: "2026-11-15T00:00:00.000Z" });
    expect(items.length).toBeGreaterThan(0);
    for (const { video } of items) {
      expect(video).toMatchObject({ channel: { id: CHANNELS[1] }, categoryId: "22" });
      expect(video.tags).toContain("Baking");
      expect(["short", "live"]).toContain(video.format);
    }
    expect((await ask("?tag=nobody-has-this")).items).toEqual([]);
    expect((await ask("?watch=nobody-has-1")).basis).toMatchObject({ videos: 0, complete: true, exact: true });
  });

  it("counts what is hidden, as the list of the same videos has it", async () => {
    const { hidden, basis, items } = await ask("?from=2026-10-01&to=2026-11-15&by=comments&limit=200");
    const all = "publishedAfter=2026-10-01&publishedBefore=2026-11-15&gone=false&limit=200";
    const listed = [];
    let cursor = "";
    do {
      const page = videoPage.parse((await app.inject(`/api/v1/videos?${all}${cursor}`)).json());
      listed.push(...page.items);
      cursor = page.next === null ? "" : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor !== "");
    const counters = listed.map((item) => (item as EngagingAnswer["items"][number]["video"]).counters);
    const seen = counters.filter(({ views }) => views !== null);
    expect(basis).toMatchObject({ videos: counters.length, complete: true, noViews: counters.length - seen.length });
    expect(hidden).toEqual({
      likes: seen.filter(({ likes }) => likes === null).length,
      comments: seen.filter(({ comments }) => comments === null).length,
    });
    expect(hidden.likes).toBeGreaterThan(0);
    const likesHidden = items.filter(({ video }) => video.counters.likes === null);
    expect(likesHidden.length).toBeGreaterThan(0);
    for (const { likes, comments } of likesHidden) {
      expect(likes).toMatchObject({ value: null, low: null, high: null, prior: null, reason: "likesHidden" });
      expect(comments.reason).toBeNull();
    }
  });

  it.each([
    ["by=views", "by"],
    ["window=1x", "window"],
    ["window=400d", "window"],
    ["window=7d&from=2026-11-01", "window"],
    ["from=2026-11-20T09:00:00Z", "from"],
    ["from=2024-01-01", "from"],
    ["limit=0", "limit"],
    ["sort=-likes", "sort"],
    ["format=square", "format"],
  ])("refuses %s and names what is wrong", async (query, parameter) => {
    const answer = await app.inject(`/api/v1/insights/engaging?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(problemAnswer.parse(answer.json()).errors?.map((error) => error.parameter)).toContain(parameter);
  });
});

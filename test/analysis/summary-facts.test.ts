import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InsightDesk, openInsightDesk } from "#analysis/insight-desk.ts";
import { inlineDesk } from "#analysis/text-desk.ts";
import { trendingOf } from "#analysis/trending.ts";
import { type Clock, systemClock } from "#clock.ts";
import type { InsightScope } from "#domain/insight-scope.ts";
import { type Duration, days, hours, type Instant, minus } from "#domain/time.ts";
import type { SummaryFacts } from "#insights/summary/facts.ts";
import { faultsOf } from "#insights/summary/faults.ts";
import { templateOf } from "#insights/summary/template.ts";
import { NOW } from "../api/now.ts";
import { CHANNELS, seed, seededVideoId } from "../api/seed.ts";
import { seedTexts } from "../api/seed-texts.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";

const EVERYTHING: InsightScope = { channels: [], watch: null, tag: null, categories: [], formats: [] };
const WEEK = { span: days(7) };

let test: TestDatabase;
let desk: InsightDesk;

beforeAll(async () => {
  test = await openTestDatabase("pglite");
  await seed(test.db, 60);
  // A topic that only the last week speaks of, and one that both weeks do.
  const text = (title: string, ago: number, n: number) => ({ channel: n, at: minus(NOW, hours(ago)), title });
  const numbers = Array.from({ length: 60 }, (_, n) => n);
  await seedTexts(test.db, [
    ...numbers.map((n) =>
      text(n % 3 === 0 ? `Avalanche at the pass, part ${n}` : `Garden diary number ${n}`, 2 + n * 2, n),
    ),
    ...numbers.map((n) => text(`Garden diary number ${n}`, 7 * 24 + 2 + n * 2, n)),
  ]);
  const clock: Clock = { ...systemClock, now: () => NOW };
  desk = openInsightDesk({
    reads: test.db,
    patient: test.db,
    clock,
    timeout: systemClock.timeout,
    texts: inlineDesk(test.db),
    failed: (message) => {
      throw new Error(message);
    },
  });
});
afterAll(() => test.close());

const factsOf = async (
  scope: InsightScope,
  window: { span: ReturnType<typeof days> } | { from: Instant; until: Instant } = WEEK,
): Promise<SummaryFacts> => {
  const kept = await desk.summaryFacts({ scope, window });
  if (kept.kind === "pending") throw new Error("The facts took too long.");
  return kept.answer;
};

describe("the facts of a summary", () => {
  it("are what view trends, trending and keywords say", async () => {
    const facts = await factsOf(EVERYTHING);
    const views = await desk.views({ scope: EVERYTHING, window: WEEK, step: null });
    if (views.kind === "pending") throw new Error("The views took too long.");
    expect([facts.viewsGained, facts.viewsGainedBefore]).toEqual([Math.round(views.answer.views), views.answer.before]);
    const { items } = await trendingOf(test.db, { scope: EVERYTHING, over: "7d", sort: "trend", limit: 40 }, NOW);
    const rose = items.filter(({ video }) => (video.gain7d ?? 1) > 0).map(({ video }) => video);
    expect(facts.rising.length).toBeGreaterThan(3);
    expect(facts.rising.map(({ videoId, viewsGained }) => [videoId, viewsGained])).toEqual(
      rose.slice(0, 8).map(({ id, gain7d }) => [id, gain7d]),
    );
    expect(facts.keywords[0]).toMatchObject({ videos: 20, videosBefore: 0 });
    expect(facts.keywords[0]?.term).toMatch(/avalanche|pass/);
    expect(facts.keywords[0]?.examples).toHaveLength(3);
    expect(facts.keywords.map(({ term }) => term).join()).not.toContain("garden");
    expect([facts.from, facts.to, facts.hours]).toEqual(["2026-11-13", "2026-11-19", 168]);
  });

  it("count what was published in the window that they name", async () => {
    const facts = await factsOf(EVERYTHING);
    const published = await test.db.selectFrom("video_counter").select("published_at").execute();
    const [from, until] = [Date.UTC(2026, 10, 13), Date.UTC(2026, 10, 20)];
    const within = published.filter(({ published_at: at }) => at !== null && at >= from && at < until);
    expect(facts.videosPublished).toBe(within.length);
    expect(within.length).toBeGreaterThan(60);
  });

  it("are of the scope alone, which they name as people know it", async () => {
    const [channel] = CHANNELS;
    const facts = await factsOf({ ...EVERYTHING, channels: channel ? [channel] : [] });
    expect(facts.scope).toBe('the channel "Crumb & Co"');
    for (const { channelId } of [...facts.rising, ...facts.watch]) expect(channelId).toBe(channel);
    expect((await factsOf({ ...EVERYTHING, tag: "baking" })).scope).toBe('all videos with the tag "baking"');
  });

  it("of a window that is over tell of the videos that were published in it, and of none to watch", async () => {
    const midnight = minus(NOW, (NOW % days(1)) as Duration);
    const window = { from: minus(midnight, days(120)), until: minus(midnight, days(9)) };
    // One was published in it, one after it.
    const [old, young] = [seededVideoId(48), seededVideoId(10 * 4)];
    await test.db.updateTable("video_counter").set({ outlier: 2.5 }).where("video_id", "in", [old, young]).execute();
    const facts = await factsOf(EVERYTHING, window);
    expect(facts.rising).toMatchObject([{ videoId: old, outlier: 2.5 }]);
    expect(facts.watch).toEqual([]);
  });

  it("make a template that says nothing else", async () => {
    for (const scope of [EVERYTHING, { ...EVERYTHING, formats: ["long" as const] }, { ...EVERYTHING, tag: "none" }]) {
      const facts = await factsOf(scope);
      expect(faultsOf(templateOf(facts), facts)).toEqual([]);
    }
  });
});

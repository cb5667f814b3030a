import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EngagementPrior, engagement } from "#domain/engagement.ts";
import { fitEngagementPrior } from "#domain/engagement-prior.ts";
import { findsPrior } from "#domain/engagement-priors.ts";
import { ageBin } from "#domain/heat.ts";
import { days, hours, type Instant, minus, plus } from "#domain/time.ts";
import { Chance } from "#simulation/random.ts";
import type { Db } from "#storage/database.ts";
import { readEngagementPriors, readPriorsOf, refreshEngagementPriors } from "#storage/scores/engagement-priors.ts";
import { countVelocities, refreshVelocityTypical } from "#storage/scores/velocity-typical.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOON, Recorder, sampled, videoId } from "./settlements.ts";

describe.each(engines)("what measures are compared with on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  const counters = (db: Db) => db.selectFrom("video_counter").selectAll().orderBy("video_id").execute();

  it("makes heat a velocity divided by the median of the last 28 days at its age and format", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const seen = (at: Instant, viewsPerHour: number, format: "long" | "short" = "long") => ({
        at,
        format,
        ageBin: ageBin(hours(6)),
        viewsPerHour,
      });
      const usual = [...Array(15).fill(10), ...Array(16).fill(100), ...Array(10).fill(1000)];
      // In two goes, so that counts are added to those that are there.
      await countVelocities(
        db,
        usual.slice(0, 20).map((velocity) => seen(NOON, velocity)),
      );
      await countVelocities(
        db,
        usual.slice(20).map((velocity) => seen(NOON, velocity)),
      );
      await countVelocities(db, Array(28).fill(seen(NOON, 100, "short")));
      const old = Array(500).fill(seen(minus(NOON, days(29)), 100_000));
      await countVelocities(db, old);
      const short = sampled(2, plus(NOON, hours(6)), 2400, { format: "short" });
      await recorder.sample([sampled(1, plus(NOON, hours(5)), 100)]);
      await recorder.sample([sampled(1, plus(NOON, hours(6)), 400), short]);
      // Nothing is typical before it was taken.
      expect((await counters(db)).map(({ heat }) => heat)).toEqual([null, null]);
      await refreshVelocityTypical(db, plus(NOON, hours(1)));
      await recorder.sample([
        sampled(1, plus(NOON, hours(6.5)), 400),
        sampled(2, plus(NOON, hours(6.5)), 2400, { format: "short" }),
      ]);
      const [long, few] = await counters(db);
      expect(Math.abs((long?.velocity ?? 0) / (long?.heat ?? 0) / 100 - 1)).toBeLessThan(0.05);
      expect(few).toMatchObject({ heat: null });
      const kept = await db.selectFrom("velocity_day").select("day").distinct().execute();
      expect(kept).toEqual([{ day: "2026-06-10" }]);
      await refreshVelocityTypical(db, plus(NOON, days(40)));
      expect(await db.selectFrom("velocity_typical").selectAll().execute()).toEqual([]);
    }));

  it("draws engagement towards what is usual for its category, else its format, else all, as far as enough videos say it", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const rows = shares(200).map(({ views, engaged }, n) => {
        const { snapshot, video } = sampled(n + 1, plus(NOON, hours(1)), views);
        return { snapshot: { ...snapshot, likes: engaged - 5, comments: 5 }, video };
      });
      // With so few views all of a share is chance.
      await recorder.sample([...rows, sampled(201, plus(NOON, hours(1)), 99)]);
      const set = (from: number, to: number, format: "long" | "short", category_id: string | null) =>
        db
          .updateTable("video_counter")
          .set({ format, category_id })
          .where("video_id", ">=", videoId(from))
          .where("video_id", "<=", videoId(to))
          .execute();
      await set(1, 80, "long", "20");
      await set(81, 101, "long", "10");
      await set(102, 110, "short", "20");
      await refreshEngagementPriors(db, NOON);
      const fitted = (from: number, to: number) => {
        const prior = fitEngagementPrior(shares(200).slice(from - 1, to));
        if (!prior) throw new Error("not fitted");
        return prior;
      };
      // Videos without a format are not described yet; their counters are of all the same.
      const all = fitted(1, 110);
      expect(await readEngagementPriors(db)).toEqual(
        expect.arrayContaining([
          { kind: "engagement", format: "long", categoryId: "20", n: 80, ...near(fitted(1, 80)) },
          { kind: "engagement", format: "long", categoryId: "", n: 101, ...near(fitted(1, 101)) },
          { kind: "engagement", format: "", categoryId: "", n: 110, ...near(all) },
        ]),
      );
      const rest = (await readEngagementPriors(db)).filter(({ kind }) => kind === "engagement");
      expect(rest).toHaveLength(3);
      await recorder.sample([
        sampled(1, plus(NOON, hours(2)), 20),
        sampled(90, plus(NOON, hours(2)), 20),
        sampled(105, plus(NOON, hours(2)), 20, { format: "short" }),
      ]);
      const stored = new Map((await counters(db)).map((row) => [row.video_id, row.engagement]));
      const drawn = (prior: EngagementPrior) => engagement({ views: 20, likes: 7, comments: 3 }, prior) ?? 0;
      expect(stored.get(videoId(1))).toBeCloseTo(drawn(fitted(1, 80)), 9);
      expect(stored.get(videoId(90))).toBeCloseTo(drawn(fitted(1, 101)), 9);
      expect(stored.get(videoId(105))).toBeCloseTo(drawn(all), 9);
      // What is in force by the rule in memory is what settling takes by its question.
      const find = findsPrior(await readEngagementPriors(db));
      for (const [n, format, category] of [
        [1, "long", "20"],
        [90, "long", "10"],
        [105, "short", "20"],
      ] as const) {
        const asked = await readPriorsOf(db, [{ id: videoId(n), format }]);
        const { alpha, beta } = find("engagement", format, category);
        expect(asked.get(videoId(n))).toEqual({ alpha, beta });
      }
    }));

  it("fits anew once on a UTC day, also where there is nothing to fit to", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const fittedAt = async () =>
        (await db.selectFrom("engagement_prior").selectAll().execute()).map((row) => row.computed_at);
      await refreshEngagementPriors(db, NOON);
      expect(await fittedAt()).toEqual([NOON, NOON, NOON]);
      await refreshEngagementPriors(db, plus(NOON, hours(11.9)));
      expect(await fittedAt()).toEqual([NOON, NOON, NOON]);
      await refreshEngagementPriors(db, plus(NOON, hours(12)));
      expect(await fittedAt()).toEqual(Array(3).fill(plus(NOON, hours(12))));
      await recorder.sample([sampled(1, NOON, 20)]);
      expect((await counters(db))[0]?.engagement).toBeCloseTo(10.8 / 37.8, 9);
    }));

  it("finds the distributions that videos were drawn of, of likes and of comments, by format and category", () =>
    inRollback(test.db, async (db) => {
      const cells = [
        { format: "long", category: "10", likes: [2, 40], comments: [1, 99] },
        { format: "long", category: "20", likes: [4, 36], comments: [2, 398] },
        { format: "short", category: "10", likes: [1, 30], comments: [3, 297] },
      ] as const;
      let number = 0;
      const rows = cells.flatMap(({ format, category, likes, comments }, i) => {
        const drawn = { likes: drawnVideos(1500, likes, i), comments: drawnVideos(1500, comments, i + 10) };
        return drawn.likes.map(({ views, left }, n) => ({
          video_id: videoId(++number),
          shard: 0,
          channel_id: "UC",
          describe_why: "refresh" as const,
          searched: false,
          format,
          category_id: category,
          views,
          likes: left,
          // Their own views differ: so many of a hundred are as many of these.
          comments: Math.round(((drawn.comments[n]?.left ?? 0) / (drawn.comments[n]?.views ?? 1)) * views),
        }));
      });
      for (let from = 0; from < rows.length; from += 1000) {
        await db
          .insertInto("video_counter")
          .values(rows.slice(from, from + 1000))
          .execute();
      }
      await refreshEngagementPriors(db, NOON);
      const priors = new Map(
        (await readEngagementPriors(db)).map((prior) => [`${prior.kind} ${prior.format} ${prior.categoryId}`, prior]),
      );
      for (const { format, category, likes, comments } of cells) {
        for (const [kind, [a, b]] of [["likes", likes] as const, ["comments", comments] as const]) {
          const found = priors.get(`${kind} ${format} ${category}`);
          if (!found) throw new Error(`${kind} of ${format} ${category} were not fitted`);
          expect(found.alpha / (found.alpha + found.beta) / (a / (a + b))).toBeCloseTo(1, 1);
          expect(Math.abs((found.alpha + found.beta) / (a + b) - 1)).toBeLessThan(0.2);
        }
      }
    }));
});

const shares = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ views: 1000 + n, engaged: 20 + ((n * 37) % 80) + (n > 80 ? 30 : 0) }));

const near = ({ alpha, beta }: EngagementPrior) => ({ alpha: expect.closeTo(alpha, 6), beta: expect.closeTo(beta, 6) });

/** Videos with a thousand to a million views, of each of which a share drawn of a beta distribution has left something. */
function drawnVideos(count: number, [a, b]: readonly [number, number], seed: number) {
  const chance = new Chance("drawn videos", seed);
  const gamma = (shape: number) =>
    Array.from({ length: shape }, () => -Math.log(1 - chance.uniform())).reduce((x, y) => x + y, 0);
  return Array.from({ length: count }, () => {
    const views = Math.round(1000 * 1000 ** chance.uniform());
    const [x, y] = [gamma(a), gamma(b)];
    const share = x / (x + y);
    const left = Math.round(views * share + chance.normal() * Math.sqrt(views * share * (1 - share)));
    return { views, left: Math.min(views, Math.max(0, left)) };
  });
}

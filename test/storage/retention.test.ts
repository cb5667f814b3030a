import { readFile } from "node:fs/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Holding, openHolding } from "#collector/holding.ts";
import { retain } from "#collector/retain.ts";
import { type Limit, type RetentionChoice, retentionLines } from "#domain/retention.ts";
import { days, hours, type Instant, instant, minus, minutes } from "#domain/time.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { takeLease } from "#storage/collecting/lease.ts";
import { at, type Db } from "#storage/database.ts";
import { openVault } from "#storage/keys/vault.ts";
import { storeDecision } from "#storage/retention/retention-decision.ts";
import { tidyLogs } from "#storage/retention/tidy-logs.ts";
import { writeDescriptions } from "#storage/videos/descriptions.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { seedAged } from "./aged-rows.ts";
import { allRows, expectNothingOlder, expectSameMemory, expectSumsOfDays, followed, searched } from "./retained.ts";
import { LINE_OF } from "./retention-lines.ts";
import { videoDescription } from "./settlements.ts";

const NOW: Instant = instant(Date.UTC(2026, 5, 10, 12));

describe.each(engines)("what is kept, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("has a rule for every instant of every table", async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname || '.' || a.attname as name
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and (a.atttypid = 'timestamptz'::regtype or (a.atttypid = 'date'::regtype and c.relname like '%\\_day'))
        and c.relname <> 'call_day'`.execute(test.db);
    expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(LINE_OF).toSorted());
  });

  it.each([1, 2, 3, 4])("is never older than its limit, and nothing newer is touched (seed %i)", (seed) =>
    inRollback(test.db, async (db) => {
      await seedAged(db, NOW, seed);
      const choice = { statistics: LIMITS[seed % LIMITS.length] ?? "30d", texts: seed % 2 ? null : ("45d" as const) };
      const before = await allRows(db);
      const holding = await work(db, choice, NOW);
      await tidyLogs(db, NOW);
      const after = await allRows(db);
      const lines = retentionLines({ statistics: choice.statistics, texts: choice.texts ?? "30d" }, NOW);
      const ours = { notes: minus(NOW, days(30)), hours: minus(NOW, hours(8 * 24 + 1)), events: minus(NOW, days(1)) };
      await expectNothingOlder(db, { ...lines, ...ours });

      // What is newer than the lines, and of something that still is, is as it was.
      const videos = new Set(after.get("video_counter")?.map((row) => row["video_id"]));
      const channels = new Set(after.get("channel")?.map((row) => row["id"]));
      for (const [table, column, of, line] of [
        ["snapshot", "captured_at", "video_id", lines.statistics],
        ["video_revision", "seen_at", "video_id", lines.revisions],
        ["watch_video", "last_seen_at", "video_id", lines.statistics],
        ["channel_snapshot", "captured_at", "channel_id", lines.statistics],
        ["channel_revision", "seen_at", "channel_id", lines.revisions],
        ["typical", "computed_at", "channel_id", lines.statistics],
        ["forecast", "sampled_at", "video_id", lines.statistics],
        ["forecast_channel", "computed_at", "channel_id", lines.statistics],
        ["forecast_model", "trained_at", null, lines.statistics],
        ["channel_format_score", "computed_at", "channel_id", lines.statistics],
        ["velocity_typical", "computed_at", null, lines.statistics],
        ["engagement_prior", "computed_at", null, lines.statistics],
        ["channel_hour", "hour", null, ours.hours],
        ["event", "at", null, ours.events],
        ["watch_page", "asked_at", null, lines.statistics],
      ] as const) {
        const left = (before.get(table) ?? []).filter((row) => {
          const owner = of === null ? null : row[of];
          const isThere = of === null || (of === "video_id" ? videos : channels).has(owner);
          return isThere && Number(row[column]) >= Number(line ?? 0);
        });
        expect([table, after.get(table)]).toEqual([table, left]);
      }

      await expectSumsOfDays(db, lines.statistics);

      // Of the videos exactly those went that were gone long enough, or that nobody follows and of which nothing is left.
      expect([...videos].toSorted()).toEqual(followed(before, lines));
      const followedForWatches = (after.get("video_counter") ?? []).filter((row) => row["searched"]);
      expect(followedForWatches.map((row) => row["video_id"]).toSorted()).toEqual(searched(before, videos, lines));
      await expectSameMemory(db, holding.state, NOW);
    }),
  );

  it("is everything, while nobody has decided", () =>
    inRollback(test.db, async (db) => {
      await seedAged(db, NOW, 7);
      const before = await allRows(db);
      await work(db, { statistics: null, texts: null }, NOW);
      // Not by a limit on texts alone either.
      await work(db, { statistics: null, texts: "30d" }, NOW);
      const after = await allRows(db);
      after.delete("lease");
      before.delete("lease");
      expect(after).toEqual(before);
    }));

  it("is all, for who keeps statistics, unless former texts have a limit of their own", () =>
    inRollback(test.db, async (db) => {
      await seedAged(db, NOW, 8);
      const before = await allRows(db);
      await work(db, { statistics: "keep", texts: null }, NOW);
      expect((await allRows(db)).get("video_revision")).toEqual(before.get("video_revision"));
      await work(db, { statistics: "keep", texts: "30d" }, NOW);
      const after = await allRows(db);
      for (const table of ["lease", "video_revision", "channel_revision"]) {
        before.delete(table);
        after.delete(table);
      }
      // When a text changed goes with what it said before.
      for (const rows of [before, after]) for (const row of rows.get("video_counter") ?? []) delete row["changed_at"];
      expect(after).toEqual(before);
      await expectNothingOlder(db, { revisions: minus(NOW, days(29)) });
      const { n } = await db.selectFrom("video_revision").select(db.fn.countAll().as("n")).executeTakeFirstOrThrow();
      expect(n).toBeGreaterThan(0);
    }));

  it("follows the decision that was stored, and the settings before it", () =>
    inRollback(test.db, async (db) => {
      await seedAged(db, NOW, 9);
      await storeDecision(db, { statistics: "100d", texts: null }, NOW);
      await work(db, { statistics: null, texts: null }, NOW);
      const oldest = async () => {
        const row = await db.selectFrom("snapshot").select(db.fn.min("captured_at").as("at")).executeTakeFirstOrThrow();
        return Number(row.at);
      };
      expect(await oldest()).toBeGreaterThan(minus(NOW, days(100)));
      expect(await oldest()).toBeLessThan(minus(NOW, days(60)));
      await work(db, { statistics: "45d", texts: null }, NOW);
      expect(await oldest()).toBeGreaterThan(minus(NOW, days(45)));
    }));

  it("loses whole months at once, and those that are half over row by row", () =>
    inRollback(test.db, async (db) => {
      await seedAged(db, NOW, 10);
      await work(db, { statistics: "45d", texts: null }, NOW);
      const { rows } = await sql<{ name: string }>`
        select relname as name from pg_class where relispartition and relkind = 'r' and relname ~ '^snapshot_' order by 1`.execute(
        db,
      );
      // 45 days before 10 June lies in April: what ended before is gone.
      expect(rows.map(({ name }) => name)[0]).toBe("snapshot_2026_04");
    }));

  it("does not include texts that were not renewed, which come back with the next description and make no revision", () =>
    inRollback(test.db, async (db) => {
      await seedAged(db, NOW, 11);
      await work(db, { statistics: "36m", texts: null }, NOW);
      const cleared = await db
        .selectFrom("video")
        .select(["id", "title", "description", "tags"])
        .where("described_at", "<", at(minus(NOW, days(31))))
        .orderBy("id")
        .executeTakeFirstOrThrow();
      expect(cleared).toMatchObject({ title: "", description: "", tags: [] });
      const { id } = cleared;
      const revisions = () => db.selectFrom("video_revision").selectAll().where("video_id", "=", id).execute();
      const before = await revisions();
      await writeDescriptions(db, [videoDescription(Number(id))], NOW);
      const again = await db.selectFrom("video").select("title").where("id", "=", id).executeTakeFirstOrThrow();
      expect([again.title, await revisions()]).toEqual([`Video ${Number(id)}`, before]);
    }));
});

const LIMITS: readonly Limit[] = ["30d", "45d", "2m", "36m"];

/** A holder that has read its state before the look, and looks. */
async function work(db: Db, choice: RetentionChoice, now: Instant): Promise<Holding> {
  const clock = virtualClock(now);
  const lease = await takeLease(db, "the holder", days(1), now);
  if (!lease) throw new Error("somebody else holds the lease");
  const pace = { leaseTerm: days(1), changePoll: minutes(1) };
  const deps = { db, clock, vault: openVault("a secret"), report: () => undefined, pace, retention: choice };
  const holding = await openHolding(deps, lease);
  if (!holding) throw new Error("the lease was lost");
  await retain(deps, holding);
  return holding;
}

describe("docs/policy.md", () => {
  it("says of every table what becomes of it", async () => {
    const page = await readFile(new URL("../../docs/policy.md", import.meta.url), "utf8");
    const named = Array.from(page.matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm), ([, names = ""]) =>
      Array.from(names.matchAll(/`(\w+)`/g), ([, name]) => name),
    ).flat();
    const tables = [...new Set(Object.keys(LINE_OF).map((column) => column.split(".")[0]))];
    expect(tables.filter((table) => !named.includes(table))).toEqual([]);
  });
});

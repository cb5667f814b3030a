import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quotaView } from "#api/operations/quota.ts";
import { quotaDay } from "#domain/quota.ts";
import { NO_CHOICE } from "#domain/retention.ts";
import { days, hours, type Instant, instant, minus, minutes, plus } from "#domain/time.ts";
import { Chance } from "#simulation/random.ts";
import { at, type Db } from "#storage/database.ts";
import { tidyLogs } from "#storage/retention/tidy-logs.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

/** The clocks go back in Los Angeles on 1 November 2026: that quota day has 25 hours. */
const START: Instant = instant(Date.UTC(2026, 9, 25));

async function seedCalls(db: Db, until: Instant): Promise<void> {
  const chance = new Chance("calls");
  const rows = [];
  let number = 0;
  for (let when = START; when < until; when = plus(when, minutes(chance.integer(1, 40)))) {
    const free = chance.happens(0.2);
    rows.push({
      epoch: 1,
      number: ++number,
      charged_at: at(when),
      kind: free ? "feed" : "sample",
      purpose: chance.happens(0.5) ? "curve" : "milestone",
      project_id: free ? null : chance.happens(0.5) ? "p" : "q",
      bucket: free ? null : "batch",
      units: free ? 0 : 1,
      ids: chance.integer(1, 50),
      why: "a test",
      outcome: chance.happens(0.8) ? "answered" : null,
    });
  }
  await db.insertInto("call").values(rows).execute();
}

/** Calls by day as PostgreSQL's own calendar knows it, before any of them went. */
async function countByDay(db: Db): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ day: string; n: number }>`
    select (charged_at at time zone 'America/Los_Angeles')::date as day, count(*)::integer as n from call group by 1`.execute(
    db,
  );
  return new Map(rows.map(({ day, n }) => [day, n]));
}

describe.each(engines)("the call log, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("is kept for seven days, and each day's sums outlive it, however often they are taken", () =>
    inRollback(test.db, async (db) => {
      const end = plus(START, days(12));
      await seedCalls(db, end);
      const counted = await countByDay(db);
      // Housekeeping ran all along, was away for days, or ran twice.
      for (const hour of [5, 6, 30, 31, 31, 55, 200, 201, 12 * 24]) {
        const now = plus(START, hours(hour));
        await tidyLogsAsOf(db, now);
      }
      const { oldest } = await db
        .selectFrom("call")
        .select((eb) => eb.fn.min<Instant>("charged_at").as("oldest"))
        .executeTakeFirstOrThrow();
      expect(oldest).toBeGreaterThanOrEqual(minus(end, days(7)));
      expect(oldest).toBeLessThan(plus(minus(end, days(7)), hours(1)));

      const { days: shown, spending, day } = await quotaView(db, NO_CHOICE, end);
      const byDay = new Map<string, number>();
      for (const row of shown) {
        const calls = row.purposes.reduce((sum, purpose) => sum + purpose.calls, 0);
        byDay.set(row.day, (byDay.get(row.day) ?? 0) + calls);
      }
      expect([...byDay].toSorted()).toEqual([...counted].toSorted());
      expect(spending.reduce((sum, { calls }) => sum + calls, 0)).toBe(counted.get(day));
      // Projects and what is free are told apart, and nothing is counted twice.
      const units = shown.flatMap(({ purposes }) => purposes).reduce((sum, purpose) => sum + purpose.units, 0);
      const free = shown.filter(({ bucket }) => bucket === null).flatMap(({ purposes }) => purposes);
      expect(free.reduce((sum, purpose) => sum + purpose.units, 0)).toBe(0);
      expect(units + free.reduce((sum, purpose) => sum + purpose.calls, 0)).toBe(
        [...counted.values()].reduce((sum, n) => sum + n, 0),
      );
    }));

  it("counts a day only when its last call has ended", () =>
    inRollback(test.db, async (db) => {
      const { resetsAt, day } = quotaDay(START);
      await seedCalls(db, resetsAt);
      const summed = async (now: Instant) => {
        await tidyLogs(db, now);
        return (await db.selectFrom("call_day").select("day").distinct().execute()).map((row) => row.day);
      };
      expect(await summed(plus(resetsAt, minutes(59)))).toEqual([]);
      expect(await summed(plus(resetsAt, minutes(60)))).toEqual([day]);
    }));

  it("goes with what else tells how the service fared, after 30 days, but for what waits", () =>
    inRollback(test.db, async (db) => {
      const now = plus(START, days(40));
      const [old, fresh] = [at(minus(now, days(31))), at(minus(now, days(29)))];
      const request = { requested_at: old, weight: 1, watched: false };
      await db
        .insertInto("track_request")
        .values([
          { ...request, ref: "@waits", state: "waiting" },
          { ...request, ref: "@old", state: "refused", settled_at: old },
          { ...request, ref: "@fresh", state: "tracked", settled_at: fresh },
        ])
        .execute();
      await db
        .insertInto("set_aside")
        .values([
          { subject: "old", at: old, reason: "r" },
          { subject: "fresh", at: fresh, reason: "r" },
        ])
        .execute();
      await db
        .insertInto("push")
        .values([
          { channel_id: "old", digest: Buffer.of(1), received_at: old, kind: "denied", message: "{}" },
          { channel_id: "fresh", digest: Buffer.of(1), received_at: fresh, kind: "denied", message: "{}" },
        ])
        .execute();
      await tidyLogs(db, now);
      const left = [
        ...(await db.selectFrom("track_request").select("ref as name").orderBy("ref").execute()),
        ...(await db.selectFrom("set_aside").select("subject as name").execute()),
        ...(await db.selectFrom("push").select("channel_id as name").execute()),
      ];
      expect(left.map(({ name }) => name)).toEqual(["@fresh", "@waits", "fresh", "fresh"]);
    }));
});

/** Only what had been charged by then can have been seen. */
async function tidyLogsAsOf(db: Db, now: Instant): Promise<void> {
  await sql`create temporary table later on commit drop as select * from call where charged_at >= ${at(now)}`.execute(
    db,
  );
  await sql`delete from call where charged_at >= ${at(now)}`.execute(db);
  await tidyLogs(db, now);
  await sql`insert into call select * from later`.execute(db);
  await sql`drop table later`.execute(db);
}

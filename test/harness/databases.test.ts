import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instant } from "#domain/time.ts";
import { at } from "#storage/database.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "./databases.ts";

describe.each(engines)("a test database on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("reads counters and instants as numbers, dates as text", async () => {
    const moment = instant(Date.UTC(2026, 1, 3, 4, 5, 6, 789));
    const { rows } = await sql`
      select 9007199254740991::bigint as views, ${at(moment)} as moment, date '2026-02-03' as day, 0.5::real as weight,
        array['a', 'b'] as tags, '{"a": 1}'::jsonb as body, '\\x00ff'::bytea as bytes`.execute(test.db);
    const { bytes, ...row } = rows[0] as { bytes: Uint8Array };
    expect(row).toEqual({
      views: Number.MAX_SAFE_INTEGER,
      moment,
      day: "2026-02-03",
      weight: 0.5,
      tags: ["a", "b"],
      body: { a: 1 },
    });
    expect([...bytes]).toEqual([0, 255]);
  });

  it("forgets what a rolled back test wrote, even when it throws", async () => {
    const write = (text: string) =>
      inRollback(test.db, async (db) => {
        await db
          .insertInto("pause")
          .values({ subject: "s", until: at(instant(0)), failures: 1, reason: text })
          .execute();
        if (text === "thrown") throw new Error("thrown on purpose");
        return text;
      });
    expect(await write("kept by nobody")).toBe("kept by nobody");
    await expect(write("thrown")).rejects.toThrow("thrown on purpose");
    expect(await test.db.selectFrom("pause").selectAll().execute()).toEqual([]);
  });

  it("works in UTC", async () => {
    const { rows } = await sql`select '2026-02-03T00:30:00Z'::timestamptz::date as day`.execute(test.db);
    expect(rows).toEqual([{ day: "2026-02-03" }]);
  });
});

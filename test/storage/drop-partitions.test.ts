import { sql } from "kysely";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { days, type Instant, instant, minus } from "#domain/time.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { dropPartitions, ensurePartitions } from "#storage/videos/partitions.ts";
import { prepare } from "../harness/databases.ts";
import { openNative } from "../harness/native-database.ts";

const NOW: Instant = instant(Date.UTC(2026, 5, 10));

let test: Awaited<ReturnType<typeof openNative>>;
let reader: Db;
beforeAll(async () => {
  test = await openNative(inject("runDirectory"), prepare);
  reader = openDatabase({ connectionString: test.connectionString, connectionsMax: 1 });
});
afterAll(async () => {
  await reader.destroy();
  await test.close();
});

it("a month that somebody reads is not waited for: it goes the next time, and nobody stands behind us", async () => {
  await ensurePartitions(test.db, minus(NOW, days(100)), NOW);
  const reading = await reader.startTransaction().execute();
  await sql`select count(*) from snapshot`.execute(reading);
  const line = minus(NOW, days(45));
  // Channels' months are not being read.
  expect(await dropPartitions(test.db, line)).toEqual(["channel_snapshot_2026_03"]);
  await sql`select count(*) from snapshot`.execute(test.db);
  await reading.commit().execute();
  expect(await dropPartitions(test.db, line)).toEqual(["snapshot_2026_03"]);
  expect(await dropPartitions(test.db, line)).toEqual([]);
});

import { sql } from "kysely";
import { expect, it } from "vitest";
import type { Quota } from "#api/operations/quota-contract.ts";
import { days, hours, type Instant, minus, minutes, plus } from "#domain/time.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { at } from "#storage/database.ts";
import { storeDecision } from "#storage/retention/retention-decision.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { FROM, raise } from "./stage.ts";

const world = (channels: number) =>
  syntheticWorld({ seed: 11, channels, from: FROM, until: plus(FROM, days(2)), uploadsPerDay: 20, catalogueDays: 25 });

it("a running collector deletes by the decision that is made meanwhile, and goes on collecting", async () => {
  await using stage = await raise({ world: world(3) });
  await stage.pass(hours(2));
  const { db } = stage;
  const { id } = await db.selectFrom("video").select("id").orderBy("id").executeTakeFirstOrThrow();
  const [old, fresh] = [minus(stage.clock.now(), days(70)), minus(stage.clock.now(), days(20))] as const;
  await ensurePartitions(db, old, old);
  await ensurePartitions(db, fresh, fresh);
  for (const when of [old, fresh]) {
    await db
      .insertInto("snapshot")
      .values({ video_id: id, captured_at: at(when), views: 1, source: "batch" })
      .execute();
  }
  const ofThem = () => db.selectFrom("snapshot").select("captured_at").where("captured_at", "<", at(FROM)).execute();
  await stage.pass(hours(7));
  expect(await ofThem()).toHaveLength(2);
  const undecided = await stage.service.get<Quota>("/quota");
  expect(undecided.body.retention.state).toBe("undecided");

  await storeDecision(db, { statistics: "30d", texts: null }, stage.clock.now());
  await stage.pass(hours(7));
  expect(await ofThem()).toEqual([{ captured_at: fresh }]);
  const { rows } = await sql<{ latest: Instant }>`select max(captured_at) as latest from snapshot`.execute(db);
  expect(rows[0]?.latest).toBeGreaterThan(minus(stage.clock.now(), minutes(30)));
  expect((await stage.service.get("/videos?limit=200")).status).toBe(200);
  expect(stage.service.events.filter(({ kind }) => kind === "stumbled")).toEqual([]);
  expect(stage.service.events).toContainEqual({ kind: "note", message: expect.stringContaining("_2026_06") });
});

it("a channel that is purged while it is being collected is gone within minutes, and never asked for again", async () => {
  await using stage = await raise({ world: world(3) });
  await stage.pass(hours(3));
  const { db, service } = stage;
  const [first, second] = stage.world.channels.map(({ id }) => id);
  const known = async (id: string | undefined) =>
    (await service.get<{ videos?: { known: number } }>(`/channels/${id}`)).body.videos?.known ?? 0;
  expect(await known(first)).toBeGreaterThan(50);
  const before = await known(second);
  expect(await service.send("DELETE", `/channels/${first}?purge=true`)).toBe(202);
  await stage.pass(minutes(10));
  expect((await service.get(`/channels/${first}`)).status).toBe(404);
  const purgedAt = stage.clock.now();
  await stage.pass(hours(3));
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition`.execute(db);
  for (const { name } of tables) {
    // Descriptions are what people wrote: those of other channels' videos may name it.
    const { rows } = await sql`
      select 1 from ${sql.table(name)} t where (to_jsonb(t) - 'description')::text like ${`%${first}%`}`.execute(db);
    expect([name, rows.length]).toEqual([name, 0]);
  }
  const { rows: asked } = await sql<{ n: number }>`
    select count(*) as n from call where charged_at > ${at(purgedAt)} and why like ${`%${first}%`}`.execute(db);
  expect(asked).toEqual([{ n: 0 }]);
  expect(await known(second)).toBeGreaterThanOrEqual(before);
  expect(stage.service.events.filter(({ kind }) => kind === "stumbled")).toEqual([]);
  expect(await service.send("DELETE", `/channels/${first}?purge=true`)).toBe(404);
});

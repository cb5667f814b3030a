import { sql } from "kysely";
import { expect, it } from "vitest";
import { type DiscoveryBudget, type DiscoveryWish, FLOOR_DEFAULT, isDiscoveryId } from "#domain/discovery.ts";
import { FRONTIER_SOURCES, type FrontierSource } from "#domain/frontier.ts";
import { days, hours, minutes, plus } from "#domain/time.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import {
  addDiscovery,
  type DiscoveryEdit,
  type DiscoveryEdited,
  editDiscovery,
  removeDiscovery,
} from "#storage/discoveries/discoveries.ts";
import { FROM, PACE, raise } from "./stage.ts";

const BUDGET: DiscoveryBudget = { unitsPerDay: 70, searchesPerDay: 10 };

const WISH: DiscoveryWish = {
  name: "German channels",
  filters: { language: "de" },
  seeds: { terms: [], channels: [] },
  regions: [],
  sources: Object.keys(FRONTIER_SOURCES) as FrontierSource[],
  budget: BUDGET,
  floor: FLOOR_DEFAULT,
  until: null,
  onFound: { kind: "list" },
  paused: false,
};

it("discoveries find what fits within their budgets, describe nobody twice, go on after a restart, and track what they find", async () => {
  const world = syntheticWorld({ seed: 11, channels: 250, from: FROM, until: plus(FROM, days(4)), catalogueDays: 20 });
  await using stage = await raise({ world, track: [], pace: { ...PACE, changePoll: minutes(30) } });
  const { db, clock } = stage;
  const fitting = new Set(
    world.channels.filter(({ handle }) => handle.startsWith("@de")).map(({ id }) => id as string),
  );
  const seeds = {
    terms: [],
    channels: [{ kind: "id", id: world.channels.find(({ id }) => fitting.has(id))?.id }] as never,
  };
  const first = await addDiscovery(db, { ...WISH, seeds }, clock.now());
  expect(isDiscoveryId(first)).toBe(true);
  await stage.pass(hours(8));
  const spent = async () => {
    const { rows } = await sql<{ id: string; day: string; units: number; searches: number }>`
      select discovery_id as id, day, units, searches from discovery_day order by day, discovery_id`.execute(db);
    return rows;
  };
  for (const { units, searches } of await spent()) expect([units <= 70, searches <= 10]).toEqual([true, true]);
  // What was counted is what was charged, and what YouTube counted.
  const charged = await sql<{ calls: number }>`
    select count(*)::integer as calls from call where purpose in ('explore', 'survey')`.execute(db);
  const counted = (await spent()).reduce((sum, day) => sum + day.units + day.searches, 0);
  expect(charged.rows).toEqual([{ calls: counted }]);
  expect(counted).toBeGreaterThan(70);

  const found = async (id: string) => {
    const rows = await db
      .selectFrom("discovery_channel")
      .select("channel")
      .where("discovery_id", "=", id)
      .where("fits", "=", true)
      .execute();
    return rows.map(({ channel }) => channel);
  };
  const before = await found(first);
  expect(before.length).toBeGreaterThan(10);
  expect(before.filter((id) => !fitting.has(id))).toEqual([]);

  // A second one begins with what the first had counted and described, and goes on in another process.
  await stage.service.stop();
  const second = await addDiscovery(
    db,
    {
      ...WISH,
      name: "Tracked",
      seeds,
      budget: { unitsPerDay: 120, searchesPerDay: 0 },
      onFound: { kind: "track", weight: 2 },
    },
    clock.now(),
  );
  const { rows: inherited } = await sql<{ n: number }>`
    select count(*)::integer as n from discovery_class where discovery_id = ${second}`.execute(db);
  expect(inherited[0]?.n).toBeGreaterThan(20);
  await stage.serve();
  await stage.pass(hours(3));
  for (const row of await spent())
    expect([row.units <= (row.id === second ? 120 : 70), row.searches <= 10]).toEqual([true, true]);
  expect((await found(first)).length).toBeGreaterThanOrEqual(before.length);
  const tracked = await db.selectFrom("channel").select(["id", "weight"]).where("state", "=", "tracked").execute();
  expect(tracked.length).toBeGreaterThan(2);
  expect(tracked.map(({ id }) => id).toSorted()).toEqual((await found(second)).toSorted());
  for (const { weight } of tracked) expect(weight).toBe(2);

  // Each survey asks for channels that no survey asked for.
  const asked = await sql<{ n: number; channels: number }>`
    select (select sum(ids)::integer from call where purpose = 'survey') as n,
      (select count(*)::integer from found_channel where described_at is not null) as channels`.execute(db);
  const [{ n, channels } = { n: 0, channels: -1 }] = asked.rows;
  const handles = await db.selectFrom("discovery_channel").select("channel").where("channel", "like", "@%").execute();
  expect(n).toBeLessThanOrEqual(channels + new Set(handles.map(({ channel }) => channel)).size);
  const sources = await db.selectFrom("discovery_source").selectAll().where("discovery_id", "=", first).execute();
  expect(sources.reduce((sum, { fitting: n }) => sum + n, 0)).toBe((await found(first)).length);
  expect(sources.some(({ closed }) => closed > 0)).toBe(true);
  const progress = await db.selectFrom("discovery_progress").selectAll().execute();
  expect(progress).toHaveLength(2);

  // Nothing is asked for a discovery that is paused or removed.
  const paused: DiscoveryEdit = { paused: true };
  const edited: DiscoveryEdited = { kind: "edited" };
  expect(await editDiscovery(db, first, paused, null)).toEqual(edited);
  expect(await removeDiscovery(db, second, true)).toBe(true);
  await stage.pass(minutes(31));
  const quiet = await spent();
  await stage.pass(hours(2));
  expect(await spent()).toEqual(quiet);
  expect(await found(second)).toEqual([]);
  expect((await found(first)).length).toBeGreaterThanOrEqual(before.length);
}, 120_000);

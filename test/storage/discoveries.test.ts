import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DiscoveryId, type DiscoveryWish, FLOOR_DEFAULT } from "#domain/discovery.ts";
import type { ChannelFacts, TrackedDiscovery } from "#domain/discovery-step.ts";
import { days, hours, plus } from "#domain/time.ts";
import { addDiscovery } from "#storage/discoveries/discoveries.ts";
import { chargeDiscovery } from "#storage/discoveries/discovery-charge.ts";
import { readChannelFacts, readTrackedDiscoveries } from "#storage/discoveries/discovery-rows.ts";
import { writeDiscoveries } from "#storage/discoveries/write-discoveries.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { explore } from "../planning/explore.ts";
import { byName, discovery } from "../planning/explored-lists.ts";
import { NOON as EXPLORED_FROM, rowsOf } from "../planning/rows.ts";
import { addProject, entry, lease } from "./charges.ts";
import { NOON } from "./settlements.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase("pglite");
});
afterAll(() => test.close());

const WISH: DiscoveryWish = { ...discovery(1), name: "a test", floor: FLOOR_DEFAULT };

it("a call of a discovery is charged to the project and to the discovery's own day, or to neither", async () => {
  const { db } = test;
  await addProject(db, "p", 3);
  const held = await lease(db);
  const id = await addDiscovery(db, { ...WISH, budget: { unitsPerDay: 2, searchesPerDay: 5 } }, NOON);
  const call = { call: "survey", purpose: "survey", bucket: "default" } as const;
  const charge = async (n: number, of: DiscoveryId, over: object = {}, at = NOON) =>
    (await chargeDiscovery(db, held, of, entry(n, { ...call, ...over }), at)).kind;
  expect([await charge(1, id), await charge(2, id), await charge(3, id)]).toEqual(["charged", "charged", "spent"]);
  // The project has one unit left: another discovery takes it, and what it could not pay for is not counted.
  const other = await addDiscovery(db, { ...WISH, name: "another" }, NOON);
  expect([await charge(4, other), await charge(5, other)]).toEqual(["charged", "spent"]);
  expect(await charge(6, other, { bucket: "search" })).toBe("charged");
  expect(await charge(7, id, {}, plus(NOON, days(1)))).toBe("charged");
  const { rows } = await sql`
    select discovery_id = ${id} as first, units, searches from discovery_day order by first desc, day`.execute(db);
  expect(rows).toEqual([
    { first: true, units: 2, searches: 0 },
    { first: true, units: 1, searches: 0 },
    { first: false, units: 1, searches: 1 },
  ]);
  const ledger = await db.selectFrom("ledger").select(["bucket", "used"]).orderBy("day").orderBy("bucket").execute();
  expect(ledger).toEqual([
    { bucket: "default", used: 3 },
    { bucket: "search", used: 1 },
    { bucket: "default", used: 1 },
  ]);
});

it("what discoveries know is read back as it was written, however often that was", async () => {
  const { db } = test;
  const id = await addDiscovery(db, { ...WISH, name: "read back" }, EXPLORED_FROM);
  const [written] = (await readTrackedDiscoveries(db)).filter((row) => row.id === id);
  if (!written) throw new Error("it was not added");
  const settlements: Parameters<typeof writeDiscoveries>[1][] = [];
  const { rows } = explore(rowsOf({ discoveries: [written] }), 5, plus(EXPLORED_FROM, hours(9)), ({ settlement }) => {
    settlements.push(settlement);
    return undefined;
  });
  for (const settlement of settlements) {
    await writeDiscoveries(db, settlement);
    await writeDiscoveries(db, settlement);
  }
  const plain = (row: TrackedDiscovery = written) => ({
    ...row,
    yields: Object.fromEntries(row.yields.map((own) => [own.source, own])),
    memory: { ...byName(row.memory), going: row.memory.going, chance: row.memory.chance },
    // What was spent is counted with the charge, and these were charged to nobody.
    spent: null,
  });
  const [kept] = rows.discoveries ?? [];
  const [read] = (await readTrackedDiscoveries(db)).filter((row) => row.id === id);
  expect(settlements.length).toBeGreaterThan(50);
  expect(plain(read)).toEqual(plain(kept));
  const byId = (facts: readonly ChannelFacts[] = []) => Object.fromEntries(facts.map((known) => [known.id, known]));
  expect(byId(await readChannelFacts(db))).toEqual(byId(rows.channelFacts));
});

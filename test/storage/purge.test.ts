import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHolding } from "#collector/holding.ts";
import { purgeChannels } from "#collector/purge-channels.ts";
import { days, type Instant, instant, minutes } from "#domain/time.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { takeLease } from "#storage/collecting/lease.ts";
import { at, type Db } from "#storage/database.ts";
import { openVault } from "#storage/keys/vault.ts";
import { listPurged, listPurges, nextPurged, purgeStep, requestPurge } from "#storage/retention/purge.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { seedAged } from "./aged-rows.ts";
import { allRows, expectSameMemory } from "./retained.ts";
import { channelId } from "./settlements.ts";

const NOW: Instant = instant(Date.UTC(2026, 5, 10, 12));

/** Odd ones are asked for by nobody. */
const CHANNEL = channelId(3);

async function open(db: Db) {
  const lease = await takeLease(db, "the holder", days(1), NOW);
  if (!lease) throw new Error("somebody else holds the lease");
  const notes: string[] = [];
  const deps = {
    db,
    clock: virtualClock(NOW),
    vault: openVault("a secret"),
    report: (event: { readonly kind: string; readonly message?: string }) => void notes.push(event.message ?? ""),
    pace: { leaseTerm: days(1), changePoll: minutes(1) },
  };
  const holding = await openHolding(deps, lease);
  if (!holding) throw new Error("the lease was lost");
  return { deps, holding, notes };
}

/** The rows that say a word, by table. */
async function rowsNaming(db: Db, word: string): Promise<Readonly<Record<string, number>>> {
  const named: Record<string, number> = {};
  for (const [table, rows] of await allRows(db)) {
    const n = rows.filter((row) => JSON.stringify(row).includes(word)).length;
    if (n > 0) named[table] = n;
  }
  return named;
}

const videosOf = async (db: Db): Promise<readonly string[]> =>
  (await db.selectFrom("video").select("id").where("channel_id", "=", CHANNEL).execute()).map(({ id }) => id);

/** Gives the channel more videos than one step takes, of which a watch follows some. */
async function seed(db: Db): Promise<readonly string[]> {
  await seedAged(db, NOW, 5);
  await sql`update video set channel_id = ${CHANNEL} where id < '00000000055'`.execute(db);
  await sql`update video_counter set channel_id = ${CHANNEL} where video_id < '00000000055'`.execute(db);
  await sql`update channel set state = 'tracked' where id = ${CHANNEL}`.execute(db);
  await db
    .insertInto("set_aside")
    .values({ subject: "00000000007", at: at(NOW), reason: "a test" })
    .execute();
  await db
    .insertInto("call")
    .values({
      epoch: 1,
      number: 1,
      charged_at: at(NOW),
      kind: "feed",
      purpose: "discovery",
      units: 0,
      ids: 1,
      why: `Reading the feed of ${CHANNEL}: it is time.`,
      detail: `${CHANNEL} is not there.`,
    })
    .execute();
  return videosOf(db);
}

describe.each(engines)("purging a channel, on %s,", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("leaves no row that names it or a video of it, touches no other, and is forgotten by planning", () =>
    inRollback(test.db, async (db) => {
      const videos = await seed(db);
      expect(videos.length).toBeGreaterThan(50);
      expect(Object.keys(await rowsNaming(db, CHANNEL)).length).toBeGreaterThan(8);
      const before = await allRows(db);
      const { deps, holding } = await open(db);
      expect(await requestPurge(db, CHANNEL, NOW)).toEqual({ kind: "requested" });
      // Asking again, while it is under way, changes nothing.
      expect(await requestPurge(db, CHANNEL, NOW)).toEqual({ kind: "requested" });
      expect(await listPurged(db, [CHANNEL, "@channel3", "@channel1"])).toEqual(["@channel3", CHANNEL]);
      await purgeChannels(deps, holding);
      expect(await rowsNaming(db, CHANNEL)).toEqual({});
      for (const id of videos) {
        const { watch_page: _, ...named } = await rowsNaming(db, `"${id}"`);
        expect([id, named]).toEqual([id, {}]);
      }
      const names = [CHANNEL, ...videos.map((id) => `"${id}"`)];
      for (const [table, rows] of await allRows(db)) {
        if (["lease", "planning_change", "call", "watch_page", "tag", "insight_answer"].includes(table)) continue;
        const others = before.get(table)?.filter((row) => !names.some((name) => JSON.stringify(row).includes(name)));
        expect([table, rows]).toEqual([table, others]);
      }
      // An answer is made of many channels, and made again for whoever asks: all of them go.
      expect(await db.selectFrom("insight_answer").select("digest").execute()).toEqual([]);
      // Tags are counted over the videos that are left.
      const tagged = await db.selectFrom("video").select("id").where("title", "<>", "").execute();
      const tags = await db.selectFrom("tag").select(["tag", "videos"]).execute();
      expect([tagged.length > 0, tags]).toEqual([true, [{ tag: "tag", videos: tagged.length }]]);
      await expectSameMemory(db, holding.state, NOW);
      expect(await requestPurge(db, CHANNEL, NOW)).toEqual({ kind: "unknown" });
    }));

  it("goes on where it was left, by whoever holds the lease next", () =>
    inRollback(test.db, async (db) => {
      const videos = await seed(db);
      const first = await open(db);
      await requestPurge(db, CHANNEL, NOW);
      await purgeStep(db, first.holding.lease, CHANNEL, await nextPurged(db, CHANNEL));
      const left = await videosOf(db);
      expect(left.length).toBeLessThan(videos.length);
      expect(left.length).toBeGreaterThan(0);
      const second = await open(db);
      // The first was too slow: it removes nothing more.
      const late = await purgeStep(db, first.holding.lease, CHANNEL, await nextPurged(db, CHANNEL));
      expect([late, await videosOf(db)]).toEqual([{ kind: "fenced" }, left]);
      await purgeChannels(second.deps, second.holding);
      expect([await rowsNaming(db, CHANNEL), await listPurges(db)]).toEqual([{}, []]);
    }));

  it("ends when the channel is tracked again, and leaves what it finds then", () =>
    inRollback(test.db, async (db) => {
      await seed(db);
      const { deps, holding, notes } = await open(db);
      await requestPurge(db, CHANNEL, NOW);
      await sql`update channel set state = 'tracked' where id = ${CHANNEL}`.execute(db);
      const before = await videosOf(db);
      await purgeChannels(deps, holding);
      expect([await videosOf(db), await listPurges(db)]).toEqual([before, []]);
      expect(notes).toEqual([`${CHANNEL} is tracked again: what is left of it stays.`]);
    }));

  it("is refused for what is not known, what somebody has asked for, and what a watch searches", () =>
    inRollback(test.db, async (db) => {
      await seed(db);
      const before = await allRows(db);
      expect(await requestPurge(db, channelId(99), NOW)).toEqual({ kind: "unknown" });
      // Its handle is waiting to be looked up.
      expect(await requestPurge(db, channelId(4), NOW)).toEqual({ kind: "awaited" });
      expect(await allRows(db)).toEqual(before);
      const filters = JSON.stringify({ channelId: CHANNEL, order: "date" });
      await sql`update watch set filters = ${filters}::jsonb where state = 'removed'`.execute(db);
      expect(await requestPurge(db, CHANNEL, NOW)).toEqual({ kind: "requested" });
      await sql`update watch set state = 'paused' where state = 'removed'`.execute(db);
      expect(await requestPurge(db, CHANNEL, NOW)).toMatchObject({ kind: "watched", name: "watch-removed" });
    }));
});

import { describe, expect, it } from "vitest";
import type { KeyAnswer } from "#api/operations/keys-contract.ts";
import { days, hours, minutes, plus, seconds } from "#domain/time.ts";
import type { Fault, KeyTrouble } from "#simulation/faults.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { at as dbAt } from "#storage/database.ts";
import { pauseKey, requestKeyTest, resumeKey } from "#storage/keys/keys.ts";
import { expectFirstHours, quotaOf } from "./fault-stage.ts";
import { ledgerBesideBooks } from "./measures.ts";
import { FROM, KEY, PROJECT, raise, type Stage } from "./stage.ts";

const SECOND = { consumer: "projects/1000000000002", keys: ["virtual-key-two"] };
const TWO = {
  projects: [PROJECT, SECOND],
  keys: [
    ["main", KEY],
    ["second", "virtual-key-two"],
  ] as const,
};

/** So small that days pass in seconds, with an upload an hour whose first hour could be lost. */
const quietWorld = (seed: number) =>
  syntheticWorld({ seed, channels: 3, from: FROM, until: plus(FROM, days(3)), uploadsPerDay: 48, catalogueDays: 1 });

const refusedFor = (why: KeyTrouble, until: number): Fault => ({
  kind: "keyRefused",
  key: KEY,
  why,
  from: plus(FROM, hours(2)),
  to: plus(FROM, hours(until)),
});

const keyOf = async ({ service }: Stage, masked: string): Promise<KeyAnswer> => {
  const { items } = await service.admin<{ items: KeyAnswer[] }>("/keys");
  const key = items.find((candidate) => candidate.masked === masked);
  if (!key) throw new Error(`there is no key ${masked}`);
  return key;
};

const MAIN = "virt…-one";

/** Calls sent with the keys of a project, tests apart. */
async function callsOf({ db }: Stage, projectId: string, from = FROM, to = plus(FROM, days(9))): Promise<number> {
  const row = await db
    .selectFrom("call")
    .select(db.fn.countAll<number>().as("n"))
    .where("project_id", "=", projectId)
    .where("kind", "<>", "test")
    .where("charged_at", ">=", dbAt(from))
    .where("charged_at", "<", dbAt(to))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

describe("a key that YouTube refuses for a while", () => {
  // Days of virtual time; how YouTube words all its refusals is the adapter's own test.
  it.each<[KeyTrouble, string]>([["expired", "API_KEY_INVALID"]])(
    "(%s) is asked once a day, charged, and taken back; the other project loses no first hour",
    async (why, reason) => {
      await using stage = await raise({ world: quietWorld(1), ...TWO, faults: [refusedFor(why, 30)] });
      await stage.pass(hours(25));
      expect(await keyOf(stage, MAIN)).toMatchObject({ state: "refused", reason });
      const requested = stage.youtube.books().filter(({ consumer }) => consumer === PROJECT.consumer);
      // The call that found out; the first test comes at 26 hours.
      expect(requested.reduce((sum, { turnedAway }) => sum + turnedAway, 0)).toBe(1);
      await stage.pass(hours(3));
      expect(await keyOf(stage, MAIN)).toMatchObject({ state: "refused", testSaid: reason });
      const tested = stage.youtube.books().filter(({ consumer }) => consumer === PROJECT.consumer);
      expect(tested.reduce((sum, { turnedAway }) => sum + turnedAway, 0)).toBe(2);
      expect(await callsOf(stage, "main", plus(FROM, hours(2.5)))).toBe(0);
      await expectFirstHours(stage, FROM, plus(FROM, hours(26)));
      // Mended after 30 hours: the second test, a day after the first, takes it back.
      await stage.pass(hours(23));
      expect(await keyOf(stage, MAIN)).toMatchObject({ state: "usable", reason: null, testAt: null, testSaid: null });
      expect(await callsOf(stage, "main", plus(FROM, hours(50)))).toBeGreaterThan(0);
      for (const { key, charged, counted, refused } of await ledgerBesideBooks(stage)) {
        const away = stage.youtube.books().filter(({ day, bucket }) => `${day} ${bucket}` === key);
        const turnedAway = away.reduce((sum, entry) => sum + entry.turnedAway, 0);
        expect({ key, charged }).toEqual({ key, charged: counted + refused + turnedAway });
      }
    },
  );

  it("is the only one: it is still tested, paid by its own project, and everything goes on when it is mended", async () => {
    await using stage = await raise({ world: quietWorld(2), faults: [refusedFor("suspended", 20)] });
    await stage.pass(hours(25));
    expect(await keyOf(stage, MAIN)).toMatchObject({ state: "refused", reason: "CONSUMER_SUSPENDED" });
    await stage.pass(hours(5));
    expect(await keyOf(stage, MAIN)).toMatchObject({ state: "usable" });
    await expectFirstHours(stage, plus(FROM, hours(26.5)), plus(FROM, hours(30)));
  });

  it("is tried at once when somebody asks, who sees what came of it", async () => {
    await using stage = await raise({ world: quietWorld(3), faults: [refusedFor("expired", 3)] });
    await stage.pass(hours(4));
    const { fingerprint, state } = await keyOf(stage, MAIN);
    expect(state).toBe("refused");
    expect(await stage.service.send("POST", `/keys/${fingerprint}/test`)).toBe(202);
    expect(await keyOf(stage, MAIN)).toMatchObject({ state: "testing" });
    await stage.pass(minutes(6));
    expect(await keyOf(stage, MAIN)).toMatchObject({ state: "usable", testSaid: null });
    expect(stage.service.events).toContainEqual({
      kind: "keyTested",
      project: "main",
      verdict: "accepted",
      said: null,
    });
  });

  it("is not tried while it is paused, and then is", async () => {
    await using stage = await raise({ world: quietWorld(4), ...TWO, faults: [refusedFor("address", 3)] });
    await stage.pass(hours(4));
    const { fingerprint } = await keyOf(stage, MAIN);
    await pauseKey(stage.db, fingerprint, stage.clock.now());
    const before = stage.youtube.books();
    // The first test would have come after 26 hours.
    await stage.pass(hours(24));
    const of = (books: typeof before) =>
      books
        .filter(({ consumer }) => consumer === PROJECT.consumer)
        .reduce((sum, entry) => sum + entry.turnedAway + entry.units, 0);
    expect(of(stage.youtube.books())).toBe(of(before));
    await resumeKey(stage.db, fingerprint);
    await stage.pass(minutes(10));
    expect(await keyOf(stage, MAIN)).toMatchObject({ state: "usable" });
  });
});

describe("a key in use", () => {
  it("that is tried keeps working, whatever else YouTube says meanwhile", async () => {
    const away: Fault = {
      kind: "unavailable",
      endpoints: ["channels"],
      from: plus(FROM, hours(2)),
      to: plus(FROM, hours(2.5)),
    };
    await using stage = await raise({ world: quietWorld(5), faults: [away] });
    await stage.pass(hours(2));
    const { fingerprint } = await keyOf(stage, MAIN);
    await requestKeyTest(stage.db, fingerprint, stage.clock.now());
    await stage.pass(minutes(20));
    expect(await keyOf(stage, MAIN)).toMatchObject({ testSaid: expect.stringMatching(/^unavailable: /) });
    expect((await quotaOf(stage)).projects[0]?.keys).toMatchObject([{ state: "usable" }]);
    await stage.pass(hours(2));
    expect(await keyOf(stage, MAIN)).toMatchObject({ state: "usable", testAt: null, testSaid: null });
  });

  it("leaves the work to others from the moment it is paused", async () => {
    await using stage = await raise({ world: quietWorld(7), ...TWO });
    await stage.pass(hours(1));
    const { fingerprint } = await keyOf(stage, MAIN);
    expect(await stage.service.send("PATCH", `/keys/${fingerprint}`, { paused: true })).toBe(200);
    const pausedAt = plus(stage.clock.now(), seconds(1));
    await stage.pass(hours(5));
    expect(await callsOf(stage, "main", pausedAt)).toBe(0);
    expect(await callsOf(stage, "second", pausedAt)).toBeGreaterThan(10);
    await expectFirstHours(stage, FROM, plus(FROM, hours(5)));
  });
});

describe("a limit a minute", () => {
  it("that one project meets is waited out by it alone: the other pays, no key is set aside, no first hour lost", async () => {
    const fault: Fault = {
      kind: "rateLimited",
      consumer: PROJECT.consumer,
      from: plus(FROM, hours(1)),
      to: plus(FROM, hours(4)),
    };
    await using stage = await raise({ world: quietWorld(7), ...TWO, faults: [fault] });
    await stage.pass(hours(5));
    await expectFirstHours(stage, FROM, plus(FROM, hours(5)));
    const limited = await stage.db
      .selectFrom("call")
      .select(["project_id", "charged_at", "bucket"])
      .where("outcome", "=", "rateLimited")
      .orderBy("charged_at")
      .execute();
    expect(new Set(limited.map(({ project_id }) => project_id))).toEqual(new Set(["main"]));
    // Three hours of it cost each bucket a try every quarter of an hour at most, once the back-off has grown.
    expect(limited.length).toBeGreaterThan(4);
    expect(limited.length).toBeLessThan(2 * (8 + 3 * 8));
    expect((await quotaOf(stage)).projects.flatMap(({ keys }) => keys.map(({ state }) => state))).toEqual([
      "usable",
      "usable",
    ]);
    expect(await callsOf(stage, "main", plus(FROM, hours(4.5)))).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from "vitest";
import { hours, minutes, plus } from "#domain/time.ts";
import { addKey } from "#storage/keys/keys.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { expectFirstHours, faultWorld, quotaOf, storedBefore } from "./fault-stage.ts";
import { counterMismatches, ledgerBesideBooks } from "./measures.ts";
import { FROM, KEY, PROJECT, raise, type Stage } from "./stage.ts";

const WRONG = "wrong-key-of-nobody";

async function giveKey({ db, vault, clock }: Stage, text: string): Promise<void> {
  const key = ApiKey.parse(text);
  if (!key) throw new Error("That is no key.");
  await addKey(db, vault, { projectId: "main", key }, clock.now());
}

describe("a key", () => {
  it("that YouTube does not know is set aside with the reason, and a right one added later takes over", async () => {
    await using stage = await raise({ world: faultWorld(1), keys: [["main", WRONG]] });
    await stage.pass(hours(1));
    const refused = await quotaOf(stage);
    expect(refused.projects[0]?.keys).toMatchObject([
      { masked: "wron…body", state: "refused", reason: "API_KEY_INVALID" },
    ]);
    expect(refused.failures).toMatchObject([{ outcome: "keyRefused", project: "main" }]);
    // One call was enough to know, and it was charged before it left; YouTube counts it for nobody.
    expect(await ledgerBesideBooks(stage)).toMatchObject([{ charged: 1, counted: 0 }]);
    expect(stage.service.events).toContainEqual({ kind: "keyRefused", project: "main", reason: "API_KEY_INVALID" });

    await giveKey(stage, KEY);
    await stage.pass(hours(4));
    await expectFirstHours(stage, plus(FROM, minutes(70)), plus(FROM, hours(5)));
    expect((await quotaOf(stage)).projects[0]?.keys.map(({ state }) => state).sort()).toEqual(["refused", "usable"]);
  });

  it("that is wrong costs no first hour while its project has another", async () => {
    await using stage = await raise({
      world: faultWorld(2),
      keys: [
        ["main", WRONG],
        ["main", KEY],
      ],
    });
    await stage.pass(hours(4));
    await expectFirstHours(stage, FROM, plus(FROM, hours(4)));
    expect(await counterMismatches(stage)).toEqual([]);
  });

  it("of a project without the API is set aside, and the project told by Google's own name", async () => {
    await using stage = await raise({ world: faultWorld(3), projects: [{ ...PROJECT, enabled: false }] });
    await stage.pass(hours(1));
    expect((await quotaOf(stage)).projects).toMatchObject([
      { id: "main", consumer: PROJECT.consumer, keys: [{ state: "refused", reason: "SERVICE_DISABLED" }] },
    ]);
  });
});

describe("a bucket that YouTube calls spent before we thought so", () => {
  const bucketsOf = async (stage: Stage) =>
    Object.fromEntries((await quotaOf(stage)).projects[0]?.buckets.map(({ bucket, ...rest }) => [bucket, rest]) ?? []);

  it("rests until the Pacific midnight, and everything goes on after it", async () => {
    // 07:00 UTC is midnight in Los Angeles: seven hours with 60 units, then a fresh day.
    await using stage = await raise({ world: faultWorld(4), projects: [{ ...PROJECT, limits: { default: 60 } }] });
    await stage.pass(hours(6));
    const buckets = await bucketsOf(stage);
    expect(buckets["default"]).toMatchObject({ left: 0, spentAt: expect.any(String) });
    expect(buckets["batch"]).toMatchObject({ spentAt: null });
    const failures = (await quotaOf(stage)).failures;
    expect(failures).toMatchObject([{ outcome: "quotaSpent", bucket: "default" }]);
    const kept = await storedBefore(stage, stage.clock.now());
    const sixth = stage.clock.now();
    const [spent] = (await ledgerBesideBooks(stage)).filter(({ key }) => key.endsWith("default"));
    // The one refused call was charged: we cannot know better than to ask.
    expect(spent).toMatchObject({ charged: 61, counted: 60, refused: 1 });

    await stage.pass(hours(2));
    const fresh = (await ledgerBesideBooks(stage)).filter(({ key }) => key.endsWith("default"));
    expect(fresh).toHaveLength(2);
    expect(fresh[1]?.charged).toBeGreaterThan(0);
    expect(await storedBefore(stage, sixth)).toBe(kept);
  });

  it("costs no first hour when it is that of batch statistics: videos.list stands in", async () => {
    await using stage = await raise({ world: faultWorld(5), projects: [{ ...PROJECT, limits: { batch: 10 } }] });
    await stage.pass(hours(6));
    expect((await bucketsOf(stage))["batch"]).toMatchObject({ left: 0, spentAt: expect.any(String) });
    await expectFirstHours(stage, FROM, plus(FROM, hours(6)));
    const [batch] = (await ledgerBesideBooks(stage)).filter(({ key }) => key.endsWith("batch"));
    expect(batch).toMatchObject({ charged: 11, counted: 10, refused: 1 });
    const { rows } = await listSamples(stage);
    expect(rows).toBeGreaterThan(0);
    expect((await quotaOf(stage)).projects[0]?.keys[0]?.state).toBe("usable");
  });

  it("makes a second project pay, least recently used first, with no first hour lost", async () => {
    const second = { consumer: "projects/1000000000002", keys: ["virtual-key-two"] };
    await using stage = await raise({
      world: faultWorld(6),
      projects: [{ ...PROJECT, limits: { default: 30, batch: 10 } }, second],
      keys: [
        ["main", KEY],
        ["second", "virtual-key-two"],
      ],
    });
    await stage.pass(hours(6));
    await expectFirstHours(stage, FROM, plus(FROM, hours(6)));
    const spent = (await quotaOf(stage)).projects.map(
      ({ buckets }) => buckets.filter(({ spentAt }) => spentAt !== null).length,
    );
    expect(spent).toEqual([2, 0]);
    const books = stage.youtube.books();
    expect(books.filter(({ consumer }) => consumer === second.consumer).every(({ refused }) => refused === 0)).toBe(
      true,
    );
  });
});

async function listSamples({ db }: Stage): Promise<{ readonly rows: number }> {
  const row = await db
    .selectFrom("call")
    .select(db.fn.countAll<number>().as("n"))
    .where("kind", "=", "sample")
    .where("bucket", "=", "default")
    .where("outcome", "=", "answered")
    .executeTakeFirstOrThrow();
  return { rows: Number(row.n) };
}

import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { days, minutes, plus } from "#domain/time.ts";
import { releaseLease, takeLease } from "#storage/collecting/lease.ts";
import type { Db } from "#storage/database.ts";
import { addKey } from "#storage/keys/keys.ts";
import { resealKeys } from "#storage/keys/reseal-keys.ts";
import { openFileVault, rotateSecretFile } from "#storage/keys/rotate-secret.ts";
import { takeSealingOver } from "#storage/keys/secret-check.ts";
import { layNextSecret, loadOrCreateSecret } from "#storage/keys/secret-file.ts";
import { readUsableKeys } from "#storage/keys/usable-keys.ts";
import { openVault, type Vault } from "#storage/keys/vault.ts";
import { chargeCall } from "#storage/ledger/ledger.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { entry } from "./charges.ts";
import { NOON } from "./settlements.ts";

const KEYS = ["first-key-of-all", "second-key-of-all", "third-key-of-all"];

const textsUnder = async (db: Db, vault: Vault) =>
  (await readUsableKeys(db, vault)).keys.map(({ text }) => text).toSorted();

async function add(db: Db, vault: Vault, text: string) {
  const key = ApiKey.parse(text);
  if (!key) throw new Error("no key");
  return addKey(db, vault, { projectId: "p", key }, NOON);
}

/** Locks are held beyond transactions and by several sessions here: a database of each test's own, on a real server. */
describe("the rotation of the secret", () => {
  let test: TestDatabase;
  let home: string;
  let path: string;
  let former: Vault;

  beforeEach(async () => {
    test = await openTestDatabase("native");
    home = await mkdtemp(join(tmpdir(), "viewcurve-rotate-"));
    const secret = await loadOrCreateSecret(home, "/data/of/this/test");
    if (secret.kind === "refused") throw new Error(secret.reason);
    path = secret.path;
    former = openVault(secret.secret);
    for (const text of KEYS) await add(test.db, former, text);
  });
  afterEach(async () => {
    await test.close();
    await rm(home, { recursive: true });
  });

  it("leaves keys that the new secret opens and the former does not, and what was spent under them", async () => {
    const lease = await takeLease(test.db, "me", days(1), NOON);
    if (!lease) throw new Error("no lease");
    const fingerprint = former.fingerprint(KEYS[0] ?? "");
    expect((await chargeCall(test.db, lease, entry(1, { fingerprint }), NOON)).kind).toBe("charged");
    await releaseLease(test.db, lease);
    const before = await readFile(path);
    expect(await rotateSecretFile(test.db, path, NOON)).toEqual({ kind: "resealed", keys: 3 });
    const latter = await openFileVault(test.db, path);
    expect(await textsUnder(test.db, latter)).toEqual(KEYS);
    expect((await readUsableKeys(test.db, former)).unreadable).toHaveLength(3);
    expect((await readFile(path)).equals(before)).toBe(false);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dirname(path))).toHaveLength(1);
    const call = await test.db.selectFrom("call").select("fingerprint").executeTakeFirstOrThrow();
    expect(call.fingerprint).toBe(latter.fingerprint(KEYS[0] ?? ""));
    // The same key is known again.
    expect(await add(test.db, latter, KEYS[1] ?? "")).toMatchObject({ kind: "alreadyThere" });
  });

  it("that dies before the keys are sealed anew has changed nothing, and the next one works", async () => {
    await layNextSecret(path);
    expect(await textsUnder(test.db, await openFileVault(test.db, path))).toEqual(KEYS);
    expect(await textsUnder(test.db, former)).toEqual(KEYS);
    expect(await rotateSecretFile(test.db, path, NOON)).toMatchObject({ kind: "resealed" });
    expect(await textsUnder(test.db, await openFileVault(test.db, path))).toEqual(KEYS);
    expect(await textsUnder(test.db, former)).toEqual([]);
  });

  it("that dies after the keys were sealed anew is finished by whoever comes next", async () => {
    const next = openVault(await layNextSecret(path));
    expect(await resealKeys(test.db, former, next, NOON)).toMatchObject({ kind: "resealed" });
    // Here the process dies: the present file opens nothing any more.
    const [one, two] = await Promise.all([openFileVault(test.db, path), openFileVault(test.db, path)]);
    expect(await textsUnder(test.db, one)).toEqual(KEYS);
    expect(await textsUnder(test.db, two)).toEqual(KEYS);
    expect(await readdir(dirname(path))).toHaveLength(1);
    const secret = await loadOrCreateSecret(home, "/data/of/this/test");
    expect(secret.kind === "opened" && (await textsUnder(test.db, openVault(secret.secret)))).toEqual(KEYS);
  });

  it("started thrice at once happens thrice, one after the other, and loses no key", async () => {
    const rotations = await Promise.all(Array.from({ length: 3 }, () => rotateSecretFile(test.db, path, NOON)));
    expect(rotations.map(({ kind }) => kind)).toEqual(["resealed", "resealed", "resealed"]);
    expect(await textsUnder(test.db, await openFileVault(test.db, path))).toEqual(KEYS);
    expect(await readdir(dirname(path))).toHaveLength(1);
  });

  it("is refused while something collects, and changes nothing", async () => {
    await takeLease(test.db, "a collector", minutes(1), NOON);
    expect(await rotateSecretFile(test.db, path, NOON)).toEqual({ kind: "collecting", holder: "a collector" });
    expect(await textsUnder(test.db, await openFileVault(test.db, path))).toEqual(KEYS);
    expect(await readdir(dirname(path))).toHaveLength(1);
    expect(await rotateSecretFile(test.db, path, plus(NOON, minutes(2)))).toMatchObject({ kind: "resealed" });
  });

  it("is refused by a secret that does not open everything, and changes nothing", async () => {
    const stranger = openVault("a stranger's secret");
    const refused = await resealKeys(test.db, stranger, openVault("another"), NOON);
    expect(refused).toMatchObject({ kind: "unreadable", masked: { length: 3 } });
    expect(await textsUnder(test.db, former)).toEqual(KEYS);
  });

  it("keeps whoever still has the former secret from sealing a key that nobody would open", async () => {
    await rotateSecretFile(test.db, path, NOON);
    expect(await add(test.db, former, "fourth-key-of-all")).toEqual({ kind: "otherSecret" });
    expect(await add(test.db, former, KEYS[0] ?? "")).toEqual({ kind: "otherSecret" });
    expect(await textsUnder(test.db, await openFileVault(test.db, path))).toEqual(KEYS);
  });

  it("that is lost stops nobody who has their keys in the settings, nor whoever removes the stored ones", async () => {
    const newcomer = openVault("made with every start");
    expect(await add(test.db, newcomer, "fourth-key-of-all")).toEqual({ kind: "otherSecret" });
    // Somebody whose vault opens the keys has no reason to.
    expect(await takeSealingOver(test.db, former)).toBe(false);
    expect(await takeSealingOver(test.db, newcomer)).toBe(true);
    expect(await add(test.db, newcomer, "fourth-key-of-all")).toMatchObject({ kind: "added" });
    expect(await add(test.db, former, "fifth-key-of-all")).toEqual({ kind: "otherSecret" });
    await test.db.deleteFrom("api_key").execute();
    expect(await add(test.db, former, "fifth-key-of-all")).toMatchObject({ kind: "added" });
  });

  it("subscribes every channel anew, because what the hub signs with was made of the former secret", async () => {
    await test.db
      .insertInto("channel_poll")
      .values({
        channel_id: "UC1",
        subscribe_at: null,
        subscribed_until: null,
        news_attempts: 0,
        subscribe_attempts: 3,
      })
      .execute();
    await rotateSecretFile(test.db, path, NOON);
    const row = await test.db.selectFrom("channel_poll").select("subscribe_attempts").executeTakeFirst();
    expect(row).toEqual({ subscribe_attempts: 0 });
  });
});

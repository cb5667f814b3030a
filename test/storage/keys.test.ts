import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import type { Db } from "#storage/database.ts";
import { writeKeyFacts } from "#storage/keys/key-tests.ts";
import { addKey, listKeys, removeKey } from "#storage/keys/keys.ts";
import { acknowledgeSeveralProjects } from "#storage/keys/projects.ts";
import { readUsableKeys } from "#storage/keys/usable-keys.ts";
import { openVault } from "#storage/keys/vault.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOON, NOTHING } from "./settlements.ts";

const CANARY = "AIzaCanaryCanaryCanaryCanaryCanaryCanar";
const vault = openVault("a secret of this test");

function keyOf(text: string): ApiKey {
  const key = ApiKey.parse(text);
  if (!key) throw new Error(`no key: ${text}`);
  return key;
}

const add = (db: Db, projectId: string, text: string) => addKey(db, vault, { projectId, key: keyOf(text) }, NOON);
const version = async (db: Db) => (await readPulse(db, NOON)).version;

describe.each(engines)("keys on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("lie sealed, and open only by the secret they were sealed by", () =>
    inRollback(test.db, async (db) => {
      await add(db, "default", CANARY);
      const { rows } = await sql<{ line: string }>`
        select k::text || encode(sealed, 'escape') as line from api_key k`.execute(db);
      expect(rows).toHaveLength(1);
      expect(rows[0]?.line).not.toContain(CANARY);
      expect(rows[0]?.line).not.toContain("Canary");
      expect((await readUsableKeys(db, vault)).keys).toMatchObject([{ projectId: "default", text: CANARY }]);
      const other = await readUsableKeys(db, openVault("another secret"));
      expect(other).toEqual({ keys: [], unreadable: [keyOf(CANARY).masked] });
    }));

  it("whose sealed bytes were swapped or changed are not used, and reported", () =>
    inRollback(test.db, async (db) => {
      await add(db, "p", "first-key-of-p");
      await add(db, "p", "second-key-of-p");
      await add(db, "p", "third-key-of-p");
      const third = vault.fingerprint("third-key-of-p");
      await sql`
        update api_key k set sealed = o.sealed from api_key o
        where k.fingerprint <> ${third} and o.fingerprint <> ${third} and k.fingerprint <> o.fingerprint`.execute(db);
      const { keys, unreadable } = await readUsableKeys(db, vault);
      expect(keys.map(({ text }) => text)).toEqual(["third-key-of-p"]);
      expect(unreadable).toHaveLength(2);
      await sql`update api_key set sealed = set_byte(sealed, 15, (get_byte(sealed, 15) + 1) % 256)`.execute(db);
      expect((await readUsableKeys(db, vault)).unreadable).toHaveLength(3);
      await sql`update api_key set sealed = '\\x00'`.execute(db);
      expect((await readUsableKeys(db, vault)).unreadable).toHaveLength(3);
    }));

  it("added twice are one, and a refused one is tried again", () =>
    inRollback(test.db, async (db) => {
      const before = await version(db);
      expect(await add(db, "p", CANARY)).toMatchObject({ kind: "added" });
      expect(await add(db, "p", CANARY)).toMatchObject({ kind: "alreadyThere", projectId: "p" });
      expect(await version(db)).toBe(before + 1);
      await writeKeyFacts(db, vault.fingerprint(CANARY), { ...NOTHING, keyRefused: "keyInvalid" });
      expect(await listKeys(db)).toMatchObject([{ state: "refused", reason: "keyInvalid", masked: "AIza…anar" }]);
      expect((await readUsableKeys(db, vault)).keys).toEqual([]);
      expect(await add(db, "p", CANARY)).toMatchObject({ kind: "alreadyThere" });
      expect(await listKeys(db)).toMatchObject([{ state: "usable", reason: null }]);
      expect(await version(db)).toBe(before + 3);
    }));

  it("of a second project need an acknowledgement, once", () =>
    inRollback(test.db, async (db) => {
      await add(db, "p", "first-key-of-p");
      expect(await add(db, "p", "second-key-of-p")).toMatchObject({ kind: "added" });
      expect(await add(db, "q", "first-key-of-q")).toEqual({ kind: "needsAcknowledgement" });
      expect((await db.selectFrom("project").select("id").execute()).map(({ id }) => id)).toEqual(["p"]);
      await acknowledgeSeveralProjects(db, NOON);
      expect(await add(db, "q", "first-key-of-q")).toMatchObject({ kind: "added" });
      expect(await add(db, "r", "first-key-of-r")).toMatchObject({ kind: "added" });
    }));

  it("are removed by the beginning of their fingerprint, if it names one", () =>
    inRollback(test.db, async (db) => {
      for (let n = 0; n < 17; n++) await add(db, "p", `key-number-${n}`);
      const fingerprint = vault.fingerprint("key-number-5");
      expect(await removeKey(db, "")).toEqual({ kind: "unknown" });
      expect(await removeKey(db, "%")).toEqual({ kind: "unknown" });
      const shared = (await listKeys(db)).map((key) => key.fingerprint[0]).find((c, i, all) => all.indexOf(c) !== i);
      expect(await removeKey(db, shared ?? "")).toEqual({ kind: "ambiguous" });
      expect(await removeKey(db, fingerprint)).toEqual({
        kind: "changed",
        fingerprint,
        masked: keyOf("key-number-5").masked,
      });
      expect(await removeKey(db, fingerprint)).toEqual({ kind: "unknown" });
      expect(await listKeys(db)).toHaveLength(16);
    }));
});

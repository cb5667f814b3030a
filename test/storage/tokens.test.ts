import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, hours, minutes, plus } from "#domain/time.ts";
import { CODE_VALID, createLoginCode, redeemLoginCode, SESSION_VALID } from "#storage/access/login-codes.ts";
import {
  ADMIN_WISH,
  createToken,
  findToken,
  hasAdminToken,
  listTokens,
  revokeToken,
  tokenHash,
} from "#storage/access/tokens.ts";
import { at } from "#storage/database.ts";
import { NOW } from "../api/now.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

describe.each(engines)("on %s", (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  it("a token is kept as its hash alone", async () => {
    await inRollback(database.db, async (db) => {
      const { token, id } = await createToken(db, ADMIN_WISH, NOW);
      const code = await createLoginCode(db, NOW);
      const session = await redeemLoginCode(db, code, NOW);
      const { rows } = await sql<{ text: string }>`
        select t::text as text from access_token t union all select c::text from login_code c`.execute(db);
      const stored = rows.map(({ text }) => text).join("\n");
      expect(stored).toContain(Buffer.from(tokenHash(token)).toString("hex"));
      expect(Buffer.from(tokenHash(token)).toString("hex").startsWith(id)).toBe(true);
      for (const secret of [token, code, session]) {
        expect(stored).not.toContain(secret?.slice(3));
        expect(stored).not.toContain(Buffer.from(secret?.slice(3) ?? "", "base64url").toString("hex"));
      }
    });
  });

  it("a token is taken until it expires or is revoked, not a moment longer, and only as what it is", async () => {
    await inRollback(database.db, async (db) => {
      const expiresAt = plus(NOW, days(90));
      const { id, token } = await createToken(db, { name: "sheet", scope: "read", expiresAt }, NOW);
      expect(await findToken(db, token, "token", NOW)).toMatchObject({ id, name: "sheet", scope: "read" });
      expect(await findToken(db, token, "session", NOW)).toBeNull();
      expect(await findToken(db, `${token}x`, "token", NOW)).toBeNull();
      expect(await findToken(db, token, "token", plus(expiresAt, -1 as never))).not.toBeNull();
      expect(await findToken(db, token, "token", expiresAt)).toBeNull();
      expect(await revokeToken(db, id, plus(NOW, hours(1)))).toBe(true);
      expect(await findToken(db, token, "token", plus(NOW, hours(1)))).toBeNull();
      expect(await revokeToken(db, id, plus(NOW, hours(2)))).toBe(false);
      expect(await listTokens(db)).toMatchObject([{ id, revokedAt: plus(NOW, hours(1)) }]);
    });
  });

  it("when a token was last used is written once an hour", async () => {
    await inRollback(database.db, async (db) => {
      const { token } = await createToken(db, ADMIN_WISH, NOW);
      const lastUsed = async () => (await listTokens(db))[0]?.lastUsedAt;
      expect(await lastUsed()).toBeNull();
      for (const [after, told] of [
        [minutes(0), minutes(0)],
        [minutes(59), minutes(0)],
        [minutes(60), minutes(60)],
        [minutes(61), minutes(60)],
      ] as const) {
        await findToken(db, token, "token", plus(NOW, after));
        expect(await lastUsed()).toBe(plus(NOW, told));
      }
    });
  });

  it("an installation knows whether anybody can still do everything", async () => {
    await inRollback(database.db, async (db) => {
      expect(await hasAdminToken(db, NOW)).toBe(false);
      await createToken(db, { ...ADMIN_WISH, scope: "write" }, NOW);
      await createToken(db, { ...ADMIN_WISH, expiresAt: plus(NOW, hours(1)) }, NOW, "session");
      expect(await hasAdminToken(db, NOW)).toBe(false);
      const { id } = await createToken(db, { ...ADMIN_WISH, expiresAt: plus(NOW, hours(1)) }, NOW);
      expect(await hasAdminToken(db, NOW)).toBe(true);
      expect(await hasAdminToken(db, plus(NOW, hours(1)))).toBe(false);
      await revokeToken(db, id, NOW);
      expect(await hasAdminToken(db, NOW)).toBe(false);
    });
  });

  it("a code begins one session, within its ten minutes", async () => {
    await inRollback(database.db, async (db) => {
      const code = await createLoginCode(db, NOW);
      const late = await createLoginCode(db, NOW);
      const session = (await redeemLoginCode(db, code, NOW)) ?? "";
      expect(await findToken(db, session, "session", NOW)).toMatchObject({ scope: "admin", kind: "session" });
      expect(await findToken(db, session, "session", plus(NOW, SESSION_VALID))).toBeNull();
      expect(await redeemLoginCode(db, code, NOW)).toBeNull();
      expect(await redeemLoginCode(db, late, plus(NOW, CODE_VALID))).toBeNull();
      expect(await redeemLoginCode(db, session, NOW)).toBeNull();
    });
  });

  it("codes and sessions that are over are not kept", async () => {
    await inRollback(database.db, async (db) => {
      const first = await redeemLoginCode(db, await createLoginCode(db, NOW), NOW);
      const later = plus(NOW, SESSION_VALID);
      await redeemLoginCode(db, await createLoginCode(db, later), later);
      expect(first).not.toBeNull();
      expect(await listTokens(db)).toHaveLength(1);
      const { rows } = await sql<{ n: number }>`select count(*) as n from login_code`.execute(db);
      expect(rows).toEqual([{ n: 1 }]);
    });
  });
});

describe("on native", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase("native");
  });
  afterAll(() => database.close());

  it("of many who bring the same code at once, one gets a session", async () => {
    const code = await createLoginCode(database.db, NOW);
    const got = await Promise.all(Array.from({ length: 8 }, () => redeemLoginCode(database.db, code, NOW)));
    expect(got.filter((session) => session !== null)).toHaveLength(1);
  });

  it("the tokens of an older installation go on being valid", async () => {
    // What the migration does, on a table as it was.
    await inRollback(database.db, async (db) => {
      const hash = tokenHash("an old token");
      await sql`create temporary table admin_token (hash bytea primary key, created_at timestamptz not null)`.execute(
        db,
      );
      await sql`insert into admin_token values (${hash}, ${at(NOW)})`.execute(db);
      const { readFile } = await import("node:fs/promises");
      const text = await readFile(new URL("../../migrations/0008-access.sql", import.meta.url), "utf8");
      await sql.raw(/insert into access_token[^;]*;/.exec(text)?.[0] ?? "").execute(db);
      expect(await findToken(db, "an old token", "token", NOW)).toMatchObject({ name: "admin", scope: "admin" });
    });
  });
});

import { createHash, randomBytes } from "node:crypto";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "./database.ts";

/** What is kept of a token. Tokens are long and random, so one round of SHA-256 is as good as a slow hash. */
export const tokenHash = (token: string): Uint8Array => createHash("sha256").update(token, "utf8").digest();

/** Makes an admin token and stores its hash. The text is returned this once and can never be read again. */
export async function createAdminToken(db: Db, now: Instant): Promise<string> {
  const token = `vc_${randomBytes(32).toString("base64url")}`;
  await db
    .insertInto("admin_token")
    .values({ hash: tokenHash(token), created_at: at(now) })
    .execute();
  return token;
}

/** The hashes of all admin tokens: a handful. */
export async function readAdminTokenHashes(db: Db): Promise<readonly Uint8Array[]> {
  const rows = await db.selectFrom("admin_token").select("hash").execute();
  return rows.map((row) => row.hash);
}

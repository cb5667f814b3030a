import type { Scope } from "#domain/scope.ts";
import { days, type Instant, minutes, plus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { createToken, dropEndedSessions, randomToken, tokenHash } from "./tokens.ts";

/** A link is opened right after it was printed; what lies in a terminal's history must be worth nothing. */
export const CODE_VALID = minutes(10);

/** A browser stays signed in for so long. */
export const SESSION_VALID = days(30);

/** Makes a code that begins one session within ten minutes, and stores its hash. Its text is told this once. */
export async function createLoginCode(db: Db, now: Instant): Promise<string> {
  const code = randomToken();
  await inTransaction(db, async (trx) => {
    await trx.deleteFrom("login_code").where("expires_at", "<=", at(now)).execute();
    await trx
      .insertInto("login_code")
      .values({ hash: tokenHash(code), expires_at: at(plus(now, CODE_VALID)) })
      .execute();
  });
  return code;
}

/**
 * Begins the session of a browser whose person has shown a token. It may do what the token may, and ends with it; this is
 * its cookie's text.
 *
 * @param madeBy the token's `tokenHash`.
 */
export function beginSession(db: Db, scope: Scope, madeBy: Uint8Array, now: Instant): Promise<string> {
  return inTransaction(db, async (trx) => {
    await dropEndedSessions(trx, now);
    const wish = { name: "browser", scope, expiresAt: plus(now, SESSION_VALID) } as const;
    return (await createToken(trx, wish, now, "session", madeBy)).token;
  });
}

/**
 * Begins the session that a code is good for: of two requests that bring the same code, however close, one gets it.
 *
 * @returns what the browser's cookie holds; `null` when the code is none of ours, was used, or is too old.
 */
export function redeemLoginCode(db: Db, code: string, now: Instant): Promise<string | null> {
  return inTransaction(db, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("login_code")
      .set({ used_at: at(now) })
      .where("hash", "=", tokenHash(code))
      .where("used_at", "is", null)
      .where("expires_at", ">", at(now))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return null;
    await dropEndedSessions(trx, now);
    const wish = { name: "browser", scope: "admin", expiresAt: plus(now, SESSION_VALID) } as const;
    return (await createToken(trx, wish, now, "session")).token;
  });
}

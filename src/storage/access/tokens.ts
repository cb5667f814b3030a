import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import type { Scope } from "#domain/scope.ts";
import { hours, type Instant, minus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import type { TokenKind } from "./access-tables.ts";

/** A token as it is listed. Its text is known to its holder alone. */
export interface StoredToken {
  /** By which it is named, and revoked. */
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly kind: TokenKind;
  readonly createdAt: Instant;
  /** `null` = until it is revoked. */
  readonly expiresAt: Instant | null;
  /** To the hour. */
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
  /** The token that a session was begun with, and ends with; `null` of tokens, and of sessions that a link began. */
  readonly maker: TokenMaker | null;
}

interface TokenMaker {
  readonly id: string;
  readonly hash: Uint8Array;
  /** Whether it is stored here; the token of the settings is not. */
  readonly isStored: boolean;
}

export interface TokenWish {
  readonly name: string;
  readonly scope: Scope;
  readonly expiresAt: Instant | null;
}

/** When a token was last used is told to the hour: a request must not cost a write. */
const USE_NOTED_EVERY = hours(1);

/** What is kept of a token. Tokens are long and random, so one round of SHA-256 is as good as a slow hash. */
export const tokenHash = (token: string): Uint8Array => createHash("sha256").update(token, "utf8").digest();

/** A text nobody guesses: 256 random bits behind a prefix that scanners for leaked secrets can go by. */
export const randomToken = (): string => `vc_${randomBytes(32).toString("base64url")}`;

/** Twelve hexadecimal digits of a token's hash: enough to name it by, and nothing to guess it by. */
const idOf = (hash: Uint8Array): string => Buffer.from(hash).toString("hex").slice(0, 12);

/**
 * Makes a token (or the session of a browser) and stores its hash.
 *
 * @param madeBy the hash of the token that a session is begun with, and ends with; `null` = none was.
 * @returns its id, and its text, which is told this once and can never be read again.
 */
export async function createToken(
  db: Db,
  wish: TokenWish,
  now: Instant,
  kind: TokenKind = "token",
  madeBy: Uint8Array | null = null,
): Promise<{ readonly id: string; readonly token: string }> {
  const token = randomToken();
  const hash = tokenHash(token);
  const id = idOf(hash);
  const { name, scope, expiresAt } = wish;
  await db
    .insertInto("access_token")
    .values({
      ...{ hash, id, name, scope, kind },
      created_at: at(now),
      expires_at: expiresAt && at(expiresAt),
      made_by: madeBy,
    })
    .execute();
  return { id, token };
}

/** The token that a person's first program or browser gets: it may do everything, until it is revoked. */
export const ADMIN_WISH: TokenWish = { name: "admin", scope: "admin", expiresAt: null };

/**
 * The token of a text, if there is one of this kind that is neither revoked nor expired, else `null`. That it was used is
 * noted, to the hour. It is looked up by its id and compared whole in constant time: how long it takes says nothing of
 * how much of a guess is right.
 *
 * @param settingsHash `tokenHash` of VIEWCURVE_ADMIN_TOKEN, with which sessions may have been begun; `null` = none is set.
 */
export async function findToken(
  db: Db,
  text: string,
  kind: TokenKind,
  now: Instant,
  settingsHash: Uint8Array | null = null,
): Promise<StoredToken | null> {
  const hash = tokenHash(text);
  const rows = await withMakers(db).where("t.id", "=", idOf(hash)).execute();
  const row = rows.find((one) => timingSafeEqual(one.hash, hash));
  if (row?.kind !== kind || tokenState(storedOf(row), now, settingsHash) !== "valid") return null;
  if (row.last_used_at === null || row.last_used_at <= minus(now, USE_NOTED_EVERY)) {
    await db
      .updateTable("access_token")
      .set({ last_used_at: at(now) })
      .where("hash", "=", row.hash)
      .execute();
  }
  return storedOf(row);
}

/** All tokens and sessions that were made, the newest first, also those that are revoked or have expired. */
export async function listTokens(db: Db): Promise<readonly StoredToken[]> {
  const rows = await withMakers(db).orderBy("t.created_at", "desc").orderBy("t.id").execute();
  return rows.map(storedOf);
}

/** Tokens and sessions. A session begun with a token is revoked with it, and ends when it does, at the latest. */
const withMakers = (db: Db) =>
  db
    .selectFrom("access_token as t")
    .leftJoin("access_token as maker", "maker.hash", "t.made_by")
    .select(["t.hash", "t.id", "t.name", "t.scope", "t.kind", "t.created_at", "t.last_used_at", "t.made_by"])
    .select("maker.id as maker_id")
    .select(({ fn }) => [
      fn.coalesce("t.revoked_at", "maker.revoked_at").as("revoked_at"),
      fn<Instant | null>("least", ["t.expires_at", "maker.expires_at"]).as("expires_at"),
    ]);

/** Revokes a token or a session; it is refused from the next request on. `false` when there is none that is valid. */
export async function revokeToken(db: Db, id: string, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("access_token")
    .set({ revoked_at: at(now) })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0;
}

/** Whether any program can still do everything. After the last such token was revoked, the next start makes another. */
export async function hasAdminToken(db: Db, now: Instant): Promise<boolean> {
  const row = await db
    .selectFrom("access_token")
    .select("id")
    .where("kind", "=", "token")
    .where("scope", "=", "admin")
    .where("revoked_at", "is", null)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", at(now))]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Sessions that are over tell nobody anything; they go when the next one begins. */
export async function dropEndedSessions(db: Db, now: Instant): Promise<void> {
  await sql`
    delete from access_token where kind = 'session' and (revoked_at is not null or expires_at <= ${at(now)}
      or made_by in (select hash from access_token where revoked_at is not null or expires_at <= ${at(now)}))`.execute(
    db,
  );
}

/** Whether a token is taken at an instant, and why not. A session is revoked, too, when the settings' token was changed. */
export function tokenState(
  token: StoredToken,
  now: Instant,
  settingsHash: Uint8Array | null,
): "valid" | "expired" | "revoked" {
  const { maker } = token;
  const isOrphan = maker !== null && !maker.isStored && !(settingsHash && timingSafeEqual(maker.hash, settingsHash));
  if (token.revokedAt !== null || isOrphan) return "revoked";
  return token.expiresAt !== null && token.expiresAt <= now ? "expired" : "valid";
}

const storedOf = (row: {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly kind: TokenKind;
  readonly created_at: Instant;
  readonly expires_at: Instant | null;
  readonly last_used_at: Instant | null;
  readonly revoked_at: Instant | null;
  readonly made_by: Uint8Array | null;
  readonly maker_id: string | null;
}): StoredToken => ({
  id: row.id,
  name: row.name,
  scope: row.scope,
  kind: row.kind,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
  maker: row.made_by && { id: idOf(row.made_by), hash: row.made_by, isStored: row.maker_id !== null },
});

import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { type Resealed, resealKeys } from "./reseal-keys.ts";
import { isSecretOf } from "./secret-check.ts";
import { adoptNextSecret, dropNextSecret, layNextSecret, readSecrets } from "./secret-file.ts";
import { openVault, type Vault } from "./vault.ts";

/** Any number, as long as every process uses it. */
const SECRET_LOCK = 8_686_905;

/**
 * Replaces the secret file by a new one that all keys are sealed by. In this order, so that a crash at any moment leaves a
 * file that opens them: the new secret is laid beside the present one, the keys are sealed anew in one transaction, and the
 * new secret takes its place. Whoever comes between the last two finds both, and finishes it (`openFileVault`).
 */
export const rotateSecretFile = (db: Db, path: string, now: Instant): Promise<Resealed> =>
  withSecretLock(db, async (held) => {
    const former = await settledVault(held, path);
    const resealed = await resealKeys(held, former, openVault(await layNextSecret(path)), now);
    if (resealed.kind === "resealed") await adoptNextSecret(path);
    else await dropNextSecret(path);
    return resealed;
  });

/** The vault under the secret at a path, after a rotation that died half-way has been finished, or forgotten. */
export async function openFileVault(db: Db, path: string): Promise<Vault> {
  const { current, next } = await readSecrets(path);
  if (next === null) return openVault(current);
  return withSecretLock(db, (held) => settledVault(held, path));
}

async function settledVault(db: Db, path: string): Promise<Vault> {
  // Read under the lock: whoever held it before may have put another secret here.
  const { current, next } = await readSecrets(path);
  const vault = openVault(current);
  if (next === null || (await isSecretOf(db, vault))) return vault;
  const latter = openVault(next);
  if (!(await isSecretOf(db, latter))) return vault;
  await adoptNextSecret(path);
  return latter;
}

/** Keeps other rotations away, beyond the end of a transaction; a process that dies lets go of it. */
const withSecretLock = <T>(db: Db, work: (held: Db) => Promise<T>): Promise<T> =>
  db.connection().execute(async (held) => {
    await sql`select pg_advisory_lock(${SECRET_LOCK})`.execute(held);
    try {
      return await work(held);
    } finally {
      await sql`select pg_advisory_unlock(${SECRET_LOCK})`.execute(held);
    }
  });

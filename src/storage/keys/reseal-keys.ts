import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { readLease } from "#storage/collecting/lease.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import type { Db } from "#storage/database.ts";
import { isSecretOf, noteSecret } from "./secret-check.ts";
import { rowOf } from "./usable-keys.ts";
import type { Vault } from "./vault.ts";

export type Resealed = { readonly kind: "resealed"; readonly keys: number } | SealingObstacle;

/** Why keys were not sealed anew. Nothing was changed then. */
export type SealingObstacle =
  /** A collector runs: it holds the former secret, and would open nothing from then on. */
  | { readonly kind: "collecting"; readonly holder: string }
  /** These keys, masked, are not opened by the former secret. */
  | { readonly kind: "unreadable"; readonly masked: readonly string[] };

/**
 * Seals all keys anew, by another secret, in one transaction: until it ends the former secret opens everything, afterwards
 * the latter does and the former nothing. Fingerprints are made with the secret, so they change too, and what refers to them
 * with them. What was derived from the secret for the hub is asked for anew: every channel is subscribed again.
 */
export async function resealKeys(db: Db, former: Vault, latter: Vault, now: Instant): Promise<Resealed> {
  return db.transaction().execute(async (trx): Promise<Resealed> => {
    // Nobody adds a key meanwhile, and of two rotations one waits for the other.
    await trx.selectFrom("installation").select("singleton").forUpdate().execute();
    const lease = await readLease(trx);
    if (lease && lease.expiresAt > now) return { kind: "collecting", holder: lease.holder };
    const rows = await trx.selectFrom("api_key").select(["fingerprint", "sealed", "masked"]).forUpdate().execute();
    const opened = rows.map((row) => ({ ...row, text: former.open(row.sealed, rowOf(row.fingerprint)) }));
    const unreadable = opened.filter(({ text }) => text === null).map(({ masked }) => masked);
    if (unreadable.length > 0 || !(await isSecretOf(trx, former))) return { kind: "unreadable", masked: unreadable };
    for (const { fingerprint, text } of opened) {
      if (text === null) continue;
      const next = latter.fingerprint(text);
      const sealed = latter.seal(text, rowOf(next));
      await trx
        .updateTable("api_key")
        .set({ fingerprint: next, sealed })
        .where("fingerprint", "=", fingerprint)
        .execute();
      await trx.updateTable("call").set({ fingerprint: next }).where("fingerprint", "=", fingerprint).execute();
    }
    await noteSecret(trx, latter);
    await sql`update channel_poll set subscribe_at = null, subscribe_attempts = 0, subscribed_until = null`.execute(
      trx,
    );
    await bumpPlanningChange(trx);
    return { kind: "resealed", keys: rows.length };
  });
}

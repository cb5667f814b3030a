import type { Db } from "#storage/database.ts";
import { readUsableKeys, rowOf } from "./usable-keys.ts";
import type { Vault } from "./vault.ts";

/** What a secret makes of this text is stored beside what it sealed. */
const checkOf = (vault: Vault): string => vault.derive("secret check");

/**
 * Whether a vault may seal keys here. A process that was started before the secret was rotated still has the former one,
 * and would seal a key that nobody opens. Locks the installation until the transaction ends, and notes the secret where
 * none is noted yet, or none that any key is sealed by.
 */
export async function maySeal(trx: Db, vault: Vault): Promise<boolean> {
  const row = await trx.selectFrom("installation").select("secret_check").forUpdate().executeTakeFirst();
  if (row?.secret_check === checkOf(vault)) return true;
  if (row?.secret_check != null && (await trx.selectFrom("api_key").select("fingerprint").executeTakeFirst())) {
    return false;
  }
  await noteSecret(trx, vault);
  return true;
}

/**
 * Lets a vault seal keys from now on though another secret is noted, if it is plain that this one is lost: the vault opens
 * nothing that is stored. Gives whether it may. So a container that makes a new secret with every start can start.
 */
export async function takeSealingOver(db: Db, vault: Vault): Promise<boolean> {
  const { keys, unreadable } = await readUsableKeys(db, vault);
  if (keys.length > 0 || unreadable.length === 0) return false;
  await noteSecret(db, vault);
  return true;
}

/** Notes whose secret seals the keys from now on. */
export async function noteSecret(trx: Db, vault: Vault): Promise<void> {
  await trx
    .updateTable("installation")
    .set({ secret_check: checkOf(vault) })
    .execute();
}

/** Whether a vault's secret is the noted one or, where none is noted yet, opens all there is. */
export async function isSecretOf(db: Db, vault: Vault): Promise<boolean> {
  const row = await db.selectFrom("installation").select("secret_check").executeTakeFirst();
  return row?.secret_check != null ? row.secret_check === checkOf(vault) : opensEverything(db, vault);
}

async function opensEverything(db: Db, vault: Vault): Promise<boolean> {
  const rows = await db.selectFrom("api_key").select(["fingerprint", "sealed"]).execute();
  return rows.every(({ fingerprint, sealed }) => vault.open(sealed, rowOf(fingerprint)) !== null);
}

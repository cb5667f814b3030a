import type { Payer } from "#domain/key-test.ts";
import type { Db } from "#storage/database.ts";
import type { Vault } from "./vault.ts";

/** The row a sealed key belongs to: part of what is sealed, so that two rows' seals cannot be swapped. */
export const rowOf = (fingerprint: string): string => `api_key:${fingerprint}`;

export interface UsableKey extends Payer {
  /** The key itself: never to be logged or answered. */
  readonly text: string;
}

export interface UsableKeys {
  readonly keys: readonly UsableKey[];
  /** Keys that this vault does not open, masked: another secret sealed them, or their row was changed. */
  readonly unreadable: readonly string[];
}

/** The keys that may be used, opened, in a fixed order: neither refused by YouTube nor paused. */
export async function readUsableKeys(db: Db, vault: Vault): Promise<UsableKeys> {
  const rows = await db
    .selectFrom("api_key")
    .select(["fingerprint", "project_id", "sealed", "masked"])
    .where("state", "=", "usable")
    .where("paused_at", "is", null)
    .orderBy("fingerprint")
    .execute();
  const keys: UsableKey[] = [];
  const unreadable: string[] = [];
  for (const { fingerprint, project_id, sealed, masked } of rows) {
    const text = vault.open(sealed, rowOf(fingerprint));
    if (text === null) unreadable.push(masked);
    else keys.push({ fingerprint, projectId: project_id, text });
  }
  return { keys, unreadable };
}

/** One key, opened, also when YouTube refuses it: to be tried. `null` when it is gone, or this vault does not open it. */
export async function openKey(db: Db, vault: Vault, fingerprint: string): Promise<UsableKey | null> {
  const row = await db
    .selectFrom("api_key")
    .select(["project_id", "sealed"])
    .where("fingerprint", "=", fingerprint)
    .executeTakeFirst();
  const text = row && vault.open(row.sealed, rowOf(fingerprint));
  return row && typeof text === "string" ? { fingerprint, projectId: row.project_id, text } : null;
}

import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "./database.ts";
import { bumpPlanningChange } from "./planning-changes.ts";
import { ensureProject } from "./projects.ts";
import { inTransaction } from "./transaction.ts";
import type { Vault } from "./vault.ts";

/** A key as it is handed in: what `ApiKey` of the YouTube port is, and all that storage needs of it. */
interface RevealableKey {
  reveal(): string;
  readonly masked: string;
}

export type KeyAddition =
  | { readonly kind: "added"; readonly fingerprint: string }
  /** The same key is stored already, in the project named; if it had been refused it is tried again. */
  | { readonly kind: "alreadyThere"; readonly fingerprint: string; readonly projectId: string }
  /** It would be the second project's first key, and nobody has acknowledged it (`acknowledgeSeveralProjects`). */
  | { readonly kind: "needsAcknowledgement" };

export interface NewKey {
  readonly projectId: string;
  readonly key: RevealableKey;
}

/** The row a sealed key belongs to: part of what is sealed, so that two rows' seals cannot be swapped. */
const rowOf = (fingerprint: string): string => `api_key:${fingerprint}`;

/** Stores a key sealed, in a project that is made when it is new. Planning sees it at its next look. */
export async function addKey(db: Db, vault: Vault, addition: NewKey, now: Instant): Promise<KeyAddition> {
  const fingerprint = vault.fingerprint(addition.key.reveal());
  return inTransaction(db, async (trx) => {
    const there = await trx
      .selectFrom("api_key")
      .select(["project_id", "state"])
      .where("fingerprint", "=", fingerprint)
      .forUpdate()
      .executeTakeFirst();
    if (there) {
      if (there.state === "refused") await makeUsable(trx, fingerprint);
      return { kind: "alreadyThere", fingerprint, projectId: there.project_id };
    }
    if (await needsAcknowledgement(trx, addition.projectId)) return { kind: "needsAcknowledgement" };
    const projectId = await ensureProject(trx, addition.projectId, now);
    const inserted = await trx
      .insertInto("api_key")
      .values({
        fingerprint,
        project_id: projectId,
        sealed: vault.seal(addition.key.reveal(), rowOf(fingerprint)),
        masked: addition.key.masked,
        state: "usable",
        refused_reason: null,
        refused_at: null,
        added_at: at(now),
      })
      .onConflict((conflict) => conflict.column("fingerprint").doNothing())
      .returning("fingerprint")
      .executeTakeFirst();
    if (!inserted) return { kind: "alreadyThere", fingerprint, projectId };
    await bumpPlanningChange(trx);
    return { kind: "added", fingerprint };
  });
}

async function makeUsable(trx: Db, fingerprint: string): Promise<void> {
  await trx
    .updateTable("api_key")
    .set({ state: "usable", refused_reason: null, refused_at: null })
    .where("fingerprint", "=", fingerprint)
    .execute();
  await bumpPlanningChange(trx);
}

async function needsAcknowledgement(trx: Db, projectId: string): Promise<boolean> {
  const { rows } = await sql<{ needed: boolean }>`
    select exists (select from api_key where project_id <> ${projectId})
      and not exists (select from api_key where project_id = ${projectId})
      and not exists (select from installation where several_projects_at is not null) as needed`.execute(trx);
  return rows[0]?.needed ?? true;
}

export interface ListedKey {
  readonly fingerprint: string;
  readonly projectId: string;
  readonly masked: string;
  readonly state: "usable" | "refused";
  /** Why YouTube refused it; `null` while it is usable. */
  readonly reason: string | null;
  readonly addedAt: Instant;
}

/** All keys, masked, by project and age. */
export async function listKeys(db: Db): Promise<readonly ListedKey[]> {
  const rows = await db
    .selectFrom("api_key")
    .select(["fingerprint", "project_id", "masked", "state", "refused_reason", "added_at"])
    .orderBy("project_id")
    .orderBy("added_at")
    .orderBy("fingerprint")
    .execute();
  return rows.map((row) => ({
    fingerprint: row.fingerprint,
    projectId: row.project_id,
    masked: row.masked,
    state: row.state,
    reason: row.refused_reason,
    addedAt: row.added_at,
  }));
}

export type KeyRemoval =
  | { readonly kind: "removed"; readonly masked: string }
  | { readonly kind: "unknown" }
  /** More than one key's fingerprint begins so. */
  | { readonly kind: "ambiguous" };

/** Forgets the one key whose fingerprint begins with `prefix`. What it spent stays in the ledger. */
export async function removeKey(db: Db, prefix: string): Promise<KeyRemoval> {
  return inTransaction(db, async (trx) => {
    const [key, another] = await trx
      .selectFrom("api_key")
      .select(["fingerprint", "masked"])
      .where(sql<boolean>`starts_with(fingerprint, ${prefix})`)
      .limit(2)
      .execute();
    if (!key || prefix === "") return { kind: "unknown" };
    if (another) return { kind: "ambiguous" };
    await trx.deleteFrom("api_key").where("fingerprint", "=", key.fingerprint).execute();
    await bumpPlanningChange(trx);
    return { kind: "removed", masked: key.masked };
  });
}

/** Sets a key aside because YouTube refuses it, until it is added again. */
export async function refuseKey(trx: Db, fingerprint: string, reason: string, when: Instant): Promise<void> {
  const refused = await trx
    .updateTable("api_key")
    .set({ state: "refused", refused_reason: reason, refused_at: at(when) })
    .where("fingerprint", "=", fingerprint)
    .where("state", "=", "usable")
    .returning("fingerprint")
    .executeTakeFirst();
  if (refused) await bumpPlanningChange(trx);
}

interface UsableKey {
  readonly fingerprint: string;
  readonly projectId: string;
  /** The key itself: never to be logged or answered. */
  readonly text: string;
}

export interface UsableKeys {
  readonly keys: readonly UsableKey[];
  /** Keys that this vault does not open, masked: another secret sealed them, or their row was changed. */
  readonly unreadable: readonly string[];
}

/** The keys that may be used, opened, in a fixed order. */
export async function readUsableKeys(db: Db, vault: Vault): Promise<UsableKeys> {
  const rows = await db
    .selectFrom("api_key")
    .select(["fingerprint", "project_id", "sealed", "masked"])
    .where("state", "=", "usable")
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

import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { ensureProject, isSecondProject } from "./projects.ts";
import { maySeal } from "./secret-check.ts";
import { rowOf } from "./usable-keys.ts";
import type { Vault } from "./vault.ts";

/** A key as it is handed in: what `ApiKey` of the YouTube port is, and all that storage needs of it. */
export interface RevealableKey {
  reveal(): string;
  readonly masked: string;
}

export type KeyAddition =
  | { readonly kind: "added"; readonly fingerprint: string }
  /** The same key is stored already, in the project named; if it had been refused it is tried again. */
  | { readonly kind: "alreadyThere"; readonly fingerprint: string; readonly projectId: string }
  /** It would be the second project's first key, and nobody has acknowledged it (`acknowledgeSeveralProjects`). */
  | { readonly kind: "needsAcknowledgement" }
  /** The stored keys are sealed by another secret than this vault's: the key would be sealed for nobody. */
  | { readonly kind: "otherSecret" };

export interface NewKey {
  readonly projectId: string;
  readonly key: RevealableKey;
}

/** Stores a key sealed, in a project that is made when it is new. Planning sees it at its next look. */
export async function addKey(db: Db, vault: Vault, addition: NewKey, now: Instant): Promise<KeyAddition> {
  const fingerprint = vault.fingerprint(addition.key.reveal());
  return inTransaction(db, async (trx) => {
    if (!(await maySeal(trx, vault))) return { kind: "otherSecret" };
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
    if (await isSecondProject(trx, addition.projectId)) return { kind: "needsAcknowledgement" };
    const projectId = await ensureProject(trx, addition.projectId, now);
    const inserted = await trx
      .insertInto("api_key")
      .values({
        fingerprint,
        project_id: projectId,
        sealed: vault.seal(addition.key.reveal(), rowOf(fingerprint)),
        masked: addition.key.masked,
        state: "usable",
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
    .set({ state: "usable", refused_reason: null, refused_at: null, test_at: null, test_attempts: 0 })
    .where("fingerprint", "=", fingerprint)
    .execute();
  await bumpPlanningChange(trx);
}

export interface ListedKey {
  readonly fingerprint: string;
  readonly projectId: string;
  readonly masked: string;
  readonly state: "usable" | "refused" | "paused";
  /** Why YouTube refused it, and since when; both `null` while it does not. */
  readonly reason: string | null;
  readonly refusedAt: Instant | null;
  readonly addedAt: Instant;
  /** When it is tried by a call of its own; `null` = it is not to be. */
  readonly testAt: Instant | null;
  /** When it was last tried so, and what YouTube said against it; `null` = never, and nothing. */
  readonly testedAt: Instant | null;
  readonly testSaid: string | null;
}

/** All keys, masked, by project and age. */
export const listKeys = (db: Db): Promise<readonly ListedKey[]> => selectKeys(db, null);

/** One key, masked; `null` when there is none of this fingerprint. */
export async function readKey(db: Db, fingerprint: string): Promise<ListedKey | null> {
  return (await selectKeys(db, fingerprint))[0] ?? null;
}

async function selectKeys(db: Db, fingerprint: string | null): Promise<readonly ListedKey[]> {
  const rows = await db
    .selectFrom("api_key")
    .select(["fingerprint", "project_id", "masked", "state", "paused_at", "refused_reason", "refused_at", "added_at"])
    .select(["test_at", "tested_at", "test_said"])
    .where(sql<boolean>`${fingerprint}::text is null or fingerprint = ${fingerprint}`)
    .orderBy("project_id")
    .orderBy("added_at")
    .orderBy("fingerprint")
    .execute();
  return rows.map((row) => ({
    fingerprint: row.fingerprint,
    projectId: row.project_id,
    masked: row.masked,
    state: row.paused_at === null ? row.state : "paused",
    reason: row.refused_reason,
    refusedAt: row.refused_at,
    addedAt: row.added_at,
    testAt: row.paused_at === null ? row.test_at : null,
    testedAt: row.tested_at,
    testSaid: row.test_said,
  }));
}

/** Whether a test of a key is to come at once, so that its outcome is worth waiting for. */
export const isTesting = ({ testAt }: ListedKey, now: Instant): boolean => testAt !== null && testAt <= now;

export type KeyChange =
  | { readonly kind: "changed"; readonly masked: string; readonly fingerprint: string }
  | { readonly kind: "unknown" }
  /** More than one key's fingerprint begins so. */
  | { readonly kind: "ambiguous" }
  /** A paused key is not used, not even to try it. */
  | { readonly kind: "paused" };

/** Forgets the one key whose fingerprint begins with `prefix`. What it spent stays in the ledger. */
export const removeKey = (db: Db, prefix: string): Promise<KeyChange> =>
  changeKey(db, prefix, async (trx, fingerprint) => {
    await trx.deleteFrom("api_key").where("fingerprint", "=", fingerprint).execute();
    return "changed";
  });

/** Takes the one key whose fingerprint begins with `prefix` out of use, until it is resumed. */
export const pauseKey = (db: Db, prefix: string, now: Instant): Promise<KeyChange> =>
  changeKey(db, prefix, async (trx, fingerprint) => {
    await trx
      .updateTable("api_key")
      .set({ paused_at: at(now) })
      .where("fingerprint", "=", fingerprint)
      .where("paused_at", "is", null)
      .execute();
    return "changed";
  });

/** Takes a paused key back into use; one that YouTube refused before is tried first. */
export const resumeKey = (db: Db, prefix: string): Promise<KeyChange> =>
  changeKey(db, prefix, async (trx, fingerprint) => {
    await trx.updateTable("api_key").set({ paused_at: null }).where("fingerprint", "=", fingerprint).execute();
    return "changed";
  });

/** Asks the collector to try a key by one call. A key in use stays in use meanwhile. */
export const requestKeyTest = (db: Db, prefix: string, now: Instant): Promise<KeyChange> =>
  changeKey(db, prefix, async (trx, fingerprint) => {
    const asked = await trx
      .updateTable("api_key")
      .set({ test_at: at(now), test_attempts: 0 })
      .where("fingerprint", "=", fingerprint)
      .where("paused_at", "is", null)
      .returning("fingerprint")
      .executeTakeFirst();
    return asked ? "changed" : "paused";
  });

/** Changes the one key whose fingerprint begins with `prefix`, and tells planning. */
async function changeKey(
  db: Db,
  prefix: string,
  change: (trx: Db, fingerprint: string) => Promise<"changed" | "paused">,
): Promise<KeyChange> {
  return inTransaction(db, async (trx) => {
    const [key, another] = await trx
      .selectFrom("api_key")
      .select(["fingerprint", "masked"])
      .where(sql<boolean>`starts_with(fingerprint, ${prefix})`)
      .limit(2)
      .forUpdate()
      .execute();
    if (!key || prefix === "") return { kind: "unknown" };
    if (another) return { kind: "ambiguous" };
    if ((await change(trx, key.fingerprint)) === "paused") return { kind: "paused" };
    await bumpPlanningChange(trx);
    return { kind: "changed", masked: key.masked, fingerprint: key.fingerprint };
  });
}

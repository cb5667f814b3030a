import type { KeyTest } from "#domain/key-test.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import { at, type Db } from "#storage/database.ts";

/** The keys that are to be tried, as planning remembers them. One that is paused is never used, not even for that. */
export async function readKeyTests(db: Db): Promise<readonly KeyTest[]> {
  const rows = await db
    .selectFrom("api_key")
    .select(["fingerprint", "project_id", "state", "test_at", "test_attempts"])
    .where("test_at", "is not", null)
    .where("paused_at", "is", null)
    .orderBy("fingerprint")
    .execute();
  return rows.flatMap(({ fingerprint, project_id, state, test_at, test_attempts }) =>
    test_at === null
      ? []
      : [{ fingerprint, projectId: project_id, refused: state === "refused", dueAt: test_at, attempts: test_attempts }],
  );
}

/** Writes what a settlement says of keys: those refused, what a test told, and when they are tried again. */
export async function writeKeyFacts(
  trx: Db,
  fingerprint: string | null,
  { at: when, keyRefused, keyTested, keyTests }: Settlement,
): Promise<void> {
  if (keyTested) {
    const { fingerprint: tested, kind, said } = keyTested;
    await trx
      .updateTable("api_key")
      .set({
        tested_at: at(when),
        test_said: said,
        test_at: null,
        test_attempts: 0,
        ...(kind === "accepted" ? { state: "usable", refused_reason: null, refused_at: null } : {}),
      })
      .where("fingerprint", "=", tested)
      .execute();
  }
  if (fingerprint !== null && keyRefused !== null) await refuseKey(trx, fingerprint, keyRefused, when);
  for (const test of keyTests) {
    await trx
      .updateTable("api_key")
      .set({ test_at: at(test.dueAt), test_attempts: test.attempts })
      .where("fingerprint", "=", test.fingerprint)
      .execute();
  }
  // Whoever holds the lease sees keys by this alone, a key that became usable too.
  if (keyTested || keyRefused !== null) await bumpPlanningChange(trx);
}

/** Sets a key aside because YouTube refuses it. How long it has been refused is told by the first time in a row. */
async function refuseKey(trx: Db, fingerprint: string, reason: string, when: Instant): Promise<void> {
  await trx
    .updateTable("api_key")
    .set(({ fn, val, ref }) => ({
      state: "refused",
      refused_reason: reason,
      refused_at: fn.coalesce(ref("refused_at"), val(at(when))),
    }))
    .where("fingerprint", "=", fingerprint)
    .execute();
}

/** Gives up trying a key that cannot be opened: another secret sealed it, and no call can be sent with it. */
export async function giveUpKeyTest(db: Db, fingerprint: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable("api_key").set({ test_at: null }).where("fingerprint", "=", fingerprint).execute();
    await bumpPlanningChange(trx);
  });
}

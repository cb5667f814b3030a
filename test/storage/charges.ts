import { days } from "#domain/time.ts";
import { type Lease, takeLease } from "#storage/collecting/lease.ts";
import { at, type Db } from "#storage/database.ts";
import type { CallEntry } from "#storage/ledger/ledger.ts";
import { NOON } from "./settlements.ts";

/** A charge of one unit of the batch bucket of project `p`. */
export const entry = (number: number, over: Partial<CallEntry> = {}): CallEntry => ({
  number,
  call: "sample",
  purpose: "curve",
  bucket: "batch",
  ids: 50,
  why: "a test",
  projectId: "p",
  fingerprint: `key of ${over.projectId ?? "p"}`,
  ...over,
});

/** A project with this limit in each bucket, and a usable key. */
export async function addProject(db: Db, id: string, limit: number): Promise<void> {
  const limits = { default_limit: limit, search_limit: limit, batch_limit: limit };
  await db
    .insertInto("project")
    .values({ id, consumer: null, ...limits, created_at: at(NOON) })
    .execute();
  const key = { fingerprint: `key of ${id}`, project_id: id, sealed: Buffer.of(1), masked: "…" };
  await db
    .insertInto("api_key")
    .values({ ...key, state: "usable", added_at: at(NOON) })
    .execute();
}

export const lease = async (db: Db, term = days(1000)): Promise<Lease> => {
  const taken = await takeLease(db, "me", term, NOON);
  if (!taken) throw new Error("the lease is somebody else's");
  return taken;
};

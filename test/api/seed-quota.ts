import { days, hours, milliseconds, minus, minutes, plus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { NOW } from "./now.ts";
import { seedImports } from "./seed-imports.ts";

/** What the service did: imports, and one project with a usable and a refused key, some spending, a failure, a pause and a row set aside. */
export async function seedQuota(db: Db): Promise<void> {
  await seedImports(db);
  await db
    .insertInto("project")
    .values({
      id: "default",
      consumer: null,
      default_limit: 10_000,
      search_limit: 100,
      batch_limit: 10_000,
      created_at: at(minus(NOW, days(40))),
    })
    .execute();
  const key = { project_id: "default", sealed: Buffer.from("sealed"), added_at: at(minus(NOW, days(40))) };
  await db
    .insertInto("api_key")
    .values([
      { ...key, fingerprint: "aa", masked: "AIza…wxyz", state: "usable", refused_reason: null, refused_at: null },
      {
        ...key,
        fingerprint: "bb",
        masked: "AIza…0000",
        state: "refused",
        refused_reason: "keyInvalid",
        refused_at: at(minus(NOW, hours(2))),
      },
    ])
    .execute();
  await db
    .insertInto("ledger")
    .values({
      project_id: "default",
      bucket: "default",
      day: "2026-11-20",
      used: 42,
      allowance: 10_000,
      spent_at: null,
      last_used_at: at(minus(NOW, minutes(1))),
    })
    .execute();
  await db
    .insertInto("ledger")
    .values({
      project_id: "default",
      bucket: "batch",
      day: "2026-11-19",
      used: 310,
      allowance: 310,
      spent_at: at(minus(NOW, hours(3))),
      last_used_at: at(minus(NOW, hours(3))),
    })
    .execute();
  await db
    .insertInto("call_day")
    .values({
      day: "2026-11-19",
      project_id: "default",
      bucket: "batch",
      purpose: "curve",
      calls: 310,
      units: 310,
      ids: 15_480,
      unanswered: 1,
    })
    .execute();
  const call = {
    epoch: 1,
    project_id: "default",
    fingerprint: "aa",
    units: 1,
    ended_at: at(plus(minus(NOW, minutes(2)), milliseconds(230))),
    settled_at: at(minus(NOW, minutes(2))),
  };
  await db
    .insertInto("call")
    .values([
      {
        ...call,
        number: 1,
        charged_at: at(minus(NOW, minutes(2))),
        kind: "sample",
        purpose: "milestone",
        bucket: "batch",
        ids: 50,
        why: "60 min of one",
        outcome: "answered",
        answered: 50,
        detail: null,
      },
      {
        ...call,
        number: 2,
        charged_at: at(minus(NOW, minutes(1))),
        ended_at: at(plus(minus(NOW, minutes(1)), milliseconds(310))),
        settled_at: at(minus(NOW, minutes(1))),
        kind: "uploads",
        purpose: "backfill",
        bucket: "default",
        ids: 1,
        why: "page 1",
        outcome: "refused",
        answered: 0,
        detail: "playlistNotFound",
      },
      {
        ...call,
        number: 3,
        charged_at: at(NOW),
        kind: "feed",
        purpose: "discovery",
        project_id: null,
        bucket: null,
        units: 0,
        ids: 1,
        why: "news",
        fingerprint: null,
        ended_at: null,
        settled_at: null,
        outcome: null,
        answered: null,
        detail: null,
      },
    ])
    .execute();
  await db
    .insertInto("pause")
    .values({ subject: "feeds", until: at(plus(NOW, minutes(5))), failures: 2, reason: "404 from all feeds" })
    .execute();
  await db
    .insertInto("set_aside")
    .values({ subject: "vid00000003", at: at(minus(NOW, hours(5))), reason: "no title" })
    .execute();
}

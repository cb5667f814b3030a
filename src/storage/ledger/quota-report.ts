import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** Every project with what its buckets have used in a quota day (`YYYY-MM-DD`, Pacific): at most three rows each. */
export const readProjectUse = (db: Db, day: string) =>
  db
    .selectFrom("project as p")
    .leftJoin("ledger as l", (join) =>
      join.onRef("l.project_id", "=", "p.id").on("l.day", "=", sql<string>`${day}::date`),
    )
    .select([
      "p.id",
      "p.consumer",
      "p.default_limit as defaultLimit",
      "p.search_limit as searchLimit",
      "p.batch_limit as batchLimit",
      "l.bucket",
      "l.used",
      "l.allowance",
      "l.spent_at as spentAt",
      "l.probe_at as probeAt",
      "l.last_used_at as lastUsedAt",
    ])
    .orderBy("p.id")
    .execute();

/** Keys as they may be shown: their masks, and why YouTube refused those it refused. */
export const listShownKeys = (db: Db) =>
  db
    .selectFrom("api_key")
    .select([
      "project_id as projectId",
      "masked",
      sql<"usable" | "refused" | "paused">`case when paused_at is null then state else 'paused' end`.as("state"),
      "refused_reason as refusedReason",
      "refused_at as refusedAt",
      "added_at as addedAt",
    ])
    .orderBy("project_id")
    .orderBy("added_at")
    .orderBy("masked")
    .execute();

/**
 * The calls charged from one instant until another, which is not included, summed by project, bucket (both `null`: feeds
 * and the hub, which cost nothing) and purpose.
 */
export const sumCalls = (db: Db, since: Instant, until: Instant) =>
  db
    .selectFrom("call")
    .where("charged_at", ">=", at(since))
    .where("charged_at", "<", at(until))
    .select([
      "project_id as project",
      "bucket",
      "purpose",
      sql<number>`count(*)`.as("calls"),
      sql<number>`sum(units)`.as("units"),
      sql<number>`sum(ids)`.as("ids"),
      sql<number>`count(*) filter (where outcome is distinct from 'answered')`.as("unanswered"),
    ])
    .groupBy(["project_id", "bucket", "purpose"])
    .orderBy("project_id")
    .orderBy("bucket")
    .orderBy("purpose")
    .execute();

/** What the `days` quota days up to `day` (included) were spent on, as far as they are summed up: calls-rollup.ts does so. */
export const readSpentDays = (db: Db, day: string, days: number) =>
  db
    .selectFrom("call_day")
    .where("day", ">", sql<string>`${day}::date - ${days}::integer`)
    .select([
      "day",
      sql<string | null>`nullif(project_id, '')`.as("project"),
      sql<string | null>`nullif(bucket, '')`.as("bucket"),
      "purpose",
      "calls",
      "units",
      "ids",
      "unanswered",
    ])
    .orderBy("day")
    .orderBy("project_id")
    .orderBy("bucket")
    .orderBy("purpose")
    .execute();

/** The ledger of the `days` quota days up to `day`, included. */
export const readLedgerDays = (db: Db, day: string, days: number) =>
  db
    .selectFrom("ledger")
    .where("day", ">", sql<string>`${day}::date - ${days}::integer`)
    .select(["day", "project_id as project", "bucket", "used", "allowance", "spent_at as spentAt"])
    .orderBy("day")
    .orderBy("project_id")
    .orderBy("bucket")
    .execute();

/** The newest calls since an instant that YouTube did not answer, with what it said instead. */
export const listFailedCalls = (db: Db, since: Instant, limit: number) =>
  db
    .selectFrom("call")
    .where("charged_at", ">=", at(since))
    .where("outcome", "is not", null)
    .where("outcome", "<>", "answered")
    .select(["charged_at as at", "kind", "purpose", "project_id as projectId", "bucket", "outcome", "detail"])
    .orderBy("charged_at", "desc")
    .limit(limit)
    .execute();

/** Back-offs that are not over at an instant. */
export const listPauses = (db: Db, now: Instant) =>
  db
    .selectFrom("pause")
    .where("until", ">", at(now))
    .select(["subject", "until", "failures", "reason"])
    .orderBy("subject")
    .execute();

/** The newest rows that could not be settled, with the reason. */
export const listSetAside = (db: Db, limit: number) =>
  db
    .selectFrom("set_aside")
    .select(["subject", "at", "reason"])
    .orderBy("at", "desc")
    .orderBy("subject")
    .limit(limit)
    .execute();

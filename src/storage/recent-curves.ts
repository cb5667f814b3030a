import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "./database.ts";
import { ONE_PLAN } from "./prepared-statements.ts";

/** A sample as a small curve takes it. */
export interface CurveRow {
  readonly id: string;
  readonly at: Instant;
  readonly views: number;
}

/**
 * More than a hundred videos are sampled in a month: a young one some two hundred times, by the floor of planning. Beyond it
 * the last videos of an answer go without.
 */
const ROWS_MAX = 40_000;

/**
 * The samples of some videos since an instant, by video and time; hidden views are left out, and so are feeds, whose counters lag.
 */
export async function readRecentCurves(db: Db, ids: readonly string[], since: Instant): Promise<readonly CurveRow[]> {
  const { rows } = await sql<CurveRow>`
    select ${ONE_PLAN} video_id as id, captured_at as at, views from snapshot
    where video_id = any(${[...ids]}::text[]) and captured_at >= ${at(since)} and source <> 'feed' and views is not null
    order by video_id, captured_at limit ${sql.lit(ROWS_MAX)}`.execute(db);
  return rows;
}

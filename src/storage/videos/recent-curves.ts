import { sql } from "kysely";
import { type Duration, days, type Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** A sample as a small curve takes it. */
export interface CurveRow {
  readonly id: string;
  readonly at: Instant;
  readonly views: number;
}

/**
 * More than a hundred videos are sampled in a month: a young one some two hundred times, by the floor of planning. Videos whose
 * samples were imported may have been polled every minute.
 */
const ROWS_MAX = 40_000;

/** More than a small curve has points. */
const STEP: Duration = days(1);

/**
 * The samples of some videos from an instant to another, by video and time; hidden views are left out, and so are feeds, whose
 * counters lag. Where these are too many to be read, of the last videos only the last sample of each day from the beginning.
 */
export async function readRecentCurves(
  db: Db,
  ids: readonly string[],
  since: Instant,
  until: Instant,
): Promise<readonly CurveRow[]> {
  const { rows } = await sql<CurveRow>`
    select ${ONE_PLAN} video_id as id, captured_at as at, views from snapshot
    where video_id = any(${[...ids]}::text[]) and captured_at >= ${at(since)} and source <> 'feed' and views is not null
    order by video_id, captured_at limit ${sql.lit(ROWS_MAX)}`.execute(db);
  const cut = rows.length < ROWS_MAX ? undefined : rows.at(-1)?.id;
  if (cut === undefined) return rows;
  const whole = rows.filter(({ id }) => id !== cut);
  const known = new Set(whole.map(({ id }) => id));
  const rest = await readLastOfSteps(
    db,
    ids.filter((id) => !known.has(id)),
    since,
    until,
  );
  return [...whole, ...rest];
}

/** One look into an index for each video and step, however many samples there are. */
async function readLastOfSteps(
  db: Db,
  ids: readonly string[],
  since: Instant,
  until: Instant,
): Promise<readonly CurveRow[]> {
  const { rows } = await sql<CurveRow>`
    select last.id, last.at, s.views
    from (
      select i.id, (
        select max(captured_at) from snapshot
        where video_id = i.id and captured_at >= step.began and captured_at < step.began + ${STEP} * interval '1 millisecond'
          and source <> 'feed' and views is not null
      ) as at
      from unnest(${[...ids]}::text[]) as i(id)
      cross join generate_series(${at(since)}, ${at(until)}, ${STEP} * interval '1 millisecond') as step(began)
    ) last
    join snapshot s on s.video_id = last.id and s.captured_at = last.at
    order by last.id, last.at`.execute(db);
  return rows;
}

import { sql } from "kysely";
import { days, type Instant, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { World, WorldVideo } from "#simulation/world.ts";
import { at, type Db } from "#storage/database.ts";
import type { Answers } from "./soak-answers.ts";
import { countMilestones, firstStartOf, type MilestoneCount, milestonesAt } from "./soak-milestones.ts";
import type { Span } from "./soak-mishaps.ts";
import type { SoakStage } from "./soak-stage.ts";

interface Run {
  readonly stage: SoakStage;
  /** The truth, without an ear. */
  readonly world: World;
  readonly answers: Answers;
  readonly stretch: Span;
  readonly outage: Span;
  readonly limits: { readonly default: number; readonly batch: number };
  /** How often somebody else searched with the project's key. */
  readonly searches: number;
}

/** Holds what a service left behind against what YouTube said and showed, and what it spent against both books. */
export async function judgeStage(
  run: Run,
): Promise<MilestoneCount & { overspentUnits: number; lostSnapshots: number; snapshots: number }> {
  const { world, stretch, stage } = run;
  const sampled = new Map<string, number>();
  let lostSnapshots = 0;
  let snapshots = 0;
  for (let day = stretch.from; day < plus(stretch.until, days(1)); day = plus(day, days(1))) {
    const kept = await keptOf(stage.db, day, plus(day, days(1)));
    snapshots += kept.size;
    for (const answer of run.answers.between(day, plus(day, days(1)))) {
      const row = kept.get(`${answer.id} ${answer.at}`);
      const isThere = row?.views === answer.views && row.likes === answer.likes && row.comments === answer.comments;
      if (!isThere) lostSnapshots += 1;
      else {
        const startAt = world.video(answer.id as VideoId)?.startAt ?? answer.at;
        sampled.set(answer.id, (sampled.get(answer.id) ?? 0) | milestonesAt(startAt, answer.at));
      }
    }
  }
  const rows = await stage.db.selectFrom("video").select(["id", "first_seen_at"]).execute();
  const seenAt = new Map<string, Instant>(rows.map(({ id, first_seen_at }) => [id, first_seen_at]));
  const account = {
    seenAt: ({ id }: WorldVideo) => seenAt.get(id) ?? null,
    sampled: ({ id }: WorldVideo) => sampled.get(id) ?? 0,
  };
  const videos = world.videosStartedBetween(firstStartOf(stretch), stretch.until);
  return {
    lostSnapshots,
    snapshots,
    overspentUnits: await overspentOf(run),
    ...countMilestones(videos, account, stretch, run.outage),
  };
}

/** The snapshots of a span by video and instant. */
async function keptOf(db: Db, from: Instant, until: Instant) {
  const rows = await db
    .selectFrom("snapshot")
    .select(["video_id", "captured_at", "views", "likes", "comments"])
    .where("captured_at", ">=", at(from))
    .where("captured_at", "<", at(until))
    .where("source", "<>", "feed")
    .execute();
  return new Map(rows.map((row) => [`${row.video_id} ${row.captured_at}`, row]));
}

/**
 * Units beyond a limit: what YouTube refused for want of any, and what our log of calls says beyond the limit of a date in
 * Los Angeles, as PostgreSQL's own calendar knows it.
 */
async function overspentOf({ stage, limits, searches }: Run): Promise<number> {
  const refused = stage.youtube
    .books()
    .reduce((sum, entry) => sum + entry.refused - (entry.bucket === "search" && entry.refused > 0 ? 1 : 0), 0);
  if (searches === 0) throw new Error("the search bucket was never spent");
  const { rows } = await sql<{ bucket: "default" | "batch"; units: number }>`
    select bucket, sum(units)::integer as units from (
      select day, project_id, bucket, units from call_day where bucket <> ''
      union all
      -- The log is kept for a week; a day is summed up once, after its end.
      select day, project_id, bucket, units from (
        select *, (charged_at at time zone 'America/Los_Angeles')::date as day from call where bucket is not null
      ) logged where not exists (select from call_day summed where summed.day = logged.day)
    ) spent group by bucket, project_id, day`.execute(stage.db);
  return rows.reduce((sum, { bucket, units }) => sum + Math.max(0, units - limits[bucket]), refused);
}

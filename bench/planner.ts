import { parseArgs } from "node:util";
import { type Duration, days, instant, plus } from "#domain/time.ts";
import { cronAll, cronTwoTier } from "./planner-baselines.ts";
import { runPlanner } from "./planner-run.ts";
import { type Score, score } from "./planner-score.ts";
import { type Upload, uploadsOf } from "./planner-world.ts";

export interface PlannerRow extends Score {
  readonly case: string;
  readonly units: number;
  readonly fill: number;
}

/** The study's world: 369 uploads a day for 64 days, scored on those of days 31 to 33, which it sees to 30 days. */
const STUDY = { perDay: 369, span: 64, cohort: [31, 34], units: [60, 120, 250, 600] } as const;

/** The same rate of uploads, scored before old videos have filled the world, at two unitss. */
const QUICK = { perDay: 369, span: 40, cohort: [7, 9], units: [120, 600] } as const;

const SEED = 7;

/** Midnight in Los Angeles, before the change to winter time: one day of the world has 25 hours. */
const FROM = instant(Date.UTC(2026, 8, 1, 7));

/**
 * Sampling the same world at equal quota by our planner, by cron over all videos, and by cron in two tiers: how near to
 * 60 min first hours are sampled, and how well the samples tell the curves.
 */
export async function planner(args: readonly string[]): Promise<{ rows: PlannerRow[] }> {
  const { values } = parseArgs({ args: [...args], options: { quick: { type: "boolean" }, json: { type: "boolean" } } });
  const world = values.quick ? QUICK : STUDY;
  const uploads = uploadsOf(SEED, FROM, world.span, world.perDay);
  const [first, end] = world.cohort;
  const cohort = uploads.filter(({ startAt }) => startAt >= plus(FROM, days(first)) && startAt < plus(FROM, days(end)));
  const rows: PlannerRow[] = [];
  for (const units of world.units) {
    const run = runPlanner(uploads, units, FROM, plus(FROM, days(world.span)));
    const row = (name: string, fill: number, agesOf: (upload: Upload) => readonly Duration[]): PlannerRow => ({
      case: `${name}-${units}`,
      units,
      fill,
      ...score(cohort, agesOf),
    });
    rows.push(row("viewcurve", run.fill, (upload) => run.ages.get(upload.id) ?? []));
    rows.push(row("cron-all", 1, cronAll(world.perDay, units)));
    rows.push(row("cron-two-tier", 1, cronTwoTier(world.perDay, units)));
  }
  return { rows };
}

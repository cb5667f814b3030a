import { parseArgs } from "node:util";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { days, instant, plus } from "#domain/time.ts";
import { geometricUnbatched } from "./geometric-unbatched.ts";
import { cronAll, cronTwoTier } from "./planner-baselines.ts";
import { judgedOf } from "./planner-cohort.ts";
import { type Floors, floorsOf } from "./planner-floors.ts";
import { errorAt, type PlannerRow, type Policy } from "./planner-row.ts";
import { score } from "./planner-score.ts";
import { inThreads } from "./planner-threads.ts";
import { type Upload, uploadsOf, WORLDS, type WorldSize } from "./planner-world.ts";

/** The study's world: 369 uploads a day for 64 days, scored on those of days 31 to 33, which it sees to 30 days. */
const STUDY = { perDay: 369, days: 64, cohort: [31, 34], units: [600, 250, 120, 60] } as const;

/** The same rate of uploads, scored before old videos have filled the world, at two budgets, on fewer videos. */
const QUICK = { perDay: 369, days: 38, cohort: [7, 8], units: [600, 120] } as const;

/** Midnight in Los Angeles, before the change to winter time: one day of the world has 25 hours. */
const FROM = instant(Date.UTC(2026, 8, 1, 7));

/**
 * Sampling the same world at equal quota by our planner, by cron over all videos and by cron in two tiers; geometric ages
 * without batching; and the floors, the best schedules that knew the true curves. How near to 60 min first hours are
 * sampled, how well the samples tell the curves, and how far from the floors that is at the same number of samples.
 */
export async function planner(args: readonly string[]): Promise<{ rows: PlannerRow[] }> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      json: { type: "boolean" },
      world: { type: "string", default: "study" },
      seed: { type: "string", default: "7" },
    },
  });
  const size = values.quick ? QUICK : STUDY;
  const habits = new Map(Object.entries(WORLDS)).get(values.world);
  if (!habits) throw new Error(`--world is one of ${Object.keys(WORLDS).join(", ")}`);
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error("--seed is a whole number");
  const world: WorldSize = { seed, habits, from: FROM, days: size.days, perDay: size.perDay };
  const [first, end] = size.cohort;
  const lap = stopwatch();

  const answers = await inThreads(
    size.units.map((unitsPerDay) => ({ world, unitsPerDay })),
    tell,
  );
  lap("the planner ran");
  const uploads = uploadsOf(world);
  const cohort = uploads.filter(({ startAt }) => startAt >= plus(FROM, days(first)) && startAt < plus(FROM, days(end)));
  const runs = new Map(size.units.map((units, index) => [units as number, answers[index]]));
  const policies = [...runs].reverse().flatMap(([units, run]): Policy[] => {
    return [
      {
        name: `viewcurve-${units}`,
        units,
        fill: run?.fill ?? 0,
        agesOf: (upload) => run?.ages.get(upload.id) ?? [],
      },
      { name: `cron-all-${units}`, units, fill: 1, agesOf: cronAll(size.perDay, units) },
      { name: `cron-two-tier-${units}`, units, fill: 1, agesOf: cronTwoTier(size.perDay, units) },
    ];
  });
  // From day 30 on the youths of the days before overlap as they will for ever.
  const unbatched = geometricUnbatched(uploads, plus(FROM, days(30)), plus(FROM, days(size.days)));
  policies.push({
    name: "geometric-unbatched",
    units: unbatched.unitsPerDay,
    fill: unbatched.fill,
    agesOf: unbatched.agesOf,
  });
  return { rows: rowsOf(cohort, policies, size.perDay, lap) };
}

/** All rows: those of the policies with their ratios, then the floors at our own numbers of samples. */
function rowsOf(
  uploads: readonly Upload[],
  policies: readonly Policy[],
  perDay: number,
  lap: (what: string) => void,
): PlannerRow[] {
  const cohort = uploads.map(judgedOf);
  const scores = new Map(policies.map((policy) => [policy.name, score(cohort, policy.agesOf)]));
  lap(`${policies.length} policies were scored on ${cohort.length} videos`);

  const samples = [...scores.values()].map(({ samplesPerVideo }) => samplesPerVideo);
  const counts = [...new Set(samples.flatMap((k) => [Math.floor(k), Math.ceil(k)]))].sort((a, b) => a - b);
  const floors = floorsOf(uploads, counts);
  lap(`floors were found for ${counts.join(", ")} samples`);
  const floorScores = (floor: keyof Floors) =>
    new Map([...floors].map(([count, agesOf]) => [count, score(cohort, agesOf[floor])]));
  const [bestStatic, oracle] = [floorScores("bestStatic"), floorScores("oracle")];
  const logErrors = (of: typeof oracle) => new Map([...of].map(([count, { curveError }]) => [count, curveError.log]));
  const [staticErrors, oracleErrors] = [logErrors(bestStatic), logErrors(oracle)];
  lap("floors were scored");

  const rows = policies.map(({ name, units, fill }): PlannerRow => {
    const own = scores.get(name) ?? score(cohort, () => []);
    const twoTier = scores.get(`cron-two-tier-${units}`)?.curveError;
    const { log, hourly } = own.curveError;
    return {
      case: name,
      units,
      fill,
      ...own,
      ratio: {
        static: log / errorAt(staticErrors, own.samplesPerVideo),
        oracle: log / errorAt(oracleErrors, own.samplesPerVideo),
        twoTier: twoTier ? log / twoTier.log : null,
        hourlyTwoTier: twoTier ? hourly / twoTier.hourly : null,
      },
    };
  });
  const shown = rows.filter((row) => row.case.startsWith("viewcurve-")).map((row) => Math.round(row.samplesPerVideo));
  const none = { static: null, oracle: null, twoTier: null, hourlyTwoTier: null };
  for (const [name, of] of [["best-static", bestStatic] as const, ["oracle", oracle] as const]) {
    for (const count of shown) {
      const own = of.get(count);
      // A call for the floors would carry 50 samples too.
      if (own)
        rows.push({ case: `${name}-${count}`, units: (count * perDay) / IDS_PER_CALL, fill: 1, ...own, ratio: none });
    }
  }
  return rows;
}

/** Tells on the error stream what was done, and how long since the last line. */
function stopwatch(): (what: string) => void {
  let from = performance.now();
  return (what) => {
    const now = performance.now();
    tell(`${what} (${((now - from) / 1000).toFixed(1)} s)`);
    from = now;
  };
}

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

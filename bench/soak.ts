import { once } from "node:events";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { systemClock } from "#clock.ts";
import { between, days, type Instant, inSeconds, instant, minus, plus } from "#domain/time.ts";
import type { Span } from "./soak-mishaps.ts";
import type { SoakResult } from "./soak-planner.ts";
import { soakThroughSql } from "./soak-sql.ts";
import type { SoakTask } from "./soak-thread.ts";

/** Midnights in Los Angeles: of the first day, and of the days of 2026 and 2027 that have 25 and 23 hours. */
const FIRST_DAY = instant(Date.UTC(2026, 8, 1, 7));
const LONG_DAY = instant(Date.UTC(2026, 10, 1, 7));
const SHORT_DAY = instant(Date.UTC(2027, 2, 14, 8));

/** One day in five goes through the service. */
const SERVICE_SHARE = 0.2;

/** What it is run at unless told otherwise, and with --quick: the same code, for less long. */
const FULL = { days: "100", channels: "2000" } as const;
const QUICK = { days: "10", channels: "80" } as const;

/**
 * Months of tracking, in which everything goes wrong that is known to, and what they cost: units spent beyond a limit, counters
 * that YouTube answered and nobody has, milestones of living videos that were missed, and plans that a restart changed.
 *
 * Two stretches at a time. The first lets the real planner work in process on a YouTube in memory, over the end of
 * daylight-saving time; the second runs the whole service, from HTTP to SQL, over its start. In each there are a restart a
 * day, feeds that are away for three hours a day, ids left out of answers, six hours without the Data API, a key that
 * dies while its project has another, and a search bucket that somebody else spends. One project pays, with YouTube's
 * usual limits. Channels are pushed, and counted hourly beside it: to count them alone in time would take several
 * times as many calls, for the same milestones.
 */
export async function soak(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      json: { type: "boolean" },
      days: { type: "string" },
      channels: { type: "string" },
      seed: { type: "string", default: "1" },
    },
  });
  const startedAt = systemClock.now();
  const size = values.quick ? QUICK : FULL;
  const length = Number(values.days ?? size.days);
  const channels = Number(values.channels ?? size.channels);
  const seed = Number(values.seed);
  const sqlDays = Math.max(1, Math.round(length * SERVICE_SHARE));
  const inProcess = planned(length - sqlDays);
  const throughSql = spanOf(minus(SHORT_DAY, days(Math.floor(sqlDays / 2))), sqlDays);
  const say = (line: string) => void process.stderr.write(`service ${line}\n`);
  const [planner, service] = await Promise.all([
    inThread({ stretch: inProcess, channels, seed }),
    soakThroughSql(throughSql, { channels, seed }, say),
  ]);
  const total = (of: (result: SoakResult) => number): number => of(planner) + of(service);
  return {
    days: length,
    overspentUnits: total((result) => result.overspentUnits),
    lostSnapshots: total((result) => result.lostSnapshots),
    missedMilestones: total((result) => result.missedMilestones),
    planMismatches: total((result) => result.planMismatches),
    sqlDays,
    channels,
    calls: total((result) => result.calls),
    snapshots: total((result) => result.snapshots),
    pushes: total((result) => result.pushes),
    milestonesDue: total((result) => result.milestonesDue),
    milestonesKept: total((result) => result.milestonesKept),
    undiscovered: total((result) => result.undiscovered),
    restarts: total((result) => result.restarts),
    setAside: service.setAside,
    stumbled: service.stumbled,
    wallSeconds: Math.round(inSeconds(between(startedAt, systemClock.now()))),
  };
}

/** The stretch in process: from the first of September on where it reaches the long day, else around that. */
function planned(length: number): Span {
  const reaches = plus(FIRST_DAY, days(length)) > plus(LONG_DAY, days(1));
  return spanOf(reaches ? FIRST_DAY : minus(LONG_DAY, days(Math.floor(length / 2))), length);
}

const spanOf = (from: Instant, length: number): Span => ({ from, until: plus(from, days(length)) });

/** Planning keeps a core busy: it gets a thread of its own, and the service another. */
async function inThread(task: SoakTask): Promise<SoakResult> {
  const worker = new Worker(new URL("./soak-thread.ts", import.meta.url), { workerData: task });
  const [result] = (await once(worker, "message")) as [SoakResult];
  return result;
}

import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { nothing } from "#api/http/params.ts";
import { remembered } from "#api/http/remembered.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Instant, seconds } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { readActivity, readCoverage, readFreshness, readTotals } from "#storage/stats.ts";
import { type Stats, statsAnswer } from "./stats-contract.ts";

/** A dashboard asks every few seconds, and none of it moves faster. */
const REMEMBERED = seconds(10);

export function statsRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  const stats = remembered(clock, REMEMBERED, (now) => statsOf(db, now));
  app.get(
    "/stats",
    {
      schema: {
        operationId: "readStats",
        summary: "How much is known, how fresh it is, and of how many videos the first hour was caught",
        tags: ["service"],
        querystring: nothing,
        response: { 200: statsAnswer, ...problemResponses },
      },
    },
    () => stats(),
  );
}

async function statsOf(db: Db, now: Instant): Promise<Stats> {
  const [totals, activity, fresh, coverage] = await Promise.all([
    readTotals(db),
    readActivity(db, now),
    readFreshness(db, now),
    readCoverage(db, now),
  ]);
  const { isEstimate, channels, videos } = totals;
  return {
    channels,
    videos,
    approximate: isEstimate,
    lastDay: { samples: activity.samples, firstHours: activity.firstHours },
    freshness: {
      newestSample: isoOrNull(activity.newestSample),
      n: fresh.n,
      sampledWithinHour: shareOf(fresh.withinHour, fresh.n),
      sampledWithinDay: shareOf(fresh.withinDay, fresh.n),
      sampledWithinWeek: shareOf(fresh.withinWeek, fresh.n),
      reason: fresh.n === 0 ? "noVideos" : null,
      derived: true,
    },
    coverage: {
      n: coverage.n,
      measured: shareOf(coverage.measured, coverage.n),
      interpolated: shareOf(coverage.interpolated, coverage.n),
      reason: coverage.n === 0 ? "noVideos" : null,
      derived: true,
    },
    asOf: toIso(now),
  };
}

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

import { type Api, problemResponses } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import { remembered } from "#api/http/remembered.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Instant, seconds } from "#domain/time.ts";
import { countBackfills, listBackfills } from "#storage/channels/backfills.ts";
import type { Db } from "#storage/database.ts";
import { type Fill, readFill } from "#storage/ledger/calls-fill.ts";
import {
  type FirstHourTimings,
  readFindDelays,
  readFirstHourTimings,
  TIMING_EDGES,
} from "#storage/scores/timeliness.ts";
import { type CollectorView, collectorAnswer } from "./collector-contract.ts";

/** None of it moves faster, and each of who look asks. */
const REMEMBERED = seconds(30);

/** More catalogues than these nobody reads down. */
const BACKFILLS_LISTED = 100;
const BACKFILLS_COUNTED = 10_000;

const SOURCES = collectorAnswer.shape.discovery.shape.sources.element.shape.source;

export function collectorRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  const view = remembered(clock, REMEMBERED, (now) => viewOf(db, now));
  app.get(
    "/collector",
    {
      schema: {
        operationId: "readCollector",
        summary: "How well collecting goes: the timing of first hours, delays of discovery, fill, and back-fills",
        tags: ["service"],
        querystring: nothing,
        response: { 200: collectorAnswer, ...problemResponses },
      },
    },
    () => view(),
  );
}

async function viewOf(db: Db, now: Instant): Promise<CollectorView> {
  const [timings, delays, fill, waiting, items] = await Promise.all([
    readFirstHourTimings(db, now),
    readFindDelays(db, now),
    readFill(db, now),
    countBackfills(db, BACKFILLS_COUNTED),
    listBackfills(db, BACKFILLS_LISTED),
  ]);
  return {
    firstHours: firstHoursOf(timings),
    discovery: {
      sources: delays.map(({ source, n, p50, p90, p99 }) => ({
        source: SOURCES.parse(source),
        n,
        p50Seconds: p50,
        p90Seconds: p90,
        p99Seconds: p99,
      })),
      reason: delays.length === 0 ? "noVideos" : null,
      derived: true,
    },
    fill: fillOf(fill),
    backfills: {
      waiting: Math.min(waiting, BACKFILLS_COUNTED),
      more: waiting > BACKFILLS_COUNTED,
      items: items.map(({ channelId, title, notBefore, createdAt, ...task }) => ({
        channel: { id: channelId, title },
        ...task,
        notBefore: toIso(notBefore),
        createdAt: toIso(createdAt),
      })),
    },
    asOf: toIso(now),
  };
}

const firstHoursOf = ({
  n,
  measured,
  interpolated,
  p50,
  p90,
  bins,
}: FirstHourTimings): CollectorView["firstHours"] => ({
  ...{ n, measured, interpolated, missed: n - measured - interpolated },
  p50Seconds: p50,
  p90Seconds: p90,
  bins: bins.map((videos, i) => ({ fromSeconds: TIMING_EDGES[i] ?? 0, toSeconds: TIMING_EDGES[i + 1] ?? 0, videos })),
  reason: n === 0 ? "noVideos" : measured === 0 ? "noneMeasured" : null,
  derived: true,
});

function fillOf({ calls, ids, room }: Fill): CollectorView["fill"] {
  const most = calls * room;
  return { value: most === 0 ? null : ids / most, calls, ids, reason: most === 0 ? "noCalls" : null, derived: true };
}

import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { nothing } from "#api/http/params.ts";
import { tableTwin } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { BUCKETS, type Bucket, type QuotaDay, quotaDay } from "#domain/quota.ts";
import { NO_CHOICE, type RetentionChoice } from "#domain/retention.ts";
import { between, days, type Instant, inHours, minus } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import {
  listFailedCalls,
  listPauses,
  listSetAside,
  listShownKeys,
  readProjectUse,
} from "#storage/ledger/quota-report.ts";
import { readDecision } from "#storage/retention/retention-decision.ts";
import { type Quota, quotaAnswer } from "./quota-contract.ts";
import { bucketOrNull, quotaDays, spentToday } from "./quota-days.ts";
import { retentionAnswer } from "./retention-answer.ts";

/** Enough to see what goes wrong; the log has the rest. */
const FAILURES_SHOWN = 20;

const TABLE = tableTwin(quotaAnswer, quotaAnswer.shape.days.element, {
  operationId: "exportQuotaDays",
  summary: "The last 30 quota days as a table, a row a day, project and bucket",
  file: "quota-days",
  rowsOf: ({ days: rows }) => rows,
});

export function quotaRoutes(app: Api, deps: { db: Db; clock: Clock; retention?: RetentionChoice }): void {
  app.get(
    "/quota",
    {
      schema: {
        operationId: "readQuota",
        summary: "What each project may spend and has spent, today and in the last 30 days, on what, and what fails",
        tags: ["service"],
        querystring: nothing,
        response: { 200: quotaAnswer, ...problemResponses },
      },
      config: { table: TABLE },
    },
    () => quotaView(deps.db, deps.retention ?? NO_CHOICE, deps.clock.now()),
  );
}

/** The whole answer: by the API, and by `viewcurve quota`. `retention` is what the settings say. */
export async function quotaView(db: Db, retention: RetentionChoice, now: Instant): Promise<Quota> {
  const today = quotaDay(now);
  const [uses, keys, spending, spentDays, failures, pauses, setAside, decision] = await Promise.all([
    readProjectUse(db, today.day),
    listShownKeys(db),
    spentToday(db, now),
    quotaDays(db, now),
    listFailedCalls(db, minus(now, days(1)), FAILURES_SHOWN),
    listPauses(db, now),
    listSetAside(db, FAILURES_SHOWN),
    readDecision(db),
  ]);
  const projects = [...new Map(uses.map((use) => [use.id, use])).values()];
  return {
    day: today.day,
    resetsAt: toIso(today.resetsAt),
    projects: projects.map((project) => ({
      id: project.id,
      consumer: project.consumer,
      buckets: BUCKETS.map((bucket) => {
        const use = uses.find((candidate) => candidate.id === project.id && candidate.bucket === bucket);
        return bucketOf(
          bucket,
          use ?? { ...project, used: 0, allowance: null, spentAt: null, probeAt: null, lastUsedAt: null },
          today,
          now,
        );
      }),
      keys: keys
        .filter((key) => key.projectId === project.id)
        .map(({ masked, state, refusedReason, refusedAt, addedAt }) => ({
          masked,
          state,
          reason: refusedReason,
          refusedAt: isoOrNull(refusedAt),
          addedAt: toIso(addedAt),
        })),
    })),
    spending: [...spending],
    days: spentDays,
    pauses: pauses.map(({ until, ...rest }) => ({ ...rest, until: toIso(until) })),
    failures: failures.map(({ at, projectId, bucket, outcome, ...rest }) => ({
      ...rest,
      at: toIso(at),
      project: projectId,
      bucket: bucketOrNull(bucket),
      outcome: outcome ?? "unknown",
    })),
    retention: retentionAnswer(retention, decision),
    setAside: setAside.map(({ at, ...rest }) => ({ ...rest, at: toIso(at) })),
    asOf: toIso(now),
  };
}

interface BucketUse {
  readonly defaultLimit: number;
  readonly searchLimit: number;
  readonly batchLimit: number;
  readonly used: number | null;
  readonly allowance: number | null;
  readonly spentAt: Instant | null;
  readonly probeAt: Instant | null;
  readonly lastUsedAt: Instant | null;
}

function bucketOf(
  bucket: Bucket,
  use: BucketUse,
  day: QuotaDay,
  now: Instant,
): Quota["projects"][number]["buckets"][number] {
  const limits = { default: use.defaultLimit, search: use.searchLimit, batch: use.batchLimit };
  const limit = limits[bucket];
  const used = use.used ?? 0;
  // A bucket that YouTube called spent has an allowance below its limit.
  const left = Math.max(0, (use.allowance ?? limit) - used);
  const hoursLeft = inHours(between(now, day.resetsAt));
  // The first minutes of a day say nothing of its pace: at least an hour is taken to have passed.
  const usedPerHour = used / Math.max(1, inHours(between(day.startsAt, now)));
  return {
    bucket,
    limit,
    used,
    left,
    spentAt: isoOrNull(use.spentAt),
    // Tries end with the limit.
    probeAt: use.spentAt !== null && used < limit ? isoOrNull(use.probeAt) : null,
    lastUsedAt: isoOrNull(use.lastUsedAt),
    pace: {
      usedPerHour,
      leftPerHour: left / hoursLeft,
      usedAtReset: Math.min(used + left, used + usedPerHour * hoursLeft),
      derived: true,
    },
  };
}

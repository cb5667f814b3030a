import { type Api, problemResponses } from "#api/app-type.ts";
import { sendExport, textResponse } from "#api/files/export-stream.ts";
import { type Problem, problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import type { ChannelId } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import { days, type Instant, inSeconds, minus } from "#domain/time.ts";
import { TYPICAL_AGES, TYPICAL_POOL_MIN } from "#domain/typical.ts";
import { readChannelDays } from "#storage/channels/channel-history.ts";
import { type ChannelRow, readChannel } from "#storage/channels/channel-reads.ts";
import type { Db } from "#storage/database.ts";
import { readFirstHourQuantiles } from "#storage/scores/first-hour-spread.ts";
import { readTypical, type Typical } from "#storage/scores/typical.ts";
import { channelItemOf } from "./channel-answer.ts";
import { type ComparedChannel, type Comparison, comparison } from "./channel-detail-contract.ts";
import { compareExportQuery, compareQuery } from "./channel-params.ts";
import { dayOf, firstHourPart, rhythmPart } from "./channel-parts.ts";
import { comparisonAsCsv } from "./comparison-csv.ts";

const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

const summary = "Two to six channels side by side: medians, typical curves at the same ages, rhythm, spread, days";

export function channelCompareRoutes(app: Api, deps: { db: Db; clock: Clock; performancePool: number }): void {
  const { db, clock, performancePool } = deps;

  app.get(
    "/channels/compare",
    {
      schema: {
        operationId: "compareChannels",
        summary,
        tags: ["channels"],
        querystring: compareQuery,
        response: { 200: comparison, ...problemResponses },
      },
    },
    async (request, reply) => {
      const compared = await compare(db, request.query, performancePool, clock.now());
      return compared.kind === "refused" ? sendProblem(reply, compared.problem) : compared.comparison;
    },
  );

  app.get(
    "/channels/compare.csv",
    {
      schema: {
        operationId: "exportComparison",
        summary: "The same as a table: a row a channel, an age or a day",
        tags: ["channels"],
        querystring: compareExportQuery,
        response: { 200: textResponse("csv", "A header and its rows."), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { table, format, ...query } = request.query;
      const compared = await compare(db, query, performancePool, clock.now());
      if (compared.kind === "refused") return sendProblem(reply, compared.problem);
      return sendExport(reply, `compare-${table}`, "csv", comparisonAsCsv(compared.comparison, table, format));
    },
  );
}

type Compared =
  | { readonly kind: "compared"; readonly comparison: Comparison }
  | { readonly kind: "refused"; readonly problem: Problem };

async function compare(
  db: Db,
  { ids, days: count }: { readonly ids: readonly ChannelId[]; readonly days: number },
  pool: number,
  now: Instant,
): Promise<Compared> {
  const found = await Promise.all(ids.map((id) => readChannel(db, id)));
  const missing = ids.filter((_, i) => found[i] === undefined);
  if (missing.length > 0) {
    const message = `No channel ${missing.join(", ")} is known here.`;
    return {
      kind: "refused",
      problem: problem("not-found", message, [{ parameter: "ids", message: "names unknown channels" }]),
    };
  }
  const from = dayOf(minus(now, days(count - 1)));
  const channels = await Promise.all(
    found.flatMap((channel) => (channel ? comparedOf(db, channel, pool, from, now) : [])),
  );
  return {
    kind: "compared",
    comparison: { ageSeconds: TYPICAL_AGES.map(inSeconds), channels, asOf: toIso(now) },
  };
}

async function comparedOf(
  db: Db,
  channel: ChannelRow,
  pool: number,
  from: string,
  now: Instant,
): Promise<ComparedChannel> {
  const id = channel.id as ChannelId;
  const [firstHour, rhythm, typical, spread, gained] = await Promise.all([
    firstHourPart(db, channel, pool),
    rhythmPart(db, channel, now),
    readTypical(db, id),
    readFirstHourQuantiles(db, id, SHARES),
    readChannelDays(db, id, from),
  ]);
  const { title, handle, state, counters, mature } = channelItemOf(channel, pool);
  return {
    id,
    title,
    handle,
    state,
    counters,
    firstHour,
    mature,
    rhythm,
    typical: typical.map(curveOf),
    performance: performancesOf(spread, firstHour),
    days: gained.map(({ day, views, uploads, open }) => ({ day, views, uploads, open: open > 0, derived: true })),
  };
}

const curveOf = ({ format, medians, ns, computedAt }: Typical): ComparedChannel["typical"][number] => ({
  format,
  n: [...ns],
  p50: medians.map((median, i) => ((ns[i] ?? 0) < TYPICAL_POOL_MIN ? null : median)),
  derived: true,
  asOf: toIso(computedAt),
});

/** Performances are first hours divided by the median in force, and so are their quantiles. */
function performancesOf(
  { n, values }: { readonly n: number; readonly values: readonly number[] | null },
  { median, reason }: ComparedChannel["firstHour"],
): ComparedChannel["performance"] {
  const none = { p10: null, p25: null, p50: null, p75: null, p90: null, n, derived: true } as const;
  if (median === null || values === null) return { ...none, reason: reason ?? "pending" };
  if (median <= 0) return { ...none, reason: "medianZero" };
  const [p10, p25, p50, p75, p90] = values.map((value) => value / median);
  return {
    p10: p10 ?? null,
    p25: p25 ?? null,
    p50: p50 ?? null,
    p75: p75 ?? null,
    p90: p90 ?? null,
    n,
    reason: null,
    derived: true,
  };
}

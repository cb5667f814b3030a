import type { Clock } from "#clock.ts";
import type { ChannelId } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Instant, inSeconds } from "#domain/time.ts";
import { TYPICAL_AGES, TYPICAL_POOL_MIN } from "#domain/typical.ts";
import { type ChannelRow, readChannel } from "#storage/channel-reads.ts";
import type { Db } from "#storage/database.ts";
import { readFirstHourQuantiles } from "#storage/first-hour-spread.ts";
import { readTypical, type Typical } from "#storage/typical.ts";
import { type Api, problemResponses } from "./app-type.ts";
import { channelItemOf } from "./channel-answer.ts";
import { type ComparedChannel, comparison } from "./channel-detail-contract.ts";
import { compareQuery } from "./channel-params.ts";
import { firstHourPart, rhythmPart } from "./channel-parts.ts";
import { problem, sendProblem } from "./problem.ts";

const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

export function channelCompareRoutes(app: Api, deps: { db: Db; clock: Clock; performancePool: number }): void {
  const { db, clock, performancePool } = deps;

  app.get(
    "/channels/compare",
    {
      schema: {
        operationId: "compareChannels",
        summary: "Two to six channels side by side: medians, typical curves at the same ages, rhythm, spread",
        tags: ["channels"],
        querystring: compareQuery,
        response: { 200: comparison, ...problemResponses },
      },
    },
    async (request, reply) => {
      const now = clock.now();
      const { ids } = request.query;
      const found = await Promise.all(ids.map((id) => readChannel(db, id)));
      const missing = ids.filter((_, i) => found[i] === undefined);
      if (missing.length > 0) {
        const message = `No channel ${missing.join(", ")} is known here.`;
        return sendProblem(
          reply,
          problem("not-found", message, [{ parameter: "ids", message: "names unknown channels" }]),
        );
      }
      const channels = await Promise.all(
        found.flatMap((channel) => (channel ? comparedOf(db, channel, performancePool, now) : [])),
      );
      return { ageSeconds: TYPICAL_AGES.map(inSeconds), channels, asOf: toIso(now) };
    },
  );
}

async function comparedOf(db: Db, channel: ChannelRow, pool: number, now: Instant): Promise<ComparedChannel> {
  const id = channel.id as ChannelId;
  const [firstHour, rhythm, typical, spread] = await Promise.all([
    firstHourPart(db, channel, pool),
    rhythmPart(db, channel, now),
    readTypical(db, id),
    readFirstHourQuantiles(db, id, SHARES),
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

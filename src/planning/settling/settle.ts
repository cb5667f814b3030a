import { bucketOf } from "#domain/call.ts";
import type { Payer } from "#domain/key-test.ts";
import type { Answered, Exchange, Reply } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import type { Pause, PauseSubject } from "#domain/tracked.ts";
import type { Policy } from "#planning/policy.ts";
import { rateSubject } from "#planning/rate-limits.ts";
import type { PlannerState } from "#planning/state.ts";
import { settleChart } from "./settle-chart.ts";
import { settleCount } from "./settle-count.ts";
import { settleDescribe } from "./settle-describe.ts";
import { settleExplore } from "./settle-explore.ts";
import { settleFailure } from "./settle-failure.ts";
import { settleFeed } from "./settle-feed.ts";
import { settleAcceptedKey } from "./settle-key-test.ts";
import { settleResolve } from "./settle-resolve.ts";
import { settleSample } from "./settle-sample.ts";
import { settleSearch } from "./settle-search.ts";
import { settleSubscription } from "./settle-subscription.ts";
import { settleSurvey } from "./settle-survey.ts";
import { settleUploads } from "./settle-uploads.ts";

/**
 * Everything that follows from a call's end. Changes nothing: `advance` and storage carry it out. A row that throws is
 * set aside with its reason, and the others are settled.
 *
 * @param now when the call ended; what an answer says is dated by the answer.
 * @param jitter 0 to 1, from a seeded source: spreads back-offs.
 * @param payer whose units and key the call was sent by; `null` where all are one.
 */
export function settle(
  exchange: Exchange,
  state: PlannerState,
  policy: Policy,
  now: Instant,
  jitter: number,
  payer: Payer | null = null,
): Settlement {
  const { reply } = exchange;
  const failed = reply.kind !== "answered";
  const settlement = failed
    ? settleFailure(exchange, reply, { state, policy, now, jitter, payer })
    : settleAnswered(exchange, state, policy, now);
  const backfillsKept = settlement.channels
    .filter(({ id, backfill }) => state.channels.get(id)?.backfill === backfill)
    .map(({ id }) => id);
  if (failed) return { ...settlement, backfillsKept };
  const pausesOver = endedBy(exchange, payer).filter((subject) => isWaitedOut(state.pauses.get(subject), now));
  return { ...settlement, backfillsKept, pausesOver };
}

/** An answer that comes during a pause was asked for before it, by the other lane: it is no news of what failed since. */
const isWaitedOut = (pause: Pause | undefined, now: Instant): boolean => pause !== undefined && pause.until <= now;

function settleAnswered(exchange: Exchange, state: PlannerState, policy: Policy, now: Instant): Settlement {
  switch (exchange.kind) {
    case "sample":
      return settleSample(exchange.call, answerOf(exchange.reply), state, policy);
    case "describe":
      return settleDescribe(exchange.call, answerOf(exchange.reply), state, policy);
    case "count":
      return settleCount(exchange.call, answerOf(exchange.reply), state, policy);
    case "resolve":
      return settleResolve(exchange.call, answerOf(exchange.reply), state);
    case "uploads":
      return settleUploads(exchange.call, answerOf(exchange.reply), state, policy);
    case "feed":
      return settleFeed(exchange.call, answerOf(exchange.reply), state, policy, now);
    case "search":
      return settleSearch(exchange.call, answerOf(exchange.reply), state, policy);
    case "chart":
      return settleChart(exchange.call, answerOf(exchange.reply), state, policy);
    case "subscribe":
      return settleSubscription(exchange.call, answerOf(exchange.reply), state, policy);
    case "explore":
      return settleExplore(exchange.call, answerOf(exchange.reply), state);
    case "survey":
      return settleSurvey(exchange.call, answerOf(exchange.reply), state);
    case "test":
      return settleAcceptedKey(exchange.call, answerOf(exchange.reply));
  }
}

/** The compiler cannot see that the reply was found answered before the kinds of calls were told apart. */
function answerOf<Body>(reply: Reply<Body>): Answered<Body> {
  if (reply.kind !== "answered") throw new Error(`a reply of kind ${reply.kind} is no answer`);
  return reply;
}

/** The pauses that an answer ends: whoever answers is there. */
function endedBy(exchange: Exchange, payer: Payer | null): PauseSubject[] {
  if (exchange.kind === "feed") return ["feeds"];
  if (exchange.kind === "subscribe") return ["hub"];
  const bucket = bucketOf(exchange.call);
  const rate = bucket && payer ? [rateSubject(bucket, payer.projectId)] : [];
  if (bucket === "search") return ["youtube", "search", ...rate];
  return exchange.kind === "sample" && exchange.call.via === "batch"
    ? ["youtube", "batch", ...rate]
    : ["youtube", ...rate];
}

import { bucketOf } from "#domain/call.ts";
import { refKey } from "#domain/channel.ts";
import type { Payer } from "#domain/key-test.ts";
import type { Exchange, Failure } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Instant, plus } from "#domain/time.ts";
import type { PauseSubject } from "#domain/tracked.ts";
import { withoutFeed } from "#planning/finding/news.ts";
import { feedRead } from "#planning/learned-subjects.ts";
import type { Policy } from "#planning/policy.ts";
import { rateSubject } from "#planning/rate-limits.ts";
import type { PlannerState } from "#planning/state.ts";
import { nextTest, pauseOf } from "./after-failure.ts";
import { settlementOf } from "./draft.ts";
import { settleUnexplored } from "./settle-explore.ts";
import { settleFailedWatch } from "./settle-failed-watch.ts";
import { settleKeyTest } from "./settle-key-test.ts";
import { settleFailedSubscription } from "./settle-subscription.ts";
import { settleUnsurveyed } from "./settle-survey.ts";
import { settleRefusedUploads } from "./settle-uploads.ts";

/** What a failure is settled under. */
export interface Circumstances {
  readonly state: PlannerState;
  readonly policy: Policy;
  readonly now: Instant;
  /** 0 to 1, from a seeded source. */
  readonly jitter: number;
  /** Who paid for the call; `null` when nobody did, or when it does not matter whose units are spent. */
  readonly payer: Payer | null;
}

/** What follows from a call that was not answered. */
export function settleFailure(exchange: Exchange, failure: Failure, under: Circumstances): Settlement {
  const settlement = settleFailed(exchange, failure, under);
  if (exchange.kind === "explore")
    return { ...settlement, ...settleUnexplored(exchange.call, failure, under.state, under.now) };
  if (exchange.kind === "survey")
    return { ...settlement, ...settleUnsurveyed(exchange.call, failure, under.state, under.now) };
  if (exchange.kind !== "search" && exchange.kind !== "chart") return settlement;
  return { ...settlement, ...settleFailedWatch(exchange, failure, under) };
}

function settleFailed(exchange: Exchange, failure: Failure, under: Circumstances): Settlement {
  if (exchange.kind === "feed") return settleFailedFeed(exchange.call, failure, under);
  if (exchange.kind === "subscribe") return settleFailedSubscription(exchange.call, failure, under);
  if (exchange.kind === "test") return settleKeyTest(exchange.call, failure, under);
  const draft = { at: under.now, outcome: { kind: failure.kind, detail: failure.detail, answered: 0 } } as const;
  switch (failure.kind) {
    case "quotaSpent":
      return settlementOf({ ...draft, spent: failure.bucket, consumer: failure.consumer });
    case "keyRefused":
      return settlementOf({
        ...draft,
        keyRefused: failure.reason,
        keyTests: under.payer ? [nextTest(under.payer, under)] : [],
        consumer: failure.consumer,
      });
    case "refused":
      return settleRefused(exchange, failure, under);
    case "rateLimited":
      return settlementOf({ ...draft, pauses: [pauseOf(rateLimitOf(exchange, under.payer), failure, under)] });
    case "unavailable":
    case "malformed":
      return settlementOf({ ...draft, pauses: [pauseOf(subjectOf(exchange), failure, under)] });
  }
}

/** Whom a limit on calls in a short time concerns: the project that paid, for what is counted together with the call. */
function rateLimitOf(exchange: Exchange, payer: Payer | null): PauseSubject {
  const bucket = bucketOf(exchange.call);
  return bucket && payer ? rateSubject(bucket, payer.projectId) : subjectOf(exchange);
}

/**
 * What a fault holds up. Batch statistics may fail alone, and so may searches. Were all of YouTube paused for it, finding
 * would starve; and as finding's answers end such a pause, the bucket would be spent on failures. Should YouTube be away,
 * what stands in fails next.
 */
function subjectOf(exchange: Exchange): PauseSubject {
  if (bucketOf(exchange.call) === "search") return "search";
  return exchange.kind === "sample" && exchange.call.via === "batch" ? "batch" : "youtube";
}

/** A refusal concerns what was asked, so it is settled there; asking the same again would be refused again. */
function settleRefused(
  exchange: Exchange,
  failure: Extract<Failure, { kind: "refused" }>,
  under: Circumstances,
): Settlement {
  const draft = { at: under.now, outcome: { kind: failure.kind, detail: failure.detail, answered: 0 } } as const;
  const reason = `${failure.reason}: ${failure.detail}`;
  switch (exchange.kind) {
    case "feed":
      return settleFailedFeed(exchange.call, failure, under);
    case "subscribe":
      return settleFailedSubscription(exchange.call, failure, under);
    case "test":
      return settleKeyTest(exchange.call, failure, under);
    case "uploads":
      return settleRefusedUploads(exchange.call, failure, under.state, under.policy, under.now);
    case "resolve":
      return settlementOf({
        ...draft,
        channels: exchange.call.refs.flatMap((ref) => {
          const known = ref.kind === "id" ? under.state.channels.get(ref.id) : undefined;
          return known ? [{ ...known, describedAt: under.now }] : [];
        }),
        requests: exchange.call.refs
          .filter((ref) => under.state.requests.has(refKey(ref)))
          .map((ref) => ({ kind: "refused", ref, reason: `YouTube refused to look it up (${reason}).` })),
      });
    case "sample":
      if (exchange.call.via === "batch") {
        // The method is refused, not the moment: videos.list stands in for hours.
        const failures = (under.state.pauses.get("batch")?.failures ?? 0) + 1;
        const until = plus(under.now, under.policy.backOff.batchRefused);
        return settlementOf({ ...draft, pauses: [{ subject: "batch", until, failures, reason }] });
      }
      return settlementOf({ ...draft, pauses: [pauseOf("youtube", failure, under)] });
    case "search":
    case "chart":
    case "explore":
    case "survey":
      // It concerns the one watch, or the one discovery.
      return settlementOf(draft);
    case "describe":
    case "count":
      // Nothing stands in for these: they wait, longer each time.
      return settlementOf({ ...draft, pauses: [pauseOf("youtube", failure, under)] });
  }
}

/**
 * A feed that fails holds up all feeds for a while, since one address serves them; the channel's own list answers in its
 * place at once, which also tells whether it is the channel that is lost.
 */
function settleFailedFeed(
  call: Extract<Exchange, { kind: "feed" }>["call"],
  failure: Failure,
  under: Circumstances,
): Settlement {
  const channel = under.state.channels.get(call.channelId);
  return settlementOf({
    at: under.now,
    outcome: { kind: failure.kind, detail: failure.detail, answered: 0 },
    channels: channel ? [withoutFeed(channel, under.policy.discovery, under.now)] : [],
    learned: [feedRead(under.now)],
    pauses: [pauseOf("feeds", failure, under)],
  });
}

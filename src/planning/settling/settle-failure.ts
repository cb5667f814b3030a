import { refKey } from "#domain/channel.ts";
import type { Exchange, Failure } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Instant, plus } from "#domain/time.ts";
import type { PauseSubject } from "#domain/tracked.ts";
import { withoutFeed } from "#planning/finding/news.ts";
import { feedRead } from "#planning/learned-subjects.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { backOff } from "./back-off.ts";
import { settlementOf } from "./draft.ts";
import { settleFailedSubscription } from "./settle-subscription.ts";
import { settleRefusedUploads } from "./settle-uploads.ts";

/** What a failure is settled under. */
export interface Circumstances {
  readonly state: PlannerState;
  readonly policy: Policy;
  readonly now: Instant;
  /** 0 to 1, from a seeded source. */
  readonly jitter: number;
}

/** What follows from a call that was not answered. */
export function settleFailure(exchange: Exchange, failure: Failure, under: Circumstances): Settlement {
  if (exchange.kind === "feed") return settleFailedFeed(exchange.call, failure, under);
  if (exchange.kind === "subscribe") return settleFailedSubscription(exchange.call, failure, under);
  const draft = { at: under.now, outcome: { kind: failure.kind, detail: failure.detail, answered: 0 } } as const;
  switch (failure.kind) {
    case "quotaSpent":
      return settlementOf({ ...draft, spent: failure.bucket, consumer: failure.consumer });
    case "keyRefused":
      return settlementOf({ ...draft, keyRefused: failure.reason, consumer: failure.consumer });
    case "refused":
      return settleRefused(exchange, failure, under);
    case "rateLimited":
    case "unavailable":
    case "malformed": {
      // Batch statistics may fail alone. Were all of YouTube paused for it, finding would starve; and as finding's answers
      // end such a pause, the bucket would be spent on failures. Should YouTube be away, what stands in fails next.
      const subject = exchange.kind === "sample" && exchange.call.via === "batch" ? "batch" : "youtube";
      return settlementOf({ ...draft, pauses: [pauseOf(subject, failure, under)] });
    }
  }
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
    case "describe":
    case "count":
    case "search":
    case "chart":
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

function pauseOf(subject: PauseSubject, failure: Failure, under: Circumstances) {
  const retryAfter = "retryAfter" in failure ? failure.retryAfter : null;
  // Feeds fail for hours at a time, so they wait for minutes from the start.
  const bounds =
    subject === "feeds" ? { ...under.policy.backOff, first: under.policy.backOff.feedsFirst } : under.policy.backOff;
  const reason = `${failure.kind}: ${failure.detail}`;
  return backOff(subject, under.state.pauses.get(subject), { retryAfter, reason }, bounds, under.now, under.jitter);
}

import type { ChartCall, SearchCall } from "#domain/call.ts";
import type { Exchange, Failure } from "#domain/reply.ts";
import { type Instant, minus, minutes } from "#domain/time.ts";
import type { TrackedRows } from "#domain/tracked.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { type PlannerState, stateOf } from "#planning/state.ts";
import { budgets, CHANNEL, channelId, NOON, rowsOf, videoId } from "./rows.ts";

export const stateWith = (rows: Partial<TrackedRows>) => stateOf(rowsOf(rows));

/** What the lane would ask now: a search, or a chart. */
export function asked(state: PlannerState, now: Instant): SearchCall | ChartCall {
  const plan = planNext("watching", state, budgets(), DEFAULT_POLICY, now);
  if (plan.kind === "idle" || (plan.call.kind !== "search" && plan.call.kind !== "chart")) throw new Error(plan.why);
  return plan.call;
}

export const searchAsked = (state: PlannerState, now: Instant = NOON): SearchCall => {
  const call = asked(state, now);
  if (call.kind !== "search") throw new Error("a search was expected");
  return call;
};

export const page = (
  call: SearchCall,
  ids: readonly number[],
  nextPageToken: string | null = null,
  at = NOON,
): Exchange => ({
  kind: "search",
  call,
  reply: {
    kind: "answered",
    at,
    body: {
      hits: ids.map((n) => ({
        videoId: videoId(n),
        channelId: n < 10 ? CHANNEL : channelId(n),
        title: "",
        publishedAt: minus(at, minutes(n)),
      })),
      nextPageToken,
      totalEstimate: 9_000,
    },
  },
});

export const failed = (call: SearchCall, reply: Failure): Exchange => ({ kind: "search", call, reply });

export const settled = (exchange: Exchange, state: PlannerState, now: Instant = NOON) =>
  settle(exchange, state, DEFAULT_POLICY, now, 1, null);

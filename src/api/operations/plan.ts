import { type Api, problemResponses } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import type { Clock } from "#clock.ts";
import { bucketOf, idsIn } from "#domain/call.ts";
import { toIso } from "#domain/iso-time.ts";
import { LANES, type Lane, type Plan } from "#domain/plan.ts";
import { type Instant, inHours, inSeconds } from "#domain/time.ts";
import { outlook } from "#planning/explaining/outlook.ts";
import { planNext } from "#planning/plan-next.ts";
import type { Policy } from "#planning/policy.ts";
import { type PlanView, planAnswer } from "./operations-contract.ts";
import type { PlanningView, ReadPlanning } from "./read-planning.ts";

export function planRoutes(app: Api, deps: { clock: Clock; policy: Policy; readPlanning: ReadPlanning }): void {
  app.get(
    "/plan",
    {
      schema: {
        operationId: "readPlan",
        summary: "What is asked next, when, and why",
        tags: ["service"],
        querystring: nothing,
        response: { 200: planAnswer, ...problemResponses },
      },
    },
    async () => planView(await deps.readPlanning(), deps.policy, deps.clock.now()),
  );
}

/** The next call of every lane and what sampling rests on: by the API, and by `viewcurve plan --json`. */
export function planView({ state, budgets }: PlanningView, policy: Policy, now: Instant): PlanView {
  const { rungs, forecasts, panel, firstHourHalf, density, upcoming, ...rest } = outlook(state, budgets, policy, now);
  return {
    lanes: LANES.map((lane) => laneView(lane, planNext(lane, state, budgets, policy, now))),
    upcoming: upcoming.map(({ at, milestones }) => ({ at: toIso(at), milestones })),
    sampling: {
      ...rest,
      rungs: [...rungs],
      forecasts: [...forecasts],
      panel: [...panel],
      firstHourHalfSeconds: firstHourHalf === null ? null : inSeconds(firstHourHalf),
      density: density.map(({ format, fromAge, untilAge, factor }) => ({
        format,
        fromHours: inHours(fromAge),
        untilHours: Number.isFinite(untilAge) ? inHours(untilAge) : null,
        factor,
      })),
      derived: true,
    },
    asOf: toIso(now),
  };
}

function laneView(lane: Lane, plan: Plan): PlanView["lanes"][number] {
  const common = { lane, kind: plan.kind, at: toIso(plan.at), why: plan.why };
  switch (plan.kind) {
    case "call":
      return {
        ...common,
        call: plan.call.kind,
        purpose: plan.purpose,
        bucket: bucketOf(plan.call),
        ids: idsIn(plan.call),
      };
    case "idle":
      return { ...common, call: null, purpose: null, bucket: null, ids: 0 };
  }
}

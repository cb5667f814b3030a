import type { Clock } from "#clock.ts";
import { bucketOf, idsIn } from "#domain/call.ts";
import type { Lane, Plan } from "#domain/plan.ts";
import { toIso } from "#domain/time.ts";
import { type Api, problemResponses } from "./app-type.ts";
import { type PlanView, planAnswer } from "./operations-contract.ts";
import { nothing } from "./params.ts";

/** What comes next in each lane, from whoever knows: the collector's own state, or the rows (`planReader`). */
export type ReadPlans = () => Promise<readonly { readonly lane: Lane; readonly plan: Plan }[]>;

export function planRoutes(app: Api, deps: { clock: Clock; readPlans: ReadPlans }): void {
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
    async () => ({
      lanes: (await deps.readPlans()).map(laneView),
      asOf: toIso(deps.clock.now()),
    }),
  );
}

/** A lane's next step as it is shown: by the API, and by `viewcurve plan --json`. */
export function laneView({ lane, plan }: { lane: Lane; plan: Plan }): PlanView["lanes"][number] {
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

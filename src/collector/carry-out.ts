import { bucketOf, idsIn } from "#domain/call.ts";
import { LANES, type Lane, type Plan } from "#domain/plan.ts";
import type { Settlement } from "#domain/settlement.ts";
import { advance } from "#planning/advance.ts";
import { pickProject } from "#planning/pick-project.ts";
import { settle } from "#planning/settling/settle.ts";
import { chargeCall } from "#storage/ledger.ts";
import { recordSettlement } from "#storage/settlement.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { ask } from "./ask.ts";
import { type CollectorDeps, type Holding, inOrder, nudge } from "./holding.ts";

/** How carrying out a plan ended: `fenced` = another process holds the lease now. */
export type CarriedOut = "settled" | "spent" | "fenced";

/** Charges a planned call, asks it, and keeps what follows. The whole line a snapshot travels, in order. */
export async function carryOut(
  deps: CollectorDeps,
  holding: Holding,
  lane: Lane,
  plan: Extract<Plan, { kind: "call" }>,
): Promise<CarriedOut> {
  const { db, clock, report } = deps;
  const { call, purpose, why } = plan;
  const bucket = bucketOf(call);
  const projectId = bucket && pickProject(bucket, holding.projects);
  const key = holding.keys.find((usable) => usable.projectId === projectId) ?? null;
  if (bucket && !key) return "spent";
  holding.calls += 1;
  const charge = { number: holding.calls, projectId, fingerprint: (bucket && key?.fingerprint) ?? null };
  const charged = await chargeCall(
    db,
    holding.lease,
    { ...charge, call: call.kind, purpose, bucket, ids: idsIn(call), why },
    clock.now(),
  );
  if (charged.kind !== "charged") return charged.kind;

  const exchange = await ask(deps.youtube, call, key && ApiKey.parse(key.text));

  // The state takes the settlement in at once, so that the other lane settles on top of it; the database follows in
  // the same order. Should recording fail, the holding ends and the state is read back from what was recorded.
  const settlement = settle(exchange, holding.state, deps.policy, clock.now(), deps.random());
  holding.state = advance(holding.state, settlement);
  const recorded = await inOrder(holding, () =>
    recordSettlement(db, holding.lease, { ...charge, probes: charged.probes }, settlement, deps.performancePool),
  );
  if (recorded.kind === "fenced") return "fenced";

  report({
    kind: "callSettled",
    lane,
    call: call.kind,
    purpose,
    ids: idsIn(call),
    snapshots: settlement.snapshots.length,
    capturedAt: settlement.snapshots[0]?.capturedAt ?? null,
    outcome: settlement.outcome,
  });
  reportTrouble(deps, settlement, projectId);
  for (const row of recorded.setAside) deps.report({ kind: "setAside", ...row });
  for (const other of LANES) if (other !== lane && concerns(other, settlement)) nudge(holding, other);
  if (recorded.rescore.length > 0) nudge(holding, "housekeeping");
  return "settled";
}

/**
 * Whether a settlement may change another lane's plan before its instant. Sampling goes by videos, pauses and its own
 * bucket: the many counts of channels are nothing to it.
 */
const concerns = (lane: Lane, { videos, pauses, pausesOver, spent, keyRefused }: Settlement): boolean =>
  lane !== "sampling" || videos.length + pauses.length + pausesOver.length > 0 || spent !== null || keyRefused !== null;

function reportTrouble(deps: CollectorDeps, settlement: Settlement, projectId: string | null): void {
  const project = projectId ?? "none";
  if (settlement.spent) deps.report({ kind: "bucketSpent", bucket: settlement.spent, project });
  if (settlement.keyRefused) deps.report({ kind: "keyRefused", project, reason: settlement.keyRefused });
  for (const row of settlement.setAside) deps.report({ kind: "setAside", ...row });
}

import { bucketOf, type Call, idsIn } from "#domain/call.ts";
import type { Payer } from "#domain/key-test.ts";
import { LANES, type Lane, type Plan } from "#domain/plan.ts";
import type { Bucket } from "#domain/quota.ts";
import type { Settlement } from "#domain/settlement.ts";
import { advance } from "#planning/advance.ts";
import { pickProject } from "#planning/pick-project.ts";
import { isHeldUp } from "#planning/rate-limits.ts";
import { settle } from "#planning/settling/settle.ts";
import { recordSettlement } from "#storage/collecting/settlement.ts";
import { chargeDiscovery } from "#storage/discoveries/discovery-charge.ts";
import { giveUpKeyTest } from "#storage/keys/key-tests.ts";
import { openKey, type UsableKey } from "#storage/keys/usable-keys.ts";
import { chargeCall } from "#storage/ledger/ledger.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { ask } from "./ask.ts";
import { type CollectorDeps, type Holding, inOrder, nudge } from "./holding.ts";

/**
 * How carrying out a plan ended: `unpaid` = nobody could pay for it, as what was planned by has changed; `fenced` = another
 * process holds the lease now.
 */
export type CarriedOut = "settled" | "unpaid" | "fenced";

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
  const key = bucket && (await payingKey(deps, holding, call, bucket));
  if (bucket && !key) return "unpaid";
  holding.calls += 1;
  const charge = {
    number: holding.calls,
    projectId: key?.projectId ?? null,
    fingerprint: key?.fingerprint ?? null,
  };
  const entry = { ...charge, call: call.kind, purpose, bucket, ids: idsIn(call), why };
  const charged =
    call.kind === "explore" || call.kind === "survey"
      ? await chargeDiscovery(db, holding.lease, call.discoveryId, entry, clock.now())
      : await chargeCall(db, holding.lease, entry, clock.now());
  if (charged.kind === "fenced") return "fenced";
  if (charged.kind === "spent") return "unpaid";

  const exchange = await ask(deps.youtube, call, key && ApiKey.parse(key.text), holding.state.discoveries.size > 0);
  const endedAt = clock.now();

  // The state takes the settlement in at once, so that the other lane settles on top of it; the database follows in
  // the same order. Should recording fail, the holding ends and the state is read back from what was recorded.
  const settlement = settle(exchange, holding.state, deps.policy, clock.now(), deps.random(), payerOf(key));
  holding.state = advance(holding.state, settlement);
  if (key && settlement.keyRefused) holding.refused.add(key.fingerprint);
  const recorded = await inOrder(holding, () =>
    recordSettlement(
      db,
      holding.lease,
      { ...charge, probes: charged.probes, endedAt },
      settlement,
      deps.performancePool,
    ),
  );
  if (recorded.kind === "fenced") return "fenced";
  // From here on a charge checks it, and the next look leaves the key out.
  if (key) holding.refused.delete(key.fingerprint);

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
  reportTrouble(deps, settlement, charge.projectId);
  for (const row of recorded.setAside) deps.report({ kind: "setAside", ...row });
  for (const other of LANES) if (other !== lane && concerns(other, settlement)) nudge(holding, other);
  if (recorded.rescore.length > 0) nudge(holding, "housekeeping");
  return "settled";
}

/**
 * The key that a call is sent with. Of the project that pays it is the first that YouTube does not refuse; a test is paid for
 * by the key's own project, whatever becomes of it. `null` when there is none, or none that can be opened.
 */
async function payingKey(
  { db, vault, clock }: CollectorDeps,
  { projects, keys, refused, state }: Holding,
  call: Call,
  bucket: Bucket,
): Promise<UsableKey | null> {
  if (call.kind === "test") {
    const key = await openKey(db, vault, call.fingerprint);
    if (!key) await giveUpKeyTest(db, call.fingerprint);
    return key;
  }
  const now = clock.now();
  const usable = keys.filter(({ fingerprint }) => !refused.has(fingerprint));
  const among = projects.filter(({ projectId }) => usable.some((key) => key.projectId === projectId));
  const projectId = pickProject(bucket, among, (id) => isHeldUp(state.pauses, bucket, id, now));
  return usable.find((key) => key.projectId === projectId) ?? null;
}

/** Who pays, without the key itself. */
const payerOf = (key: UsableKey | null): Payer | null =>
  key && { projectId: key.projectId, fingerprint: key.fingerprint };

/**
 * Whether a settlement may change another lane's plan before its instant. Sampling goes by videos, pauses and its own
 * bucket: the many counts of channels are nothing to it.
 */
const concerns = (lane: Lane, { videos, pauses, pausesOver, spent, keyRefused, keyTested }: Settlement): boolean =>
  lane !== "sampling" ||
  videos.length + pauses.length + pausesOver.length > 0 ||
  spent !== null ||
  (keyRefused ?? keyTested) !== null;

function reportTrouble(deps: CollectorDeps, settlement: Settlement, projectId: string | null): void {
  const project = projectId ?? "none";
  if (settlement.spent) deps.report({ kind: "bucketSpent", bucket: settlement.spent, project });
  if (settlement.keyRefused) deps.report({ kind: "keyRefused", project, reason: settlement.keyRefused });
  if (settlement.keyTested) {
    const { kind: verdict, said } = settlement.keyTested;
    deps.report({ kind: "keyTested", project, verdict, said });
  }
  for (const row of settlement.setAside) deps.report({ kind: "setAside", ...row });
}

import { LANES } from "#domain/plan.ts";
import type { Push } from "#domain/push.ts";
import { advance } from "#planning/advance.ts";
import { settlePushes } from "#planning/settling/settle-pushes.ts";
import { recordIntake } from "#storage/collecting/intake.ts";
import { listWaitingPushes, type WaitingPush } from "#storage/collecting/pushes.ts";
import { type CollectorDeps, type Holding, inOrder, nudge } from "./holding.ts";

/** So many fit into one transaction that holds nobody up; a storm takes several. */
const PUSHES_A_TIME = 200;

/** Settles all that the hub sent and that waits, and records it. Ends the holding when the lease is somebody else's. */
export function takeIn(deps: CollectorDeps, holding: Holding): Promise<void> {
  // Each looks for itself after the one before: that one may have looked too early for what this one was told of.
  const mine = holding.takingIn.then(() => takeAll(deps, holding));
  holding.takingIn = mine.catch(() => undefined);
  return mine;
}

async function takeAll(deps: CollectorDeps, holding: Holding): Promise<void> {
  while (!holding.over.signal.aborted) {
    const waiting = await listWaitingPushes(deps.db, PUSHES_A_TIME);
    if (waiting.length > 0) await take(deps, holding, waiting);
    if (waiting.length < PUSHES_A_TIME) return;
  }
}

async function take(deps: CollectorDeps, holding: Holding, waiting: readonly WaitingPush[]): Promise<void> {
  const pushes = waiting.map((each) => pushOf(each, deps.readPushedNews));
  const settlement = settlePushes(pushes, holding.state, deps.policy, deps.clock.now());
  holding.state = advance(holding.state, settlement);
  const recorded = await inOrder(holding, () =>
    recordIntake(deps.db, holding.lease, waiting, settlement, deps.performancePool),
  );
  if (recorded.kind === "fenced") {
    deps.report({ kind: "leaseLost", epoch: holding.lease.epoch });
    holding.over.abort();
    return;
  }
  deps.report({ kind: "pushesTaken", pushes: pushes.length, videos: settlement.videos.length });
  for (const row of [...settlement.setAside, ...recorded.setAside]) deps.report({ kind: "setAside", ...row });
  for (const lane of LANES) nudge(holding, lane);
}

function pushOf({ channelId, receivedAt, arrival }: WaitingPush, read: CollectorDeps["readPushedNews"]): Push {
  switch (arrival.kind) {
    case "verified":
    case "denied":
      return { channelId, receivedAt, ...arrival };
    case "pushed":
      return { channelId, receivedAt, kind: "pushed", news: read(arrival.body) };
  }
}

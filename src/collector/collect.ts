import { LANES, type Lane } from "#domain/plan.ts";
import type { Budgets } from "#domain/quota.ts";
import { type Duration, milliseconds, minutes, plus, seconds } from "#domain/time.ts";
import { budgetsOf } from "#planning/budgets.ts";
import { planNext } from "#planning/plan-next.ts";
import { type Lease, readLease, releaseLease, renewLease, takeLease } from "#storage/collecting/lease.ts";
import { carryOut } from "./carry-out.ts";
import { type CollectorDeps, type Holding, nudge, openHolding, refresh, rest } from "./holding.ts";
import { keepHouse, upkeep } from "./housekeeping.ts";
import { noteRests } from "./note-rests.ts";
import { refreshInsights } from "./refresh-insights.ts";
import { takeIn } from "./take-in.ts";
import { writeSummaries } from "./write-summaries.ts";

export interface Collector {
  /**
   * Finishes the calls under way, gives the lease up, and resolves when nothing runs any more. Not for use inside a
   * task of the clock: that task would hold up what it waits for.
   */
  stop(): Promise<void>;
  /** What planning knows while this process collects, for those who explain it; `null` while it does not. */
  look(): { readonly state: Holding["state"]; readonly budgets: Budgets } | null;
}

/** Who was to pay cannot any more, and the next look at the database tells why: it must not be taken in a storm. */
const UNPAID_WAIT = seconds(1);

const STUMBLE_FIRST = seconds(1);
/** A database that is away for a night should be noticed within minutes of its return. */
const STUMBLE_MAX = minutes(2);

/**
 * Collects for as long as it holds the lease, and stands by while another process does. Nothing that goes wrong ends
 * it: after an unexpected error it waits, longer each time in a row, and starts again from what the database holds.
 */
export function startCollector(deps: CollectorDeps): Collector {
  const stopping = new AbortController();
  const current: { holding: Holding | null } = { holding: null };
  const running = deps.clock.task(async () => {
    let pause: Duration = STUMBLE_FIRST;
    while (!stopping.signal.aborted) {
      try {
        const lease = await takeLease(deps.db, deps.holder, deps.pace.leaseTerm, deps.clock.now());
        if (lease) await hold(deps, lease, current, stopping.signal);
        else await standBy(deps, stopping.signal);
        pause = STUMBLE_FIRST;
      } catch (error) {
        const retryAt = plus(deps.clock.now(), pause);
        deps.report({ kind: "stumbled", where: "collector", message: messageOf(error), retryAt });
        await deps.reviveDatabase();
        await deps.clock.until(retryAt, stopping.signal);
        pause = milliseconds(Math.min(pause * 2, STUMBLE_MAX));
      }
    }
  });
  return {
    async stop() {
      stopping.abort();
      await running;
    },
    look: () => current.holding && { state: current.holding.state, budgets: budgetsFor(current.holding) },
  };
}

async function standBy(deps: CollectorDeps, stopping: AbortSignal): Promise<void> {
  const lease = await readLease(deps.db);
  if (lease) deps.report({ kind: "standingBy", holder: lease.holder, until: lease.expiresAt });
  const third = milliseconds(deps.pace.leaseTerm / 3);
  await deps.clock.until(plus(deps.clock.now(), third), stopping);
}

/** Works under one lease until it is lost, something throws, or the collector stops. */
async function hold(
  deps: CollectorDeps,
  lease: Lease,
  current: { holding: Holding | null },
  stopping: AbortSignal,
): Promise<void> {
  await upkeep(deps);
  const holding = await openHolding(deps, lease);
  const { epoch } = lease;
  if (!holding) {
    deps.report({ kind: "leaseLost", epoch });
    return;
  }
  const { videos, channels } = holding.state;
  deps.report({ kind: "collecting", epoch, videos: videos.slotOf.size, channels: channels.size });
  const stop = () => holding.over.abort();
  stopping.addEventListener("abort", stop);
  // Stopped while it was being opened: the listener would wait for what has happened.
  if (stopping.aborted) stop();
  current.holding = holding;
  // What arrived while nobody held the lease.
  await takeIn(deps, holding);
  const tasks = [
    ...LANES.map((lane) => () => runLane(deps, holding, lane)),
    () => keepLease(deps, holding),
    () => keepHouse(deps, holding),
    () => refreshInsights(deps, holding),
    () => writeSummaries(deps, holding),
  ];
  const ends = tasks.map((work) => deps.clock.task(work).finally(stop));
  const results = await deps.clock.join(Promise.allSettled(ends));
  current.holding = null;
  stopping.removeEventListener("abort", stop);
  await releaseLease(deps.db, holding.lease);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

async function runLane(deps: CollectorDeps, holding: Holding, lane: Lane): Promise<void> {
  const { clock } = deps;
  while (!holding.over.signal.aborted) {
    if (await refresh(deps, holding)) {
      // It may be that a channel is to be removed, or a summary to be written.
      nudge(holding, "housekeeping");
      nudge(holding, "summaries");
      await takeIn(deps, holding);
    }
    const now = clock.now();
    if (lane === "exploring") await noteRests(deps, holding, budgetsFor(holding));
    const plan = planNext(lane, holding.state, budgetsFor(holding), deps.policy, now);
    if (plan.kind === "idle" || plan.at > now) {
      const changesBy = plus(now, deps.pace.changePoll);
      await rest(deps, holding, lane, plan.at < changesBy && plan.at > now ? plan.at : changesBy);
      continue;
    }
    switch (await carryOut(deps, holding, lane, plan)) {
      case "settled":
        break;
      case "unpaid":
        await rest(deps, holding, lane, plus(clock.now(), UNPAID_WAIT));
        break;
      case "fenced":
        deps.report({ kind: "leaseLost", epoch: holding.lease.epoch });
        return;
    }
  }
}

const budgetsFor = ({ projects, testable }: Holding): Budgets => budgetsOf(projects, testable);

async function keepLease(deps: CollectorDeps, holding: Holding): Promise<void> {
  const { clock, pace } = deps;
  while (!holding.over.signal.aborted) {
    await clock.until(plus(clock.now(), milliseconds(pace.leaseTerm / 3)), holding.over.signal);
    if (holding.over.signal.aborted) return;
    const renewed = await renewLease(deps.db, holding.lease, pace.leaseTerm, clock.now());
    if (!renewed) {
      deps.report({ kind: "leaseLost", epoch: holding.lease.epoch });
      return;
    }
    holding.lease = renewed;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

import type { Clock } from "#clock.ts";
import type { DiscoveryId } from "#domain/discovery.ts";
import type { Lane } from "#domain/plan.ts";
import type { PushedNews } from "#domain/push.ts";
import type { RetentionChoice } from "#domain/retention.ts";
import { between, type Duration, type Instant } from "#domain/time.ts";
import type { Report } from "#events.ts";
import { foldChanges } from "#planning/advance.ts";
import type { Policy } from "#planning/policy.ts";
import type { PlannerState } from "#planning/state.ts";
import { type Lease, renewLease } from "#storage/collecting/lease.ts";
import { type ChangedRows, readChangedRows } from "#storage/collecting/planner-rows.ts";
import { type ProjectBudget, readPulse } from "#storage/collecting/planning-changes.ts";
import type { Db } from "#storage/database.ts";
import { readUsableKeys, type UsableKeys } from "#storage/keys/usable-keys.ts";
import type { Vault } from "#storage/keys/vault.ts";
import type { YouTube } from "#youtube/youtube.ts";
import { readState } from "./read-state.ts";
import type { SummaryModel } from "./summary-model.ts";

/** What the collector is given. */
export interface CollectorDeps {
  readonly db: Db;
  readonly youtube: YouTube;
  /** Reads a message of the hub; `null` when it has no form we know. */
  readonly readPushedNews: (body: string) => PushedNews | null;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly policy: Policy;
  /** Brings a database back that we run ourselves and that is gone; never throws for its being lost. */
  readonly reviveDatabase: () => Promise<void>;
  /** The fewest first hours that a channel's median is taken over. */
  readonly performancePool: number;
  /** How long data is kept, where the settings say so; absent = as was decided in the installation. */
  readonly retention?: RetentionChoice;
  /** Makes the kept answers of insights anew, one after the other until it is over; resolves at once when there are none. */
  readonly refreshInsights: (isOver: () => boolean) => Promise<void>;
  /** Who writes summaries that are asked for; absent = nobody but the template. */
  readonly summaryModel?: SummaryModel;
  readonly report: Report;
  /** A seeded source of numbers from 0 up to 1, for the jitter of back-offs. */
  readonly random: () => number;
  /** Names this process in the lease. */
  readonly holder: string;
  readonly pace: CollectorPace;
}

/** How often the collector does what nobody waits for. A virtual clock can afford it less often. */
export interface CollectorPace {
  /** The lease's term; it is renewed three times in it, and a dead holder is replaced after it. */
  readonly leaseTerm: Duration;
  /** How soon a change that another process made is noticed while there is nothing else to do. */
  readonly changePoll: Duration;
}

/** What a holder of the lease keeps in mind. All of it is rebuilt from the database by the next holder. */
export interface Holding {
  lease: Lease;
  state: PlannerState;
  version: number;
  /** The budgets of the projects whose keys can be used. */
  projects: readonly ProjectBudget[];
  keys: UsableKeys["keys"];
  /** Projects that have a unit for the test of a key. */
  testable: ReadonlySet<string>;
  /**
   * Fingerprints of keys that YouTube has just refused, until that is recorded: another lane must not send one in between.
   */
  readonly refused: Set<string>;
  /** Why discoveries ask nothing, as it was noted last. */
  readonly rests: Map<DiscoveryId, string>;
  /** The number of the last call charged under this epoch. */
  calls: number;
  /** Settlements are recorded in the order in which the state took them in. */
  recording: Promise<unknown>;
  /** Pushes are taken in by one task at a time, or two would settle the same. */
  takingIn: Promise<unknown>;
  /** Aborts when the lease is lost, something stumbles or the collector stops. */
  readonly over: AbortController;
  readonly nudges: Map<HolderTask, AbortController>;
}

/** What runs under a lease, apart from keeping the lease itself. */
export type HolderTask = Lane | "housekeeping" | "summaries";

/** What reading planning's state needs. */
type Sources = Pick<CollectorDeps, "db" | "vault" | "clock" | "report">;

/** Rebuilds planning's state from the database; `null` when the lease was lost meanwhile. */
export async function openHolding(deps: Sources & Pick<CollectorDeps, "pace">, taken: Lease): Promise<Holding | null> {
  let lease: Lease | null = taken;
  const keepLease = async (): Promise<void> => {
    if (lease && isHalfOver(lease, deps.pace.leaseTerm, deps.clock.now()))
      lease = await renewLease(deps.db, lease, deps.pace.leaseTerm, deps.clock.now());
  };
  const pulse = await readPulse(deps.db, deps.clock.now());
  const keys = await openKeys(deps);
  const state = await readState(deps.db, keepLease);
  await keepLease();
  if (!lease) return null;
  return {
    lease,
    state,
    version: pulse.version,
    projects: payable(pulse.budgets, keys),
    keys,
    testable: pulse.testable,
    refused: new Set(),
    rests: new Map(),
    calls: 0,
    recording: Promise.resolve(),
    takingIn: Promise.resolve(),
    over: new AbortController(),
    nudges: new Map(),
  };
}

/** Reading half a million videos may outlast a lease's term on a slow machine, so it is renewed on the way. */
const isHalfOver = (lease: Lease, term: Duration, now: Instant): boolean => between(now, lease.expiresAt) < term / 2;

/**
 * Folds in what people and other processes changed, and reads what is left to spend. One query when nothing changed. Gives
 * whether something did: then pushes may wait, too.
 */
export async function refresh(deps: Sources, holding: Holding): Promise<boolean> {
  const pulse = await readPulse(deps.db, deps.clock.now());
  const seen = holding.version;
  if (pulse.version !== seen) {
    holding.keys = await openKeys(deps);
    holding.state = foldChanges(holding.state, await changesSince(deps.db, holding, seen));
    // The other lane may have folded in a newer one meanwhile.
    holding.version = Math.max(holding.version, pulse.version);
  }
  holding.projects = payable(pulse.budgets, holding.keys);
  holding.testable = pulse.testable;
  return pulse.version !== seen;
}

/**
 * What changed, read while nothing was being recorded: rows older than what the other lane has settled meanwhile would
 * bring an answered request back.
 */
async function changesSince(db: Db, holding: Holding, version: number): Promise<ChangedRows> {
  for (;;) {
    const before = holding.recording;
    await before;
    const changes = await readChangedRows(db, version);
    if (holding.recording === before) return changes;
  }
}

/** The keys that may be used. One sealed by another secret is reported, and counts as none. */
async function openKeys({ db, vault, report }: Sources): Promise<UsableKeys["keys"]> {
  const { keys, unreadable } = await readUsableKeys(db, vault);
  for (const masked of unreadable) {
    report({
      kind: "note",
      message: `The key ${masked} was sealed with another secret: give that back, or remove the key and add it again.`,
    });
  }
  return keys;
}

const payable = (budgets: readonly ProjectBudget[], keys: UsableKeys["keys"]): readonly ProjectBudget[] =>
  budgets.filter((budget) => keys.some((key) => key.projectId === budget.projectId));

/** Records after everything that was queued before, whether that succeeded or not: in the order the state took it in. */
export function inOrder<T>(holding: Holding, record: () => Promise<T>): Promise<T> {
  const mine = holding.recording.then(record, record);
  holding.recording = mine.catch(() => undefined);
  return mine;
}

/** Waits until `at`, until something nudges this task, or until the holding is over. */
export async function rest(
  deps: Pick<CollectorDeps, "clock">,
  holding: Holding,
  task: HolderTask,
  at: Instant,
): Promise<void> {
  const nudge = holding.nudges.get(task) ?? new AbortController();
  holding.nudges.set(task, nudge);
  await deps.clock.until(at, AbortSignal.any([nudge.signal, holding.over.signal]));
  holding.nudges.delete(task);
}

/** Ends a task's rest, now or as soon as it begins, because what it went by has changed. */
export function nudge(holding: Holding, task: HolderTask): void {
  const waiting = holding.nudges.get(task) ?? new AbortController();
  holding.nudges.set(task, waiting);
  waiting.abort();
}

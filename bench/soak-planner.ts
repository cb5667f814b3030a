import { isDeepStrictEqual } from "node:util";
import { bucketOf } from "#domain/call.ts";
import { toIso } from "#domain/iso-time.ts";
import { LANES, type Lane, type Plan } from "#domain/plan.ts";
import type { Exchange } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Duration, days, type Instant, latest, milliseconds, minus, plus } from "#domain/time.ts";
import type { TrackedRows } from "#domain/tracked.ts";
import { advance } from "#planning/advance.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY, type Policy } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { settlePushes } from "#planning/settling/settle-pushes.ts";
import { type PlannerState, stateOf } from "#planning/state.ts";
import type { VirtualProject } from "#simulation/books.ts";
import { share } from "#simulation/random.ts";
import { type LightWorld, lightWorld, numberOf } from "./light-world.ts";
import { SoakLedger } from "./soak-ledger.ts";
import { countMilestones, type MilestoneCount, milestonesAt } from "./soak-milestones.ts";
import { type Mishaps, mishapsOf, restartsOf, type Span } from "./soak-mishaps.ts";
import { KeptRows } from "./soak-rows.ts";
import { SoakYouTube } from "./soak-youtube.ts";

/** What came of a stretch. */
export interface SoakResult extends MilestoneCount {
  readonly overspentUnits: number;
  readonly lostSnapshots: number;
  readonly planMismatches: number;
  readonly calls: number;
  readonly snapshots: number;
  readonly pushes: number;
  readonly restarts: number;
}

const PROJECT: VirtualProject = { consumer: "projects/1000000000001", keys: ["virtual-key-one", "virtual-key-two"] };

/** Videos of the weeks before are there to be found, so that every milestone is met from the first day on. */
const HISTORY_DAYS = 32;
/** How long YouTube takes to answer. */
const ANSWER_TIME: Duration = milliseconds(150);

const POLICY: Policy = { ...DEFAULT_POLICY, push: { ...DEFAULT_POLICY.push, reachable: true } };

/**
 * A stretch in process: the real planner, settlement after settlement, with a YouTube in memory and the rows in a second
 * account of them, from which its state is rebuilt every day.
 */
export function soakPlanner(
  stretch: Span,
  channels: number,
  seed: number,
  progress: (line: string) => void,
): SoakResult {
  const mishaps = mishapsOf(stretch);
  const length = Math.ceil((stretch.until - stretch.from) / days(1));
  const world = lightWorld(seed, channels, minus(stretch.from, days(HISTORY_DAYS)), HISTORY_DAYS + length);
  const run = new PlannerRun(world, stretch, mishaps);
  for (const at of [...restartsOf(stretch), stretch.until]) {
    run.runUntil(at);
    if (at < stretch.until) run.restart(at);
    progress(`${toIso(at).slice(0, 16)}: ${run.told()}`);
  }
  return run.result();
}

class PlannerRun {
  readonly #world: LightWorld;
  readonly #stretch: Span;
  readonly #mishaps: Mishaps;
  readonly #youtube: SoakYouTube;
  readonly #rows: KeptRows;
  readonly #ledger = new SoakLedger();
  readonly #keys = [...PROJECT.keys];
  readonly #busyUntil = new Map<Lane, Instant>();
  readonly #plans = new Map<Lane, Plan>();
  readonly #seenAt: Float64Array;
  readonly #sampled: Uint8Array;
  readonly #count = { overspent: 0, lost: 0, mismatches: 0, calls: 0, snapshots: 0, pushes: 0, restarts: 0 };
  #state: PlannerState;
  #now: Instant;
  #searchSpent = false;

  constructor(world: LightWorld, stretch: Span, mishaps: Mishaps) {
    this.#world = world;
    this.#stretch = stretch;
    this.#mishaps = mishaps;
    this.#youtube = new SoakYouTube(world, PROJECT, stretch, mishaps);
    const requests: TrackedRows["requests"] = world.channels.map(({ id }) => ({
      ref: { kind: "id", id },
      requestedAt: stretch.from,
      weight: 1,
      watched: false,
    }));
    this.#rows = new KeptRows(requests);
    this.#state = stateOf(this.#rows.read());
    this.#now = stretch.from;
    this.#seenAt = new Float64Array(world.startAt.length).fill(Number.POSITIVE_INFINITY);
    this.#sampled = new Uint8Array(world.startAt.length);
  }

  /** Plans, asks and settles up to an instant. */
  runUntil(until: Instant): void {
    for (;;) {
      const next = this.#next();
      const pushAt = this.#youtube.nextPushAt();
      if (Math.min(next.at, pushAt) >= until) break;
      this.#now = latest(this.#now, Math.min(next.at, pushAt) as Instant);
      if (pushAt <= next.at) {
        const pushes = this.#youtube.pushesUntil(this.#now);
        this.#count.pushes += pushes.length;
        this.#take(settlePushes(pushes, this.#state, POLICY, this.#now));
      } else if (next.plan?.kind === "call") this.#carryOut(next.lane, next.plan);
      else this.#plans.delete(next.lane);
    }
    this.#now = until;
  }

  /** Forgets the state, makes it anew from the rows, and compares what each of the two would do next. */
  restart(at: Instant): void {
    const budgets = this.#ledger.budgets(at);
    const rebuilt = stateOf(this.#rows.read());
    for (const lane of LANES) {
      const before = planNext(lane, this.#state, budgets, POLICY, at);
      if (!isDeepStrictEqual(planNext(lane, rebuilt, budgets, POLICY, at), before)) this.#count.mismatches += 1;
    }
    this.#state = rebuilt;
    this.#plans.clear();
    this.#count.restarts += 1;
  }

  told(): string {
    const { calls, snapshots, pushes, mismatches } = this.#count;
    return `${calls} calls, ${snapshots} snapshots, ${pushes} pushes, ${mismatches} mismatches`;
  }

  result(): SoakResult {
    const { startAt } = this.#world;
    const videos = Array.from(startAt, (start, number) => ({ startAt: start as Instant, goneAt: null, number }));
    type Numbered = (typeof videos)[number];
    const account = {
      seenAt: ({ number }: Numbered) => (this.#seenAt[number] ?? 0) as Instant,
      sampled: ({ number }: Numbered) => this.#sampled[number] ?? 0,
    };
    const { overspent, lost, mismatches, ...counts } = this.#count;
    const refused = this.#youtube.books().reduce((sum, entry) => sum + entry.refused, 0);
    // Our search bucket was spent by somebody else, once, and none of our calls met it.
    const others = this.#searchSpent ? 1 : 0;
    return {
      ...counts,
      overspentUnits: overspent + refused - others,
      lostSnapshots: lost,
      planMismatches: mismatches,
      ...countMilestones(videos, account, this.#stretch, this.#mishaps.outage),
    };
  }

  /** The lane that has something to do first. One that is busy plans when it is free. */
  #next(): { readonly lane: Lane; readonly plan: Plan | null; readonly at: Instant } {
    const candidates = LANES.map((lane) => {
      const busyUntil = this.#busyUntil.get(lane) ?? this.#now;
      if (busyUntil > this.#now) return { lane, plan: null, at: busyUntil };
      const plan = this.#planOf(lane);
      return { lane, plan, at: plan.at };
    });
    return candidates.reduce((best, candidate) => (candidate.at < best.at ? candidate : best));
  }

  /** A plan holds until the state or the budgets change, or its time comes. */
  #planOf(lane: Lane): Plan {
    const made = this.#plans.get(lane);
    if (made) return made;
    const plan = planNext(lane, this.#state, this.#ledger.budgets(this.#now), POLICY, this.#now);
    this.#plans.set(lane, plan);
    return plan;
  }

  #carryOut(lane: Lane, { call }: Extract<Plan, { kind: "call" }>): void {
    const at = this.#now;
    // No database keeps a part of a millisecond: what is planned for one is not what a restart plans.
    if (!Number.isInteger(at)) throw new Error(`a ${call.kind} was planned for ${at}`);
    const bucket = bucketOf(call);
    if (bucket && !this.#ledger.charge(bucket, at)) this.#count.overspent += 1;
    if (!this.#searchSpent && at >= this.#mishaps.searchSpentAt) {
      this.#youtube.spend("search", at);
      this.#searchSpent = true;
    }
    const exchange = this.#youtube.answer(call, this.#keys[0] ?? "", at);
    const answeredAt = plus(at, ANSWER_TIME);
    this.#count.calls += 1;
    const jitter = share("jitter", this.#count.calls);
    const settlement = settle(exchange, this.#state, POLICY, answeredAt, jitter);
    if (settlement.keyRefused !== null) this.#keys.shift();
    this.#account(exchange, settlement);
    this.#take(settlement);
    this.#busyUntil.set(lane, answeredAt);
  }

  /** Every counter that was answered must be among the snapshots. */
  #account(exchange: Exchange, { snapshots }: Settlement): void {
    if (exchange.kind !== "sample" && exchange.kind !== "describe") return;
    const kept = new Set<string>();
    for (const { videoId, capturedAt } of snapshots) {
      kept.add(videoId);
      const number = numberOf(videoId);
      const bits = milestonesAt((this.#world.startAt[number] ?? 0) as Instant, capturedAt);
      this.#sampled[number] = (this.#sampled[number] ?? 0) | bits;
    }
    this.#count.snapshots += kept.size;
    if (exchange.reply.kind !== "answered") return;
    for (const { id } of exchange.reply.body) if (!kept.has(id)) this.#count.lost += 1;
  }

  #take(settlement: Settlement): void {
    for (const { id, firstSeenAt } of settlement.videos) {
      const number = numberOf(id);
      if (firstSeenAt < (this.#seenAt[number] ?? 0)) this.#seenAt[number] = firstSeenAt;
    }
    this.#rows.record(settlement);
    this.#state = advance(this.#state, settlement);
    this.#plans.clear();
  }
}

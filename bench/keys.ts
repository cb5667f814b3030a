import { parseArgs } from "node:util";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Bucket, quotaDay } from "#domain/quota.ts";
import {
  between,
  days,
  hours,
  type Instant,
  inSeconds,
  instant,
  milliseconds,
  minus,
  minutes,
  parseInstant,
  plus,
  seconds,
} from "#domain/time.ts";
import type { Event } from "#events.ts";
import type { VirtualProject } from "#simulation/books.ts";
import type { Fault } from "#simulation/faults.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { callsToBadKeys, callsToPausedKey, hiddenAllowance, ledgerDifference } from "./keys-judge.ts";
import { mishapsOf } from "./keys-mishaps.ts";
import { type KeysStage, raiseKeys } from "./keys-stage.ts";

/** The end of daylight-saving time, a quota day of 25 hours, lies in the middle. */
const LONG_DAY = instant(Date.UTC(2026, 10, 1, 7));

const FULL = { days: 30, channels: 300 } as const;
const QUICK = { days: 5, channels: 300 } as const;

/** So few units a day that there is always work which waits, and every bucket of every project is spent. */
const LIMITS = { default: 50, search: 10, batch: 35 } as const;

/** What is watched, so that the search bucket has work as well. */
const SEARCHED = ["music", "news", "game"] as const;

/** On one day the operator raises a limit that Google has raised, on another a good key is to rest. */
const RAISED_ON = 0.4;
const RAISED_TO = 70;
const RESTS_ON = 0.6;
const REST = hours(30);

/**
 * Three projects of two keys each, the whole service from HTTP to SQL, and every fault that concerns keys and quota: how
 * far our ledger lies from YouTube's own books, how often a key was asked that was known to be bad or that was to rest, and how
 * many units nobody used while there was work for them.
 */
export async function keys(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      json: { type: "boolean" },
      days: { type: "string" },
      seed: { type: "string", default: "1" },
    },
  });
  const startedAt = systemClock.now();
  const size = values.quick ? QUICK : FULL;
  const length = Number(values.days ?? size.days);
  const seed = Number(values.seed);
  const resets = resetsAround(LONG_DAY, length);
  const [from = LONG_DAY] = resets;
  const until = quotaDay(resets.at(-1) ?? LONG_DAY).resetsAt;
  const projects = [1, 2, 3].map((n) => ({
    consumer: `projects/100000000000${n}`,
    keys: [`virtual-key-${n}-one`, `virtual-key-${n}-two`],
    limits: { ...LIMITS },
    // One of them serves fewer a minute than three lanes can ask.
    ...(n === 2 ? { perMinute: 4 } : {}),
  }));
  const faults = mishapsOf(resets, projects, LIMITS);
  const world = syntheticWorld({ seed, channels: size.channels, from, until, uploadsPerDay: 80, catalogueDays: 20 });
  const events: Event[] = [];
  const report = (event: Event) => void events.push(event);
  const stage = await raiseKeys({ world, from, seed, projects, limits: LIMITS, faults, report });
  try {
    for (const q of SEARCHED) await stage.ask("POST", "/watches", { kind: "search", filters: { q } });
    const tally = await live(stage, { resets, projects, faults });
    const books = stage.youtube.books();
    const count = (of: (entry: (typeof books)[number]) => number) => books.reduce((sum, entry) => sum + of(entry), 0);
    return {
      ledgerDifference: await ledgerDifference(stage, books),
      callsToBadKeys: callsToBadKeys(stage.requests) + callsToPausedKey(stage.requests, tally.rest),
      idleAllowance: tally.hidden + tally.stuck,
      days: length,
      requests: stage.requests.length,
      units: count(({ units }) => units),
      refusedAsSpent: count(({ refused }) => refused),
      turnedAway: count(({ turnedAway }) => turnedAway),
      keyRefusals: events.filter(({ kind }) => kind === "keyRefused").length,
      keyTests: events.filter(({ kind }) => kind === "keyTested").length,
      unusedAtReset: tally.unused,
      stumbled: events.filter(({ kind }) => kind === "stumbled").length,
      wallSeconds: Math.round(inSeconds(between(startedAt, systemClock.now()))),
    };
  } finally {
    await stage.close();
  }
}

interface Tally {
  /** Units that YouTube would have given and the service did not count on, at the worst hour of each day. */
  readonly hidden: number;
  /** Calls that were due and had not left, though a project had units for them. */
  readonly stuck: number;
  /** The share of what could be spent that was not, by bucket. */
  readonly unused: Readonly<Record<Bucket, number>>;
  readonly rest: { readonly key: string; readonly from: Instant; readonly to: Instant };
}

interface Script {
  readonly resets: readonly Instant[];
  readonly projects: readonly (VirtualProject & { readonly limits: Record<Bucket, number> })[];
  readonly faults: readonly Fault[];
}

/** Lets the days pass, does what the operator does in them, and looks every hour. */
async function live(stage: KeysStage, { resets, projects, faults }: Script): Promise<Tally> {
  const raisedAt = plus(resets[Math.floor(resets.length * RAISED_ON)] ?? LONG_DAY, hours(10));
  // On the half hour, when everything is looked at, as the operator acts then; what left a moment before was allowed to.
  const restsFrom = plus(resets[Math.floor(resets.length * RESTS_ON)] ?? LONG_DAY, minutes(150));
  const [first, , last] = projects;
  const key = last?.keys[0] ?? "";
  const rest = { key, from: plus(restsFrom, milliseconds(1)), to: plus(restsFrom, REST) };
  const resting = new Set<string>();
  const total = {
    hidden: 0,
    stuck: 0,
    left: { default: 0, search: 0, batch: 0 },
    given: { default: 0, search: 0, batch: 0 },
  };
  for (const reset of resets) {
    const { resetsAt } = quotaDay(reset);
    let worst = 0;
    for (let at: Instant = plus(reset, minutes(30)); at < resetsAt; at = plus(at, hours(1))) {
      await stage.passTo(at);
      worst = Math.max(worst, await hiddenAllowance(stage, projects, faults, resting, at));
      total.stuck += await stuckCalls(stage);
      if (first && at >= raisedAt && first.limits.default !== RAISED_TO) {
        first.limits.default = RAISED_TO;
        await stage.ask("PATCH", `/projects/${stage.nameOf.get(first.consumer)}`, { limits: { default: RAISED_TO } });
      }
      if (at >= restsFrom && at < rest.to !== resting.has(key)) {
        const paused = at < rest.to;
        await stage.ask("PATCH", `/keys/${stage.fingerprint(key)}`, { paused });
        if (paused) resting.add(key);
        else resting.delete(key);
      }
    }
    total.hidden += worst;
    await stage.passTo(minus(resetsAt, seconds(1)));
    await addUnused(stage, reset, total);
    process.stderr.write(`${toIso(resetsAt)} hidden ${worst}, stuck ${total.stuck}\n`);
  }
  const unused = {
    default: total.left.default / total.given.default,
    search: total.left.search / total.given.search,
    batch: total.left.batch / total.given.batch,
  };
  return { hidden: total.hidden, stuck: total.stuck, unused, rest };
}

/** Calls that a plan wants gone by now: while time stands, everything due has left that could. */
async function stuckCalls(stage: KeysStage): Promise<number> {
  const plan = await stage.ask<{ asOf: string; lanes: { kind: string; at: string; bucket: string | null }[] }>(
    "GET",
    "/plan",
  );
  const asOf = parseInstant(plan.asOf) ?? LONG_DAY;
  const late = plan.lanes.filter(
    ({ kind, at, bucket }) =>
      kind === "call" && bucket !== null && (parseInstant(at) ?? asOf) < minus(asOf, seconds(2)),
  );
  return late.length;
}

/** Adds what is left at the end of a day of what its ledger allowed to projects that could use it. */
async function addUnused(
  { db }: KeysStage,
  reset: Instant,
  total: { readonly left: Record<Bucket, number>; readonly given: Record<Bucket, number> },
): Promise<void> {
  const rows = await db
    .selectFrom("ledger")
    .selectAll()
    .where("day", "=", quotaDay(reset).day)
    .where("project_id", "in", (eb) => eb.selectFrom("api_key").select("project_id").where("state", "=", "usable"))
    .execute();
  for (const { bucket, used, allowance } of rows) {
    total.left[bucket] += allowance - used;
    total.given[bucket] += allowance;
  }
}

/** The beginnings of so many quota days in a row, the long one in their middle. */
function resetsAround(middle: Instant, length: number): Instant[] {
  const resets: Instant[] = [];
  let reset = quotaDay(minus(middle, days(Math.floor(length / 2)))).startsAt;
  for (let day = 0; day < length; day++) {
    resets.push(reset);
    reset = quotaDay(reset).resetsAt;
  }
  return resets;
}

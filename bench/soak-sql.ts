import type { PlanView } from "#api/operations/operations-contract.ts";
import { toIso } from "#domain/iso-time.ts";
import { days, hours, type Instant, parseInstant, plus, seconds } from "#domain/time.ts";
import type { Event } from "#events.ts";
import type { Fault } from "#simulation/faults.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { at as dbAt } from "#storage/database.ts";
import { Answers } from "./soak-answers.ts";
import { judgeStage } from "./soak-judge.ts";
import { FEEDS_AWAY, MISSING_SHARE, type Mishaps, mishapsOf, restartsOf, type Span } from "./soak-mishaps.ts";
import type { SoakResult } from "./soak-planner.ts";
import { KEY_OF_OTHERS, raiseSoak, type SoakStage } from "./soak-stage.ts";

/** The weeks before are there to be found, so that every milestone is met from the first day on. */
const CATALOGUE_DAYS = 32;

/**
 * What its project may spend a day. Of batch statistics so few that all of them are spent, and pacing has to hold the limit:
 * 1,200 for the 700 uploads of 2,000 channels. The default bucket has enough for everything but hourly counts of channels
 * that are pushed, which would be a fourth of all calls. A few channels need more each: their videos meet in fewer calls.
 */
const limitsFor = (channels: number) => ({
  default: Math.max(500, Math.round(2.5 * channels)),
  batch: Math.max(200, Math.round(0.6 * channels)),
});

/** What the collector did, by what it reports. */
interface Tally {
  calls: number;
  pushes: number;
  stumbled: number;
  readonly setAside: string[];
}

/**
 * A stretch through the real service: collector, HTTP client, SQL and API on a database of its own, which ask the virtual
 * YouTube on a virtual clock. The service is stopped and started anew once a day.
 */
export async function soakThroughSql(
  stretch: Span,
  { channels, seed }: { channels: number; seed: number },
  progress: (line: string) => void,
): Promise<SoakResult & { readonly setAside: number; readonly stumbled: number }> {
  const mishaps = mishapsOf(stretch);
  const world = syntheticWorld({ seed, channels, ...stretch, catalogueDays: CATALOGUE_DAYS });
  const answers = new Answers();
  const tally: Tally = { calls: 0, pushes: 0, stumbled: 0, setAside: [] };
  const limits = limitsFor(channels);
  const stage = await raiseSoak({
    world: answers.heardFrom(world),
    from: stretch.from,
    faults: faultsOf(stretch, mishaps),
    limits,
    report: (event) => tallied(tally, event, progress),
  });
  try {
    let searches = 0;
    const searchElsewhere = async (): Promise<void> => {
      searches = await spendSearches(stage);
    };
    const stops: (readonly [at: Instant, what: () => Promise<unknown>])[] = [
      [mishaps.keyDiesAt, () => stage.killKey()],
      [mishaps.searchSpentAt, searchElsewhere],
    ];
    let mismatches = 0;
    const restarts = restartsOf(stretch);
    for (const at of restarts) {
      stops.push([
        at,
        async () => {
          mismatches += await restart(stage, () => tally.pushes, progress);
          progress(
            `${toIso(at).slice(0, 16)}: ${tally.calls} calls, ${answers.size} counters, ${mismatches} mismatches`,
          );
        },
      ]);
    }
    for (const [at, what] of stops.toSorted(([a], [b]) => a - b)) {
      if (stage.clock.now() < at) await stage.passTo(at);
      await what();
    }
    if (stage.clock.now() < stretch.until) await stage.passTo(stretch.until);
    const judged = await judgeStage({
      stage,
      world,
      answers,
      stretch,
      outage: mishaps.outage,
      limits,
      searches,
    });
    return {
      ...judged,
      planMismatches: mismatches,
      calls: tally.calls,
      pushes: tally.pushes,
      restarts: restarts.length,
      setAside: tally.setAside.length,
      stumbled: tally.stumbled,
    };
  } finally {
    await stage.close();
  }
}

function faultsOf(stretch: Span, { outage }: Mishaps): readonly Fault[] {
  const faults: Fault[] = [
    { kind: "unavailable", from: outage.from, to: outage.until, endpoints: API },
    { kind: "missing", from: stretch.from, to: stretch.until, idShare: MISSING_SHARE },
  ];
  for (let day = stretch.from - (stretch.from % days(1)); day < stretch.until; day += days(1)) {
    const midnight = day as Instant;
    const [from, to] = [plus(midnight, hours(FEEDS_AWAY.from)), plus(midnight, hours(FEEDS_AWAY.to))];
    faults.push({ kind: "feeds404", from, to });
  }
  return faults;
}

const API = ["videos", "batchGetStats", "channels", "playlistItems", "search"] as const;

function tallied(tally: Tally, event: Event, progress: (line: string) => void): void {
  if (event.kind === "callSettled") tally.calls += 1;
  else if (event.kind === "pushesTaken") tally.pushes += event.pushes;
  else if (event.kind === "setAside") tally.setAside.push(event.reason);
  else if (event.kind === "stumbled") {
    tally.stumbled += 1;
    progress(`stumbled: ${event.message}`);
  }
}

/** Somebody else who has the project's key searches until nothing is left of the day's searches; gives how often. */
async function spendSearches({ youtube }: SoakStage): Promise<number> {
  for (let sent = 1; ; sent++) {
    const response = await fetch(`${youtube.url}/youtube/v3/search?part=id&q=a&maxResults=1`, {
      headers: { "x-goog-api-key": KEY_OF_OTHERS },
    });
    await response.arrayBuffer();
    if (response.status === 429) return sent;
    if (!response.ok) throw new Error(`a search was answered ${response.status}`);
  }
}

/**
 * Starts the service anew and gives how many plans were others than they would have been: between the two processes at one
 * instant, and between the plan that the rows make and what the collector then does from its own memory, which is a day
 * old before the restart and new after it.
 */
async function restart(stage: SoakStage, pushes: () => number, say: (line: string) => void): Promise<number> {
  const broken = await keepsToItsRows(stage, pushes, say);
  // The API keeps a plan for some seconds.
  await stage.passTo(plus(stage.clock.now(), seconds(6)));
  const before = await plansOf(stage);
  await stage.restart();
  const after = await plansOf(stage);
  const changed = before.filter((lane, index) => JSON.stringify(lane) !== JSON.stringify(after[index]));
  for (const lane of changed) say(`a restart changed ${JSON.stringify(lane)} into ${JSON.stringify(after)}`);
  return broken + changed.length + (await keepsToItsRows(stage, pushes, say));
}

const plansOf = async (stage: SoakStage): Promise<PlanView["lanes"]> => (await stage.get<PlanView>("/plan")).lanes;

/** 0 when the collector's next call is the one that its rows announce, else 1. */
async function keepsToItsRows(stage: SoakStage, pushes: () => number, say: (line: string) => void): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await stage.passTo(plus(stage.clock.now(), seconds(6)));
    const [next] = (await plansOf(stage))
      .filter(({ kind }) => kind === "call")
      .toSorted((a, b) => (a.at < b.at ? -1 : 1));
    const at = next && parseInstant(next.at);
    if (!next || !at) continue;
    const [pushed, readAt] = [pushes(), stage.clock.now()];
    // The pace of curve samples moves a little as time passes: the same call may leave a second sooner or later.
    await stage.passTo(plus(at, seconds(2)));
    // A push changes what comes next: then nothing is shown, and the next call is looked at.
    if (pushes() !== pushed) continue;
    const calls = await stage.db
      .selectFrom("call")
      .select(["kind", "purpose", "bucket", "ids", "why"])
      .where("charged_at", ">=", dbAt(readAt))
      .execute();
    const { call, purpose, bucket, ids, why } = next;
    const wanted = JSON.stringify([call, purpose, bucket, ids, why]);
    const made = calls.map((row) => JSON.stringify([row.kind, row.purpose, row.bucket, row.ids, row.why]));
    if (made.includes(wanted)) return 0;
    say(`${toIso(at)}: the rows announced ${wanted}, the collector made ${made.join(" and ")}`);
    return 1;
  }
  return 0;
}

const ATTEMPTS = 5;

import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { SYNTHETIC_START } from "#cli/open-world.ts";
import { systemClock } from "#clock.ts";
import { between, days, type Instant, milliseconds, plus } from "#domain/time.ts";
import type { Event } from "#events.ts";
import { Chance } from "#simulation/random.ts";
import { scaledClock } from "#simulation/scaled-clock.ts";
import { startVirtualYouTube } from "#simulation/server.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { at, type Db } from "#storage/database.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { openStore } from "../src/main-store.ts";
import type { CrashChild } from "./crash-child.ts";

/** A virtual day in five minutes: a settlement every few hundredths of a second, so that kills strike amid work. */
const SPEED = 288;
const CHANNELS = 60;
/** A killed process's successor gets so long to settle its first call before the round counts as never resumed. */
const RESUME_MAX = milliseconds(60_000);
const PROJECT = { consumer: "projects/1000000000002", keys: ["virtual-key-of-crashes"] } as const;

interface Acknowledged {
  readonly capturedAt: Instant;
  readonly snapshots: number;
}

/**
 * Kills a collecting process with SIGKILL at random instants, over and over on one embedded database, and holds what
 * it had acknowledged against what the database has, and the ledger against the virtual YouTube's books.
 */
export async function crash(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string", default: "50" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean" },
    },
  });
  const rounds = Number(values.rounds);
  const chance = new Chance("crash", Number(values.seed));
  const realBase = systemClock.now();
  const base = SYNTHETIC_START;
  const clock = scaledClock(base, realBase, SPEED);
  const world = syntheticWorld({
    seed: Number(values.seed),
    channels: CHANNELS,
    from: base,
    until: plus(base, days(30)),
  });
  const youtube = await startVirtualYouTube({ world, clock, projects: [PROJECT] });
  const dataDirectory = await temporaryDirectory();
  const child: CrashChild = {
    dataDirectory,
    youtubeUrl: youtube.url,
    base,
    realBase,
    speed: SPEED,
    key: PROJECT.keys[0],
    channels: world.channels.map(({ id }) => id),
  };
  const acknowledged: Acknowledged[] = [];
  const resumed: number[] = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      const lifetime = chance.between(50, 1500);
      // Every other time PostgreSQL dies with it, as in a power cut without the cut.
      resumed.push(await liveAndDie(child, acknowledged, lifetime, round % 2 === 0));
      process.stderr.write(`round ${round}/${rounds}: resumed after ${resumed.at(-1)} ms\n`);
    }
    // The first round makes the cluster; it resumes nothing.
    const resumes = resumed.slice(1).toSorted((a, b) => a - b);
    return await withDatabase(dataDirectory, clock.now(), async (db) => ({
      rounds,
      lostSnapshots: await countLost(db, acknowledged),
      overspentUnits: await countOverspent(db, youtube.books()),
      acknowledgedSnapshots: acknowledged.reduce((sum, { snapshots }) => sum + snapshots, 0),
      resumeP50Ms: resumes[Math.floor(resumes.length / 2)] ?? null,
      resumeMaxMs: resumes.at(-1) ?? null,
    }));
  } finally {
    await youtube.close();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

/** One process's life: until so long after its first settlement, then SIGKILL. Gives the time to that settlement. */
async function liveAndDie(
  child: CrashChild,
  acknowledged: Acknowledged[],
  lifetime: number,
  withServer: boolean,
): Promise<number> {
  const started = systemClock.now();
  const script = new URL("./crash-child.ts", import.meta.url).pathname;
  const running = spawn(process.execPath, [script, JSON.stringify(child)], { stdio: ["ignore", "pipe", "inherit"] });
  const resumed = new AbortController();
  const over = new Promise<void>((resolve) => running.once("exit", () => resolve()));
  const first = new Promise<number>((resolve, reject) => {
    createInterface({ input: running.stdout }).on("line", (line) => {
      const event: Event = JSON.parse(line);
      if (event.kind === "stumbled") process.stderr.write(`stumbled: ${event.message}\n`);
      if (event.kind !== "callSettled") return;
      resolve(between(started, systemClock.now()));
      if (event.capturedAt !== null) acknowledged.push({ capturedAt: event.capturedAt, snapshots: event.snapshots });
    });
    void over.then(() => reject(new Error("the process ended by itself")));
    void systemClock
      .until(plus(started, RESUME_MAX), resumed.signal)
      .then(() => reject(new Error("no call was settled in a minute")));
  });
  const resumedAfter = await first;
  resumed.abort();
  await systemClock.until(plus(systemClock.now(), milliseconds(lifetime)));
  const postmaster = withServer ? await postmasterOf(child.dataDirectory) : null;
  running.kill("SIGKILL");
  if (postmaster !== null) process.kill(postmaster, "SIGKILL");
  await over;
  return resumedAfter;
}

/** The process id of the server of a data directory. */
async function postmasterOf(dataDirectory: string): Promise<number> {
  const [pid] = (await readFile(join(dataDirectory, "postgres", "data", "postmaster.pid"), "utf8")).split("\n");
  return Number(pid);
}

async function withDatabase<T>(dataDirectory: string, now: Instant, work: (db: Db) => Promise<T>): Promise<T> {
  const store = await openStore({ databaseUrl: null, dataDirectory, kind: "virtual", now, log: () => undefined });
  if (store.kind === "refused") throw new Error(store.message);
  try {
    return await work(store.db);
  } finally {
    await store.close();
  }
}

async function countLost(db: Db, acknowledged: readonly Acknowledged[]): Promise<number> {
  // Two calls may be of one instant: together they must be there.
  const expected = new Map<Instant, number>();
  for (const { capturedAt, snapshots } of acknowledged) {
    expected.set(capturedAt, (expected.get(capturedAt) ?? 0) + snapshots);
  }
  let lost = 0;
  for (const [capturedAt, snapshots] of expected) {
    const { n } = await db
      .selectFrom("snapshot")
      .select(db.fn.countAll<number>().as("n"))
      .where("captured_at", "=", at(capturedAt))
      .executeTakeFirstOrThrow();
    lost += Math.max(0, snapshots - n);
  }
  return lost;
}

/** Units that YouTube counted and our ledger did not, and requests that came after the last unit was spent. */
async function countOverspent(
  db: Db,
  books: readonly { bucket: string; units: number; refused: number }[],
): Promise<number> {
  const ledger = await db.selectFrom("ledger").select(["bucket", "used", "allowance"]).execute();
  let overspent = ledger.reduce((sum, row) => sum + Math.max(0, row.used - row.allowance), 0);
  for (const bucket of ["default", "search", "batch"]) {
    const of = <Row extends { bucket: string }>(rows: readonly Row[]) => rows.filter((row) => row.bucket === bucket);
    const ours = of(ledger).reduce((sum, row) => sum + row.used, 0);
    const theirs = of(books).reduce((sum, entry) => sum + entry.units, 0);
    overspent += Math.max(0, theirs - ours) + of(books).reduce((sum, entry) => sum + entry.refused, 0);
  }
  return overspent;
}

import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "#clock.ts";
import { type Duration, milliseconds, minutes, plus } from "#domain/time.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { createCluster } from "./create-cluster.ts";
import { exists, findHome, type Home, ROOT_SPARE, UPGRADE_DRAFT } from "./home.ts";
import { isKept, takeHold } from "./keeper.ts";
import { findPostmaster, removeStaleLock, spawnPostmaster } from "./postmaster.ts";
import { type Refused, refused, refusedByPostgres, refusedBySystem } from "./refusal.ts";
import { answering, leave, type NoAnswer } from "./running-server.ts";
import { prepareSockets, removeSockets } from "./sockets.ts";

/** A server that answers. */
export interface EmbeddedServer {
  readonly kind: "running";
  /** For `openDatabase`. It holds the password: never log it. */
  readonly connectionString: string;
  /** Whether it ran before we came: beside another process of ours, or left by one that was killed. */
  readonly adopted: boolean;
  /**
   * Ends our use of the server; close every connection of the process first. The last process out stops the server,
   * and then this resolves when the server is down, with everything on disk. Calling it again does nothing.
   */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Made when it does not exist. The cluster lies in its `postgres` (or where its `postgres.location` says). */
  readonly dataDirectory: string;
  readonly clock: Clock;
  /** False when the data is worth nothing tomorrow: then nothing waits for the disk. It binds who starts the server. */
  readonly durable: boolean;
  /** Told what an operator should know, a sentence a line. */
  readonly log: (line: string) => void;
  /** What to delete together with the cluster when the last process is gone, killed for instance. */
  readonly discard?: string;
}

/** A start after a crash replays up to 512 MB of log; more than this is no recovery any more. */
const START_MAX: Duration = minutes(2);
const PAUSE: Duration = milliseconds(50);

/** What PostgreSQL says when another server uses the cluster, or one that was killed has children left in it. */
const ANOTHER_IS_THERE = /lock file ".*" already exists|pre-existing shared memory block/;

/**
 * What a server's log ends with that somebody stopped: a process that left just then, as the last it knew of. That is no failure, with
 * whatever code the server ended.
 */
const STOPPED = /received fast shutdown request(?![\s\S]*starting PostgreSQL)[\s\S]*database system is shut down\s*$/;

/** A server that cannot start at all says so itself, and its log still ends with how the one before was stopped. */
const COMPLAINT = /FATAL|PANIC/;

/**
 * Starts the PostgreSQL of a data directory, making its cluster at first, or joins the one that runs. Any number of
 * processes may do this at once, and any of them may be killed at any moment: the server stops when the last one is
 * gone. Expected failures are refusals, and leave everything as it was.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer | Refused> {
  try {
    return await start(options);
  } catch (error) {
    const refusal = refusedBySystem(error, options.dataDirectory);
    if (refusal === null) throw error;
    return refusal;
  }
}

async function start(options: EmbeddedOptions): Promise<EmbeddedServer | Refused> {
  const home = await findHome(options.dataDirectory, options.log);
  if (home.kind === "refused") return home;
  const spare = home.account === null ? options.dataDirectory : ROOT_SPARE;
  const binaries = await findBinaries({ account: home.account, spare, log: options.log });
  if (binaries.kind === "refused") return binaries;
  const failure =
    (await halfUpgraded(home)) ??
    (await createCluster(home, binaries, options.durable)) ??
    (await otherVersion(home, binaries));
  return failure ?? (await serveCluster(home, binaries, options));
}

/** Starts a server on a cluster that is there and of the programs' version, or joins the one that runs. */
export async function serveCluster(
  home: Home,
  binaries: Binaries,
  options: Omit<EmbeddedOptions, "dataDirectory" | "log">,
): Promise<EmbeddedServer | Refused> {
  const deadline = plus(options.clock.now(), START_MAX);
  while (options.clock.now() < deadline) {
    const outcome = await attempt(home, binaries, options);
    if (outcome !== "again") return outcome;
    await options.clock.until(plus(options.clock.now(), PAUSE));
  }
  return refused(
    "failed",
    `PostgreSQL in ${home.cluster} could not be started for two minutes, because another server seems to be using it. Its log is in ${join(home.cluster, "log")}.`,
  );
}

/** One try to join or start; "again" when the server we dealt with was another's and on its way down, or up. */
async function attempt(
  home: Home,
  binaries: Binaries,
  { clock, durable, discard }: Omit<EmbeddedOptions, "dataDirectory" | "log">,
): Promise<EmbeddedServer | Refused | "again"> {
  const hold = await takeHold(home, discard ?? null, clock);
  let kept = false;
  try {
    const found = await findPostmaster(home.cluster);
    const spawned = found === null ? await spawn(home, binaries, durable) : null;
    if (spawned?.pid !== undefined) hold.name(spawned.pid);
    const answer = await answering(home, spawned, clock);
    // Of two that started at once one has won; the other's socket was for nothing.
    if (spawned !== null && (answer.kind !== "answering" || answer.postmaster.pid !== spawned.pid)) {
      await removeSockets(home, spawned.sockets);
    }
    if (answer.kind !== "answering") return await unanswered(home, answer);
    hold.name(answer.postmaster.pid);
    if (!isKept(home)) {
      await answer.registration.close();
      return "again";
    }
    spawned?.letGo();
    kept = true;
    let left: Promise<void> | null = null;
    return {
      kind: "running",
      connectionString: answer.connectionString,
      adopted: answer.postmaster.pid !== spawned?.pid,
      stop() {
        left ??= leave(home, answer, hold, clock);
        return left;
      },
    };
  } finally {
    if (!kept) hold.release();
  }
}

async function unanswered(home: Home, answer: NoAnswer): Promise<Refused | "again"> {
  switch (answer.kind) {
    case "wrong-password":
      return refused("failed", `${home.password} does not open the database: ${answer.said}. Restore that file.`);
    case "gone":
      if (answer.said === null || ANOTHER_IS_THERE.test(answer.said)) return "again";
      return afterLog(home, answer.said, await lastOfLog(home));
  }
}

/** What became of a server that said too little itself: its log tells the rest. */
async function afterLog(home: Home, said: string, log: string): Promise<Refused | "again"> {
  const isStopped = !COMPLAINT.test(said) && STOPPED.test(log);
  return isStopped ? "again" : await refusedByPostgres("Starting the database", home.cluster, said + log);
}

/** Starts a server, with what an earlier one left behind out of its way. */
async function spawn(home: Home, binaries: Binaries, durable: boolean) {
  await removeStaleLock(join(home.cluster, "postmaster.pid"), home.cluster);
  return spawnPostmaster(home, binaries, await prepareSockets(home), durable);
}

/** A cluster of another major version is none of ours to convert; nothing is touched. */
async function otherVersion(home: Home, { major }: Binaries): Promise<Refused | null> {
  const made = Number.parseInt(await readFile(join(home.cluster, "PG_VERSION"), "utf8"), 10);
  if (made === major) return null;
  return refused(
    "version",
    `The database in ${home.cluster} was made by PostgreSQL ${made}, and this Viewcurve brings PostgreSQL ${major}. Nothing was changed. \`viewcurve upgrade\` takes it over. Or run the Viewcurve that made it, or let a PostgreSQL ${made} serve it and point DATABASE_URL there.`,
  );
}

/** Between an upgrade's last steps there is no cluster in the usual place; a new one there would hide what is beside. */
async function halfUpgraded(home: Home): Promise<Refused | null> {
  if ((await exists(home.cluster)) || !(await exists(join(home.root, UPGRADE_DRAFT)))) return null;
  return refused(
    "version",
    `An upgrade of the database in ${home.root} was interrupted: run \`viewcurve upgrade\` again.`,
  );
}

/** The newest log file's end. A start that fails late has said why only there. */
async function lastOfLog(home: Home): Promise<string> {
  const folder = join(home.cluster, "log");
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => ({ changed: (await stat(join(folder, name))).mtimeMs, path: join(folder, name) })),
  );
  const newest = files.toSorted((a, b) => b.changed - a.changed)[0];
  return newest === undefined ? "" : (await readFile(newest.path, "utf8")).slice(-2000);
}

import { execFile, spawn } from "node:child_process";
import { readFile, readlink, realpath, rm } from "node:fs/promises";
import { totalmem } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { Binaries } from "./binaries.ts";
import type { Home } from "./home.ts";
import { BARE_ENVIRONMENT, runAs } from "./server-account.ts";

/** A server process that really serves this cluster. */
export interface Postmaster {
  readonly pid: number;
  /** The directory of its socket. */
  readonly sockets: string;
}

/** TCP is off; the number is only part of the socket's name. */
export const PORT = 5432;

/** The server that `postmaster.pid` names, when a process of that pid exists and serves this cluster; else `null`. */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const lines = await readLock(join(cluster, "postmaster.pid"));
  const pid = Number(lines[0]);
  // The socket's directory is the fifth line, and among those written first.
  return pid > 0 && lines[4] && (await whatRuns(pid, cluster)) === "this" ? { pid, sockets: lines[4] } : null;
}

/**
 * Removes one of PostgreSQL's lock files when the pid in it belongs to another program by now. PostgreSQL deals with a
 * pid that nobody has; before a living one it stops, because it looks no further than the number.
 */
export async function removeStaleLock(file: string, cluster: string): Promise<void> {
  const pid = Number((await readLock(file))[0]);
  if (pid > 0 && (await whatRuns(pid, cluster)) === "other") await rm(file, { force: true });
}

const readLock = async (file: string): Promise<readonly string[]> =>
  (await readFile(file, "utf8").catch(() => "")).split("\n");

/**
 * What the process of a pid is, judged by its program and its working directory, which a postmaster never leaves.
 * "unsure" leaves the decision to PostgreSQL, which refuses to start beside a process that it cannot rule out.
 */
async function whatRuns(pid: number, cluster: string): Promise<"this" | "other" | "unsure" | "nothing"> {
  if (process.platform === "linux") {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    // A process that has ended but is not yet reaped has no command line.
    if (command === "") return "nothing";
    if (basename(command.split("\0")[0] ?? "") !== "postgres") return "other";
    const directory = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    if (directory === null) return "unsure";
    return directory === (await realpath(cluster)) ? "this" : "other";
  }
  const { stdout } = await promisify(execFile)("ps", ["-p", String(pid), "-o", "command="]).catch(() => ({
    stdout: "",
  }));
  if (stdout.trim() === "") return "nothing";
  if (!stdout.includes("postgres")) return "other";
  return stdout.includes(cluster) ? "this" : "unsure";
}

/**
 * An eighth of the machine's memory, between 128 MB and 1 GB: the indexes of a million videos fit into the latter, and pages
 * that do not fit are fetched anew for every sample. It is taken as it is needed: a small installation never has it.
 */
const SHARED_MB = Math.round(Math.min(1024, Math.max(128, totalmem() / 2 ** 20 / 8)));

/** Sized for a laptop that has other things to do; a busy installation brings its own server by DATABASE_URL. */
const SETTINGS = {
  listen_addresses: "",
  port: String(PORT),
  unix_socket_permissions: "0700",
  max_connections: "50",
  shared_buffers: `${SHARED_MB}MB`,
  maintenance_work_mem: "64MB",
  max_wal_size: "512MB",
  // The disks of today find any page about as fast as the next one; the default is for spinning ones.
  random_page_cost: "1.1",
  timezone: "UTC",
  log_timezone: "UTC",
  // A query whose asker was killed would hold its locks to its end.
  client_connection_check_interval: "1s",
  // One file a weekday, each overwritten a week later, and only what is wrong: the log cannot fill the disk.
  logging_collector: "on",
  log_filename: "postgres-%a.log",
  log_rotation_age: "1d",
  log_rotation_size: "0",
  log_truncate_on_rotation: "on",
  log_checkpoints: "off",
  // Statements may carry what people typed; an error's own words are enough.
  log_min_error_statement: "panic",
};

/** For data that is worth nothing tomorrow: nothing waits for the disk. */
const NOT_DURABLE = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** A server on its way up. */
export interface Spawned {
  readonly pid: number | undefined;
  readonly sockets: string;
  /** How it ended and what it said before its log took over; `null` while it runs. */
  ended(): { readonly stopped: boolean; readonly said: string } | null;
  /** Lets go of it: it answers now, and outlives us. */
  letGo(): void;
}

/**
 * Starts a server. It gets a session of its own, so that Ctrl-C in our terminal reaches us alone and we stop it when
 * we are ready.
 */
export function spawnPostmaster(home: Home, { root }: Binaries, sockets: string, durable: boolean): Spawned {
  const settings = {
    ...SETTINGS,
    ...(durable ? {} : NOT_DURABLE),
    // A list in PostgreSQL's eyes; quoted, a comma or a space in the path is part of it.
    unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`,
  };
  const args = ["-D", home.cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const child = spawn(join(root, "bin/postgres"), args, {
    cwd: "/",
    env: BARE_ENVIRONMENT,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    ...runAs(home.account),
  });
  let said = "";
  let end: { readonly stopped: boolean; readonly said: string } | null = null;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  child.stderr.on("error", () => undefined);
  child.once("error", (error) => {
    end = { stopped: false, said: said + error.message };
  });
  // Not "exit": only now has all it said been read.
  child.once("close", (code, signal) => {
    // Asked to stop before it listens for signals, it dies of the asking.
    end ??= { stopped: code === 0 || signal === "SIGINT", said };
  });
  return {
    pid: child.pid,
    sockets,
    ended: () => end,
    letGo() {
      child.stderr.destroy();
      child.unref();
    },
  };
}

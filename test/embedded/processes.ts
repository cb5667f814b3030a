import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, readlink } from "node:fs/promises";
import { createInterface } from "node:readline";
import { systemClock } from "#clock.ts";
import { milliseconds, plus, seconds } from "#domain/time.ts";
import type { EmbeddedServer } from "#storage/embedded/start-embedded.ts";

/** A process of its own that uses a server (server-user.ts). */
export interface ServerUser {
  /** Its server as it reported it, without `stop`. */
  readonly server: Pick<EmbeddedServer, "connectionString" | "adopted">;
  /** Lets it leave; resolves when it has ended. */
  leave(): Promise<void>;
  /** kill -9; resolves when it has ended. */
  kill(): Promise<void>;
  /** What Ctrl-C in its terminal does: SIGINT to it and everything in its process group. */
  interrupt(): Promise<void>;
}

/** Starts such a process, as another account if one is given, on a cluster to be kept unless it may be discarded. */
export async function useElsewhere(
  dataDirectory: string,
  { discard = false, ...account }: { readonly uid?: number; readonly gid?: number; readonly discard?: boolean } = {},
): Promise<ServerUser> {
  const script = new URL("server-user.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, dataDirectory, discard ? "discard" : "keep"], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: "/",
    detached: true,
    ...account,
  });
  const ended = once(child, "exit");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value } = await lines.next();
  const server = JSON.parse(value ?? "null");
  if (server?.kind !== "running") throw new Error(server?.message ?? "the process ended without a word");
  return {
    server,
    async leave() {
      child.stdin.write("leave\n");
      expectStopped(await lines.next());
      await ended;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async interrupt() {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
      await ended;
    },
  };
}

function expectStopped(line: IteratorResult<string>): void {
  if (line.value !== '"stopped"') throw new Error(`expected the process to stop, it said ${line.value}`);
}

/** The pids of the servers on a cluster, the sessions they serve left out. */
export async function postmastersOf(cluster: string): Promise<readonly number[]> {
  if (process.platform !== "linux") {
    const lines = execFileSync("ps", ["-axo", "pid=,command="], { encoding: "utf8" }).split("\n");
    return lines.filter((line) => line.includes("/bin/postgres ") && line.includes(cluster)).map(Number.parseFloat);
  }
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const directory = await readlink(`/proc/${pid}/cwd`).catch(() => "");
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      if (directory !== cluster || !/\/postgres\0/.test(command)) return [];
      const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
      return [{ pid: Number(pid), parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]) }];
    }),
  );
  const servers = found.flat();
  // A server's child bears its command line until it has named itself.
  return servers.filter(({ parent }) => !servers.some(({ pid }) => pid === parent)).map(({ pid }) => pid);
}

/** Waits, 20 seconds at most, until something outside our hands has come about. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = plus(systemClock.now(), seconds(20));
  while (!(await holds())) {
    if (systemClock.now() > deadline) throw new Error(`still not so after 20 seconds: ${what}`);
    await systemClock.until(plus(systemClock.now(), milliseconds(20)));
  }
}

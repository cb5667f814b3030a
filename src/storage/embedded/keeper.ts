import { execFile, spawn } from "node:child_process";
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { promisify } from "node:util";
import type { Clock } from "#clock.ts";
import { milliseconds, plus, seconds } from "#domain/time.ts";
import type { Home } from "./home.ts";
import { BARE_ENVIRONMENT } from "./server-account.ts";

/**
 * What a keeper does: it reads from the pipe which server there is, until no process holds the other end any more,
 * however the last one ended, and then stops that server, quickly but cleanly. A server that was started since is not
 * its own, and a pid that is another program's by now is left alone. Two that start at once may both start a keeper;
 * cat takes whole lines at a time, so one of the two gets the last. What is to be discarded goes last: the third
 * argument, and the cluster, which may lie elsewhere.
 */
const KEEPER = `
pid=$(cat < "$1" | tail -n 1)
if [ -n "$pid" ] && [ "$(head -n 1 "$2/postmaster.pid")" = "$pid" ]; then
  if [ -d /proc/self ]; then [ "$(readlink "/proc/$pid/cwd")" = "$2" ]
  else ps -p "$pid" -o command= | grep -qF -- "$2"
  fi && kill -INT "$pid" && while kill -0 "$pid"; do sleep 0.1; done
fi
if [ -n "$3" ]; then rm -rf "$(dirname "$2")" "$3"; fi
`;

/** Our hold on the server: while any process has one, the keeper waits. It ends with the process, even by kill -9. */
export interface Hold {
  /** Tells the keeper which server is to be stopped. */
  name(pid: number): void;
  release(): void;
}

/**
 * Takes hold, and starts a keeper when none waits. The keeper comes before the server, so that no crash, however
 * early, leaves a server that nobody will stop.
 */
export async function takeHold(home: Home, discard: string | null, clock: Clock): Promise<Hold> {
  const deadline = plus(clock.now(), seconds(10));
  let started = false;
  while (clock.now() < deadline) {
    const descriptor = openPipe(home.inUse);
    if (descriptor !== null) return holdOn(descriptor);
    if (!started) await startKeeper(home, discard);
    started = true;
    await clock.until(plus(clock.now(), milliseconds(5)));
  }
  throw new Error(`no keeper came to read ${home.inUse} within 10 seconds`);
}

/**
 * Whether a keeper waits. Asked while we hold the pipe and have just spoken to the server: a keeper that had seen the
 * pipe's end before we came has closed it since, and the server is about to stop under us.
 */
export function isKept(home: Home): boolean {
  const descriptor = openPipe(home.inUse);
  if (descriptor === null) return false;
  closeSync(descriptor);
  return true;
}

const holdOn = (descriptor: number): Hold => ({
  name(pid) {
    try {
      writeSync(descriptor, `${pid}\n`);
    } catch (error) {
      // The keeper has gone; isKept will say so.
      if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
    }
  },
  release: () => closeSync(descriptor),
});

/** Opens our end of the pipe; `null` when nobody reads it, or it does not exist yet. */
function openPipe(path: string): number | null {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENXIO" || code === "ENOENT") return null;
    throw error;
  }
}

async function startKeeper(home: Home, discard: string | null): Promise<void> {
  await promisify(execFile)("mkfifo", ["-m", "600", home.inUse], { env: BARE_ENVIRONMENT }).catch((error: Error) => {
    if (!/exists/.test(error.message)) throw error;
  });
  const args = ["-c", KEEPER, "viewcurve-keeper", home.inUse, home.cluster, discard ?? ""];
  // A session of its own: neither Ctrl-C nor a closed terminal ends it before us.
  spawn("/bin/sh", args, { cwd: "/", env: BARE_ENVIRONMENT, detached: true, stdio: "ignore" }).unref();
}

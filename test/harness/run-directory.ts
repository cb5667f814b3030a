import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { systemClock } from "#clock.ts";
import { milliseconds, plus, seconds } from "#domain/time.ts";
import { findPostmaster } from "#storage/embedded/postmaster.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { RUN_SERVERS } from "./run-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the workers of one Vitest run share what is costly to make: migrated databases of all engines. */
    runDirectory: string;
  }
}

/**
 * Vitest calls this once a run. It gives the run a directory, and stops the servers in it and removes it at the end. It
 * stays empty until a file asks for a database, so a run of pure tests pays nothing.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await temporaryDirectory();
  project.provide("runDirectory", directory);
  // Commands that tests start as processes load the same hundreds of modules each: half of their time, when compiled anew.
  process.env["NODE_COMPILE_CACHE"] = join(directory, "compiled");
  return async () => {
    for (const name of Object.values(RUN_SERVERS)) await stopServer(join(directory, name, "postgres/data"));
    await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
}

/** What is in it is worth nothing: it need not be written down first. A keeper may be stopping it already. */
async function stopServer(cluster: string): Promise<void> {
  const deadline = plus(systemClock.now(), seconds(10));
  for (let asked = false; systemClock.now() < deadline; asked = true) {
    const server = await findPostmaster(cluster);
    if (server === null) return;
    if (!asked) process.kill(server.pid, "SIGQUIT");
    await systemClock.until(plus(systemClock.now(), milliseconds(20)));
  }
}

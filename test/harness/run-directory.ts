import { rm } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the workers of one Vitest run share what is costly to make: migrated databases of both engines. */
    runDirectory: string;
  }
}

/**
 * Vitest calls this once a run. It gives the run a directory and removes it at the end. It stays empty until a file asks for a database, so a run of
 * pure tests pays nothing.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await temporaryDirectory();
  project.provide("runDirectory", directory);
  // A worker that died left its server to a keeper, which may still be stopping it.
  return () => rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

import { defineConfig } from "vitest/config";
import { HeaviestFirst } from "./test/heaviest-first.ts";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "dashboard/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["test/law/fixtures/**"],
    reporters: ["default", "./test/summary-reporter.ts"],
    globalSetup: ["test/harness/run-directory.ts"],
    setupFiles: ["./test/harness/properties.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for on a page comes when the machine has time for it: a second is too short where others work, too.
    expect: { poll: { timeout: 15_000 } },
    // Several files start a PostgreSQL of their own: two at a time fill two cores without starving each other.
    maxWorkers: 2,
    // Our modules hold nothing that one test could leave to the next, so files share a worker's: what they import is
    // loaded once, and the run's servers are started once.
    isolate: false,
    sequence: { sequencer: HeaviestFirst },
  },
});

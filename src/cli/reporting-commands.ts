import type { Command } from "commander";
import { rows } from "./option-numbers.ts";

/** Adds the commands that tell what is spent and what is kept. */
export function addReportingCommands(program: Command): void {
  program
    .command("quota")
    .description("show what each project has spent today and in the last 30 days, and on what")
    .option("--json", "print one JSON object", false)
    .action(async (options) => (await import("./quota.ts")).quota(options));

  program
    .command("calls")
    .description("search the calls of the last seven days, newest first")
    .option("--since <when>", "an instant such as 2026-11-20T08:30:00Z, or an age such as 90m, 12h or 3d")
    .option("--until <when>", "the same; not included")
    .option("--kind <kind>", "such as sample, describe, uploads, search or feed")
    .option("--purpose <purpose>", "such as milestone, curve, discovery, backfill or refresh")
    .option("--outcome <outcome>", "such as answered, quotaSpent, unavailable, failed or open")
    .option("--failed", "those that were not answered", false)
    .option("--project <name>", "the project that paid")
    .option("--bucket <bucket>", "default, search or batch")
    .option("--text <text>", "somewhere in the reason, or in what YouTube said")
    .option("--limit <n>", "show so many at most", rows, 50)
    .option("--json", "print one JSON object per call", false)
    .action(async (options) => (await import("./calls.ts")).calls(options));

  const policy = program.command("policy").description("show or decide how long data is kept: docs/policy.md");
  policy
    .command("show", { isDefault: true })
    .description("show what was decided, and by whom")
    .option("--json", "print one JSON object", false)
    .action(async (options) => (await import("./policy.ts")).showPolicy(options));
  policy
    .command("set")
    .description("decide how long statistics are kept; everything older is deleted")
    .argument("<limit>", "30d, 36m, another number of days or months from 30 days on, or keep")
    .option("--text <limit>", "the same for what texts said before (default: 30d)")
    .option("--json", "print one JSON object", false)
    .action(async (limit, options) => (await import("./policy.ts")).setPolicy(limit, options));
}

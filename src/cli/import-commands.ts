import { type Command, InvalidArgumentError, Option } from "commander";
import { rows, weight } from "./option-numbers.ts";

/** Adds the commands that bring in what was collected elsewhere. */
export function addImportCommands(program: Command): void {
  const imports = program
    .command("import")
    .description("bring in lists of channels and videos, and counters that were collected elsewhere");
  imports
    .command("channels")
    .description("track the channels that a file names: a plain list, CSV, OPML, or Takeout's subscriptions")
    .argument("<file>", "- for standard input; may be gzipped")
    .option("--weight <n>", "1 is ordinary; more is sampled more densely (default: as before, or 1)", weight)
    .option("--watched", "keep their first hours longest when quota is short (default: as before, or not)")
    .option("--dry-run", "say what the file names, and ask for nothing", false)
    .option("--rejects <file>", "write the rows that are refused there, with the reasons")
    .option("--json", "print one JSON object", false)
    .action(async (file, options) => (await import("./import-channels.ts")).importChannels(file, options));
  imports
    .command("videos")
    .description("follow the videos that a file names by id or URL, whoever their channel is")
    .argument("<file>", "- for standard input; may be gzipped")
    .option("--dry-run", "say what the file names, and ask for nothing", false)
    .option("--rejects <file>", "write the rows that are refused there, with the reasons")
    .option("--json", "print one JSON object", false)
    .action(async (file, options) => (await import("./import-videos.ts")).importVideos(file, options));
  imports
    .command("snapshots")
    .description("store counters that were collected elsewhere: CSV, NDJSON or Parquet, one sample of a video a row")
    .argument("<file>", "- for standard input; may be gzipped")
    .option(
      "--map <field=column>",
      "which column says what, where it is not found by itself; may be repeated",
      fields,
      [],
    )
    .addOption(new Option("--dates <order>", "what 03/04/2026 begins with: day or month").choices(["dmy", "mdy"]))
    .option("--dry-run", "say how the file is understood and what would be refused, and store nothing", false)
    .option("--rejects <file>", "write the rows that are refused there, with the reasons")
    .option("--json", "print one JSON object", false)
    .action(async (file, options) => (await import("./import-snapshots.ts")).importCounters(file, options));
  imports
    .command("status")
    .description("list the imports, newest first, and how far each has come")
    .option("--limit <n>", "so many at most", rows, 20)
    .option("--json", "print one JSON object per import", false)
    .action(async (options) => (await import("./import-status.ts")).importStatus(options));
}

function fields(text: string, before: readonly string[]): readonly string[] {
  if (!/^[^=]+=.+$/.test(text)) throw new InvalidArgumentError("It must be field=column, such as views=view_count.");
  return [...before, text];
}

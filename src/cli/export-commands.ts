import { Argument, type Command, Option } from "commander";
import { DATASETS, FORMATS } from "#exports/datasets.ts";

/** Adds the commands that bring data out. */
export function addExportCommands(program: Command): void {
  program
    .command("export")
    .description("write what was collected to files, with a manifest and a data dictionary beside them")
    .addArgument(new Argument("<dataset>", "what is written").choices(DATASETS))
    .addOption(new Option("--format <format>", "of the file").choices(FORMATS).default("csv"))
    .requiredOption("--out <dir>", "the directory to write to; made if it is not there")
    .option("--filter <query>", "which rows, as the API is asked: 'tag=bread&publishedAfter=2026-10-01'", "")
    .option("--ids-only", "ids alone, for sets that others fill again from YouTube", false)
    .option("--pseudonyms", "keyed hashes instead of ids of channels and videos, and no texts", false)
    .option("--json", "print the manifest", false)
    .action(async (dataset, options) => (await import("./export.ts")).exportRows(dataset, options));

  program
    .command("hydrate")
    .description("write what is known of the videos of an ids-only set, and have the collector fetch the others")
    .argument("<file>", "of ids or URLs: CSV, NDJSON, Parquet or a plain list, may be gzipped; - for standard input")
    .addOption(new Option("--format <format>", "of the file that is written").choices(FORMATS).default("csv"))
    .requiredOption("--out <dir>", "the directory to write to; what an earlier run wrote there is replaced")
    .option("--rejects <file>", "write the rows that name no video there, with the reasons")
    .option("--json", "print one JSON object", false)
    .action(async (file, options) => (await import("./hydrate.ts")).hydrate(file, options));

  program
    .command("shell")
    .description("ask the API and the database in Node's own shell, with what was asked before kept")
    .option("--write", "let statements change the database", false)
    .action(async (options) => (await import("./shell.ts")).shell(options));
}

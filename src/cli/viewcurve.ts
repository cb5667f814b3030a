#!/usr/bin/env node
import { Argument, Command, CommanderError, Help } from "commander";
import { addDiscoverCommands } from "./discover-commands.ts";
import { EXIT, endByBug } from "./exit.ts";
import { addExportCommands } from "./export-commands.ts";
import { addImportCommands } from "./import-commands.ts";
import { addInsightCommands } from "./insights-commands.ts";
import { channels, days, port, units, weight, whole } from "./option-numbers.ts";
import { VERSION } from "./product-version.ts";
import { addReportingCommands } from "./reporting-commands.ts";
import { addTokenCommands } from "./token-commands.ts";
import { addWatchCommands } from "./watch-commands.ts";

/*
 * Commands are imported when they run: `--help` must not wait for the database driver and the web server to load.
 */

process.on("uncaughtException", endByBug);
process.stdout.on("error", endByBug);

const plainHelp = new Help();

const program = new Command("viewcurve")
  .description(
    "Self-hosted YouTube tracking: finds new videos, samples their counters, shows which perform unusually well.",
  )
  .version(VERSION, "-V, --version", "print the version")
  .helpOption("-h, --help", "print help")
  .helpCommand("help [command]", "print help for a command")
  .addHelpText("after", "\nSettings come from the environment and .env: docs/configuration.md lists them.")
  .configureHelp({
    // That a switch is off unless it is given needs no telling.
    optionDescription: (option) =>
      option.defaultValue === false ? option.description : plainHelp.optionDescription(option),
  })
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "viewcurve: ")) })
  .showSuggestionAfterError()
  // What stands behind a command is the command's: discover has options of its own, and commands with some of the same names.
  .enablePositionalOptions()
  .exitOverride();

program
  .command("start")
  .description("collect and serve the API until stopped")
  .action(async () => (await import("./start.ts")).start());

program
  .command("demo")
  .description("watch two weeks of a virtual YouTube in fast motion, then explore what was collected")
  .option("--days <n>", "virtual days to fast-forward", days, 14)
  .option("--channels <n>", "channels of the synthetic world", channels, 60)
  .option("--seed <n>", "another seed is another world", whole, 1)
  .option("--replay <file>", "replay real videos from a trending CSV (may be gzipped) instead")
  .option("--from <date>", "first day of a replay", "2026-02-01")
  .option("--port <n>", "port of the API; 0 picks a free one", port, 8686)
  .option("--exit", "stop after the fast-forward instead of running on", false)
  .option("--json", "print one JSON object as the last line", false)
  .action(async (options) => (await import("./demo.ts")).demo(options));

program
  .command("simulate")
  .description("serve the virtual YouTube alone, in real time, until stopped")
  .option("--port <n>", "port to listen on; 0 picks a free one", port, 8787)
  .option("--channels <n>", "channels of the synthetic world", channels, 60)
  .option("--seed <n>", "another seed is another world", whole, 1)
  .option("--replay <file>", "replay real videos from a trending CSV (may be gzipped) instead")
  .option("--from <date>", "first day of a replay", "2026-02-01")
  .action(async (options) => (await import("./simulate.ts")).simulate(options));

program
  .command("track")
  .description("track channels, or say how much tracked ones matter")
  .argument("<channel...>", "URL, @handle or id (UC…)")
  .option("--weight <n>", "1 is ordinary; more is sampled more densely (default: as before, or 1)", weight)
  .option("--watched", "keep its first hours longest when quota is short (default: as before, or not)")
  .option("--no-watched", "no longer keep them longest")
  .option("--json", "print one JSON object per channel", false)
  .action(async (texts, options) => (await import("./track.ts")).track(texts, options));

program
  .command("untrack")
  .description("stop tracking channels, or following videos; what was collected stays, unless a channel is purged")
  .argument("<channel...>", "URL, @handle or id (UC…); or a video's URL or id")
  .option("--purge", "remove all that was collected of them, for good", false)
  .option("--json", "print one JSON object per channel", false)
  .action(async (texts, options) => (await import("./untrack.ts")).untrack(texts, options));

addWatchCommands(program);
addDiscoverCommands(program);

const keys = program
  .command("keys")
  .description("the API keys that pay for calls: add, list, test, pause or remove them");
keys
  .command("add")
  .description("add a key, read from standard input so that no shell history keeps it")
  .option("--project <name>", "the Google Cloud project the key belongs to", "default")
  .option("--acknowledge-projects", "I have read docs/policy.md on using more than one project", false)
  .action(async (options) => (await import("./keys.ts")).addKeyFromInput(options));
keys
  .command("list")
  .description("list keys, masked, with their state")
  .option("--json", "print one JSON object per key", false)
  .action(async (options) => (await import("./keys.ts")).listAllKeys(options));
keys
  .command("import")
  .description("add keys from a file or standard input, one a line, alone or as project:key; # begins a comment")
  .argument("[file]", "the file; - or none = standard input")
  .option("--acknowledge-projects", "I have read docs/policy.md on using more than one project", false)
  .option("--json", "print one JSON object", false)
  .action(async (file, options) => (await import("./keys-import.ts")).importKeys(file, options));
keys
  .command("test")
  .description("try a key by one call, and tell what YouTube says")
  .argument("<fingerprint>", "of the key, or the beginning of it: keys list shows it")
  .option("--json", "print one JSON object", false)
  .action(async (prefix, options) => (await import("./keys-test.ts")).testOneKey(prefix, options));
keys
  .command("pause")
  .description("take a key out of use until it is resumed")
  .argument("<fingerprint>", "of the key, or the beginning of it")
  .action(async (prefix) => (await import("./keys.ts")).pauseOneKey(prefix));
keys
  .command("resume")
  .description("take a paused key back into use")
  .argument("<fingerprint>", "of the key, or the beginning of it")
  .action(async (prefix) => (await import("./keys.ts")).resumeOneKey(prefix));
keys
  .command("rotate-secret")
  .description("seal the stored keys by a new secret (read from standard input where VIEWCURVE_SECRET is set)")
  .action(async () => (await import("./keys-rotate.ts")).rotateSecret());
keys
  .command("remove")
  .description("remove a key")
  .argument("<fingerprint>", "of the key, or the beginning of it: keys list shows it")
  .action(async (prefix) => (await import("./keys.ts")).removeOneKey(prefix));

const projects = program.command("projects").description("Google Cloud projects, whose quota keys draw on");
projects
  .command("list")
  .description("list projects with what they may spend today and have spent")
  .option("--json", "print one JSON object per project", false)
  .action(async (options) => (await import("./projects.ts")).listAllProjects(options));
projects
  .command("add")
  .description("add a project that has no key yet")
  .argument("<name>", "letters, digits, dots and dashes")
  .option("--default <units>", "units a day of the default bucket (10000)", units)
  .option("--search <units>", "searches a day (100)", units)
  .option("--batch <units>", "units a day of batch statistics (10000)", units)
  .option("--acknowledge-projects", "I have read docs/policy.md on using more than one project", false)
  .action(async (name, options) => (await import("./projects.ts")).addProject(name, options));
projects
  .command("limit")
  .description(
    "say what a project may spend a day, from today on: after a quota extension, or to leave units to others",
  )
  .argument("<name>", "of the project")
  .option("--default <units>", "units a day of the default bucket", units)
  .option("--search <units>", "searches a day", units)
  .option("--batch <units>", "units a day of batch statistics", units)
  .action(async (name, options) => (await import("./projects.ts")).limitProject(name, options));
projects
  .command("remove")
  .description("remove a project that has no keys; what it has used stays in the ledger")
  .argument("<name>", "of the project")
  .action(async (name) => (await import("./projects.ts")).removeOneProject(name));

addTokenCommands(program);

program
  .command("plan")
  .description("show what the collector would ask next, and why")
  .option("--json", "print one JSON object", false)
  .action(async (options) => (await import("./plan.ts")).plan(options));

addReportingCommands(program);
addImportCommands(program);
addInsightCommands(program);
addExportCommands(program);

program
  .command("doctor")
  .description("check this installation, and say how to mend what is wrong")
  .option("--json", "print one JSON object per check", false)
  .action(async (options) => (await import("./doctor.ts")).doctor(options));

program
  .command("migrate")
  .description("bring the database's schema up to date (start does so by itself)")
  .action(async () => (await import("./migrate.ts")).migrateDatabase());

program
  .command("backup")
  .description("copy the whole database to one file while others work, sealed keys and all but the secret")
  .argument("[file]", "the file to write")
  .option("--force", "replace the file if it is there", false)
  .option("--schedule", "keep backups by VIEWCURVE_BACKUP_DIR until stopped (start does so by itself)", false)
  .option("--json", "print one JSON object", false)
  .action(async (file, options) => (await import("./backup.ts")).backup(file, options));

program
  .command("restore")
  .description("fill an empty database from a backup, whole or not at all")
  .argument("<file>", "the backup")
  .option("--replace", "give up what the database holds now", false)
  .option("--json", "print one JSON object", false)
  .action(async (file, options) => (await import("./restore.ts")).restore(file, options));

program
  .command("upgrade")
  .description("take a database of an older PostgreSQL over into the one that this Viewcurve brings")
  .option("--binaries <dir>", "where the older PostgreSQL's bin, lib and share lie (default: npm's, if installed)")
  .option("--confirm", "all is well: delete the old database that an upgrade has kept", false)
  .action(async (options) => (await import("./upgrade.ts")).upgrade(options));

program
  .command("completions")
  .description("print a script by which a shell completes these commands")
  .addArgument(new Argument("<shell>", "whose script").choices(["bash", "zsh", "fish"]))
  .action(async (shell) => {
    process.stdout.write((await import("./completions.ts")).completionScript(shell, program));
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) endByBug(error);
  // Commander has printed the message; asking for help is no mistake.
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}

#!/usr/bin/env node
import { Command, CommanderError, Help } from "commander";
import { EXIT, endByBug } from "./exit.ts";
import { channels, days, port, weight, whole } from "./option-numbers.ts";
import { VERSION } from "./product-version.ts";

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

const keys = program.command("keys").description("add, list or remove the API keys that pay for calls");
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
  .command("remove")
  .description("remove a key")
  .argument("<fingerprint>", "of the key, or the beginning of it: keys list shows it")
  .action(async (prefix) => (await import("./keys.ts")).removeOneKey(prefix));

program
  .command("plan")
  .description("show what the collector would ask next, and why")
  .option("--json", "print one JSON object", false)
  .action(async (options) => (await import("./plan.ts")).plan(options));

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

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) endByBug(error);
  // Commander has printed the message; asking for help is no mistake.
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}

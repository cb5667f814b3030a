import { type Command, Option } from "commander";
import { floorRate, listed, perDay, repeated, span } from "./discover-options.ts";
import { weight, whole } from "./option-numbers.ts";

/** Adds `viewcurve discover` and all that belongs to it. */
export function addDiscoverCommands(program: Command): void {
  const discover = program
    .command("discover")
    .description("look for channels that fit, best first, within a budget a day")
    .enablePositionalOptions()
    .option("--budget <units>", "units of the default bucket it may spend a day, such as 2000/day", perDay)
    .option("--searches <n>", "searches it may spend a day, such as 20/day (default: none)", perDay)
    .option("--language <code>", "channels in this language, such as de")
    .option("--category <numbers>", "on these categories by YouTube's numbers, such as 27 for education", listed)
    .option("--country <codes>", "that say they are in these countries, such as DE,AT", listed)
    .option("--subscribers <range>", "with so many subscribers, such as 1000..100000 or 1000..", span)
    .option("--until <n>", "rest when so many are found that fit (default: go on)", whole)
    .option("--term <text>", "begin with this search; may be repeated", repeated)
    .option("--seed <channel>", "begin with this channel: URL, @handle or id; may be repeated", repeated)
    .option("--region <codes>", "read these countries' charts (default: where the language is spoken)", listed)
    .option(
      "--sources <names>",
      "look in these alone: search, chart, subscriptions, featured, commenters, uploads (default: all)",
      listed,
    )
    .option("--track [weight]", "track what fits, 1 being ordinary (default: list it only)", weight)
    .option(
      "--floor <n>",
      "rest when a unit is expected to bring fewer than so many that fit (default: 0.01)",
      floorRate,
    )
    .option("--name <text>", "a name for people (default: what it looks for)")
    .option("--paused", "add it, and let it rest until it is resumed", false)
    .option("--dry-run", "say what it may spend, and store nothing", false)
    .option("--json", "print one JSON object", false)
    .action(async (options) => (await import("./discover-add.ts")).discover(options));
  discover
    .command("list")
    .description("list the discoveries with what they find and cost")
    .option("--removed", "list those that were removed instead", false)
    .option("--json", "print one JSON object per discovery", false)
    .action(async (options) => (await import("./discover-list.ts")).listAllDiscoveries(options));
  discover
    .command("show")
    .description("show one discovery: what each source brings, how many channels there may be, and what it does now")
    .argument("<id>", "of the discovery: discover list shows it")
    .option("--json", "print one JSON object", false)
    .action(async (id, options) => (await import("./discover-list.ts")).showOneDiscovery(id, options));
  discover
    .command("channels")
    .description("print every channel that one has found, the best first")
    .argument("<id>", "of the discovery, removed or not")
    .addOption(
      new Option("--format <format>", "as a table, or a line of JSON each").choices(["csv", "ndjson"]).default("csv"),
    )
    .option("--all", "those that do not fit, too", false)
    .action(async (id, options) => (await import("./discover-channels.ts")).printChannels(id, options));
  discover
    .command("pause")
    .description("let a discovery rest; it keeps its place")
    .argument("<id>", "of the discovery")
    .action(async (id) => (await import("./discover-edit.ts")).pauseOneDiscovery(id));
  discover
    .command("resume")
    .description("let a paused discovery go on where it was")
    .argument("<id>", "of the discovery")
    .action(async (id) => (await import("./discover-edit.ts")).resumeOneDiscovery(id));
  discover
    .command("remove")
    .description("stop looking for good; what was found stays, unless it is purged")
    .argument("<id>", "of the discovery")
    .option("--purge", "remove what it has found, too, for good; channels that are tracked stay", false)
    .action(async (id, options) => (await import("./discover-edit.ts")).removeOneDiscovery(id, options));
}

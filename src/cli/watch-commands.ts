import { type Command, Option } from "commander";
import { SEARCH_ORDERS } from "#domain/watch.ts";
import { weight } from "./option-numbers.ts";

/** Adds `viewcurve watch` and all that belongs to it. */
export function addWatchCommands(program: Command): void {
  const watch = program.command("watch").description("watch searches and charts, and see what they find and cost");
  withOptions(
    watch
      .command("add")
      .description("watch a search, or with --chart a chart of what is popular")
      .argument("[query]", "what to search for, with YouTube's - for not and | for or")
      .option("--chart", "watch the chart of --region, and of --category if given, instead of a search", false)
      .option("--since <when>", "how far back the first run looks: 30d, or a date such as 2026-02-01")
      .option("--paused", "add it, and let it rest until it is resumed", false)
      .option("--dry-run", "say what it would cost, and store nothing", false)
      .option("--json", "print one JSON object", false),
  ).action(async (query, options) => (await import("./watch-add.ts")).addOneWatch(query, options));
  watch
    .command("list")
    .description("list the watches with what they find and cost")
    .option("--removed", "list those that were removed instead", false)
    .option("--json", "print one JSON object per watch", false)
    .action(async (options) => (await import("./watch-list.ts")).listAllWatches(options));
  watch
    .command("show")
    .description("show one watch, what it has left to read, and when it asks next")
    .argument("<id>", "of the watch: watch list shows it")
    .option("--json", "print one JSON object", false)
    .action(async (id, options) => (await import("./watch-list.ts")).showOneWatch(id, options));
  withOptions(
    watch
      .command("edit")
      .description("change a watch; what is left out stays, and a filter given as any is dropped")
      .argument("<id>", "of the watch")
      .option("--query <text>", "what to search for"),
    [DROPPED],
  ).action(async (id, options) => (await import("./watch-edit.ts")).editOneWatch(id, options));
  watch
    .command("pause")
    .description("let a watch rest; it keeps its place")
    .argument("<id>", "of the watch")
    .action(async (id) => (await import("./watch-edit.ts")).pauseOneWatch(id));
  watch
    .command("resume")
    .description("let a paused watch go on where it was")
    .argument("<id>", "of the watch")
    .action(async (id) => (await import("./watch-edit.ts")).resumeOneWatch(id));
  watch
    .command("remove")
    .description("stop watching for good; what was found stays, and so do the runs")
    .argument("<id>", "of the watch")
    .action(async (id) => (await import("./watch-edit.ts")).removeOneWatch(id));
  watch
    .command("runs")
    .description("show what YouTube answered to a watch, run by run, the newest first")
    .argument("<id>", "of the watch, removed or not")
    .option("--json", "print every page there is, one JSON object each, the eldest first", false)
    .action(async (id, options) => (await import("./watch-list.ts")).showRuns(id, options));
}

/** YouTube's filters and the cadence, as both `add` and `edit` take them. */
const withOptions = (command: Command, drops: readonly string[] = []): Command =>
  command
    .option("--name <text>", "a name for people (default: what it asks for)")
    .option("--region <code>", "videos that can be watched in this country, such as GB")
    .option("--language <code>", "prefer videos of this language, such as en")
    .option("--category <number>", "YouTube's number of a category, such as 17 for sports")
    .option("--channel <id>", "videos of this channel only (UC…)")
    .option("--topic <id>", "videos on this topic, such as /m/06ntj")
    .addOption(choice("--event <type>", "broadcasts in this state", ["none", "upcoming", "live", "completed"], drops))
    .addOption(choice("--duration <class>", "under 4 minutes, to 20, or over", ["short", "medium", "long"], drops))
    .addOption(choice("--definition <class>", "the picture", ["high", "standard"], drops))
    .addOption(choice("--caption <kind>", "with or without captions", ["closedCaption", "none"], drops))
    .addOption(choice("--license <kind>", "the licence", ["creativeCommon", "youtube"], drops))
    .addOption(choice("--safe-search <level>", "leave out what is restricted", ["none", "moderate", "strict"], drops))
    .addOption(choice("--order <order>", "only date, the default, is read without gaps", [...SEARCH_ORDERS], drops))
    .option("--every <time>", "the time between runs, such as 30m; auto = as often as its yield is worth (default)")
    .option("--every-min <time>", "the least time between runs while they follow the yield")
    .option("--every-max <time>", "the most time between runs while they follow the yield")
    .option("--share <n>", "its part of what watches without a fixed time share; 1 is ordinary", weight);

/** What drops a filter. */
const DROPPED = "any";

/** The values are listed in the help. */
const choice = (flags: string, description: string, values: readonly string[], drops: readonly string[]): Option =>
  new Option(flags, description).choices([...values, ...drops]);

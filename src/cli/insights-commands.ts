import type { Command } from "commander";
import { withJson, withLimit, withScope, withWindow } from "./insight-options.ts";

/** Adds the commands that tell what is taking off, what engages, which words, and what comes next. */
export function addInsightCommands(program: Command): void {
  const insights = program
    .command("insights")
    .description(
      "what takes off, what engages, which words carry it, and what comes next: docs/formulas has each formula",
    );
  const insight = (name: string, description: string): Command => insights.command(name).description(description);

  withJson(
    withLimit(withScope(insight("trending", "videos that take off: new outliers, then the fastest for their age"))),
  )
    .option("--window <span>", "over which views gained are compared: 1h, 24h or 7d (default: 24h)")
    .option("--sort <order>", "trend, heat, velocity, acceleration, gain or outlier (default: trend)")
    .action(async (options) => (await import("./insights.ts")).trending(options));

  withJson(
    withLimit(withScope(insight("outliers", "videos of any age with twice their channel's usual views or more"))),
  )
    .option("--window <span>", "sampled within the last so long (default: 24h)")
    .action(async (options) => (await import("./insights.ts")).outliers(options));

  withJson(
    withWindow(withScope(insight("typical", "how many views videos usually have at fixed ages")), "whenever"),
  ).action(async (options) => (await import("./insights.ts")).typical(options));

  withJson(withLimit(withWindow(withScope(insight("engaging", "videos that are liked and discussed most")), "28d")))
    .option("--by <rate>", "engagement, likes or comments (default: engagement)")
    .action(async (options) => (await import("./insights.ts")).engaging(options));

  withJson(withWindow(withScope(insight("views", "views gained by hour or day, beside the time before")), "28d"))
    .option("--step <step>", "hour or day (default: what suits the window)")
    .action(async (options) => (await import("./insights.ts")).views(options));

  withJson(
    withLimit(withWindow(withScope(insight("keywords", "words and phrases that rise, mark or carry videos")), "7d")),
  )
    .option("--kind <kind>", "top, rising or performing (default: rising)")
    .action(async (options) => (await import("./insights.ts")).keywords(options));

  withJson(withWindow(withScope(insight("network", "which tags stand together")), "7d"))
    .option("--nodes <n>", "so many tags, the most used")
    .action(async (options) => (await import("./insights.ts")).network(options));

  insight("forecast", "what a video's views become in 7 and 30 days")
    .argument("<video>", "its id")
    .option("--json", "print one JSON object", false)
    .action(async (video, options) => (await import("./insights.ts")).forecast(video, options));

  withJson(withWindow(withScope(insight("accuracy", "how far forecasts were off")), "28d")).action(async (options) =>
    (await import("./insights.ts")).accuracy(options),
  );

  withJson(withWindow(withScope(insight("summary", "a page on what rose, why, and what to watch")), "7d"))
    .option("--language <tag>", "in which a model writes, such as de or pt-BR (default: en)")
    .action(async (options) => (await import("./insights.ts")).summary(options));
}

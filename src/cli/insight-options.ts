import type { Command } from "commander";

/** What every insight may be asked: which videos, over which time, and in which form. */
export interface InsightOptions {
  readonly channel?: readonly string[];
  readonly watch?: string;
  readonly tag?: string;
  readonly category?: readonly string[];
  readonly format?: readonly string[];
  readonly json: boolean;
}

/** Adds the options that say which videos are meant. */
export const withScope = (command: Command): Command =>
  command
    .option("--channel <ids...>", "only videos of these channels")
    .option("--watch <id>", "only videos that this watch was shown")
    .option("--tag <tag>", "only videos that carry this tag")
    .option("--category <numbers...>", "only videos of these categories of YouTube's")
    .option("--format <formats...>", "only long, short or live ones");

/** Adds the options that say over which time. */
export const withWindow = (command: Command, usual: string): Command =>
  command
    .option("--window <span>", `the last so long, such as 24h or 28d (default: ${usual})`)
    .option("--from <date>", "instead of --window: its beginning")
    .option("--to <date>", "its end, which is not part of it");

export const withLimit = (command: Command): Command => command.option("--limit <n>", "show so many at most");

export const withJson = (command: Command): Command => command.option("--json", "print one JSON object", false);

/** The options as the API's parameters: those that are lists one after the other. */
export function queryOf({ json: _, ...options }: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(name, String(one));
  }
  return query.size === 0 ? "" : `?${query}`;
}

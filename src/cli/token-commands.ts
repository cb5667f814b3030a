import { type Command, Option } from "commander";
import { SCOPES } from "#domain/scope.ts";

/** Adds the commands that say who may ask. */
export function addTokenCommands(program: Command): void {
  const tokens = program
    .command("tokens")
    .description("the tokens that programs ask the API by: add, list or revoke them");
  tokens
    .command("add")
    .description("make a token and print it, this once")
    .argument("<name>", "what uses it")
    .addOption(new Option("--scope <scope>", "what it may do").choices(SCOPES).makeOptionMandatory())
    .option("--expires <time>", "from when on it is refused: 12h, 90d, 52w (default: never)")
    .option("--json", "print one JSON object", false)
    .action(async (name, options) => (await import("./tokens.ts")).addToken(name, options));
  tokens
    .command("list")
    .description("list tokens and the sessions of browsers, with what they may do and when they were used")
    .option("--json", "print one JSON object per token", false)
    .action(async (options) => (await import("./tokens.ts")).listAllTokens(options));
  tokens
    .command("revoke")
    .description("refuse a token or a session from now on, for good")
    .argument("<id>", "of the token: tokens list shows it")
    .action(async (id) => (await import("./tokens.ts")).revokeOneToken(id));

  program
    .command("login-link")
    .description("print a link that signs a browser in, once, within ten minutes")
    .option("--json", "print one JSON object", false)
    .action(async (options) => (await import("./login-link.ts")).printLoginLink(options));
}

import { type Config, readConfig } from "#config.ts";
import { readEnvFile } from "#env-file.ts";
import { EXIT, fail } from "./exit.ts";
import { type SettingInForce, settingsInForce } from "./settings-in-force.ts";

/**
 * The settings of this process: its environment laid over `.env` in the working directory. `null` after saying what
 * is wrong, with the exit code set.
 */
export function settings(): Config | null {
  const file = readEnvFile(".env");
  if (file.kind === "unreadable") {
    fail(`The settings in .env cannot be read: ${file.reason}.`, EXIT.usage);
    return null;
  }
  const read = readConfig({ ...file.set, ...process.env });
  if (read.kind === "ok") return read.config;
  fail(`The settings cannot be used:\n${read.problems.map((problem) => `  - ${problem}`).join("\n")}`, EXIT.usage);
  return null;
}

/** The same settings as they may be shown, once `settings` has taken them. */
export function shownSettings(): readonly SettingInForce[] {
  const file = readEnvFile(".env");
  return settingsInForce({ ...(file.kind === "unreadable" ? {} : file.set), ...process.env });
}

import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

export type EnvFile =
  | { readonly kind: "read"; readonly set: Readonly<Record<string, string>> }
  /** It is there and cannot be read. Running without the settings its owner wrote down would be worse than not running. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** What a `.env` file sets; nothing when there is no such file. */
export function readEnvFile(path: string): EnvFile {
  try {
    const set = Object.entries(parseEnv(readFileSync(path, "utf8")));
    return {
      kind: "read",
      set: Object.fromEntries(set.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? { kind: "read", set: {} } : { kind: "unreadable", reason: message };
  }
}

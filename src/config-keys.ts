import { isProjectName, PROJECT_DEFAULT } from "#domain/project.ts";
import { ApiKey } from "#youtube/api-key.ts";

/** A key and the Google Cloud project it belongs to: quota is the project's, not the key's. */
export interface ConfiguredKey {
  readonly project: string;
  readonly key: ApiKey;
}

/** Keys as they were written down, and what is wrong with what is none: a place each, never the text, since it may be a key. */
export interface ParsedKeys {
  readonly keys: readonly ConfiguredKey[];
  readonly problems: readonly string[];
}

/**
 * Reads `YOUTUBE_API_KEYS`: entries between commas (blanks and line ends around them do not count), each a key of the
 * project `default` or `project:key`.
 */
export const parseConfiguredKeys = (text: string): ParsedKeys => parseEntries(text.split(","), "entry");

/** Reads a file of keys: one a line, as in `YOUTUBE_API_KEYS`; what follows a # is a comment. */
export const parseKeyFile = (text: string): ParsedKeys =>
  parseEntries(
    text.split("\n").map((line) => line.split("#", 1)[0] ?? ""),
    "line",
  );

function parseEntries(entries: readonly string[], unit: "entry" | "line"): ParsedKeys {
  const keys: ConfiguredKey[] = [];
  const problems: string[] = [];
  const projectOf = new Map<string, string>();
  for (const [index, entry] of entries.entries()) {
    const trimmed = entry.trim();
    if (trimmed === "") continue;
    const colon = trimmed.indexOf(":");
    const project = colon < 0 ? PROJECT_DEFAULT : trimmed.slice(0, colon).trim();
    const key = ApiKey.parse(trimmed.slice(colon + 1));
    const place = `${unit} ${index + 1}`;
    const form = unit === "entry" ? "key1,key2 or project:key1,other:key2" : "key or project:key";
    if (!key) problems.push(`${place} is no API key: write ${form}.`);
    else if (!isProjectName(project))
      problems.push(`${place} names no project: use letters, digits, dots and dashes before the colon.`);
    else {
      const known = projectOf.get(key.reveal());
      if (known !== undefined && known !== project)
        problems.push(`${place} is a key that another ${unit} gives to the project ${known}: a key has one project.`);
      if (known !== undefined) continue;
      projectOf.set(key.reveal(), project);
      keys.push(Object.freeze({ project, key }));
    }
  }
  return { keys: Object.freeze(keys), problems };
}

import { ApiKey } from "#youtube/api-key.ts";

/** A key and the Google Cloud project it belongs to: quota is the project's, not the key's. */
export interface ConfiguredKey {
  readonly project: string;
  readonly key: ApiKey;
}

/** The project of keys that name none. */
const PROJECT_DEFAULT = "default";

const PROJECT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Whether a text can name a project: letters, digits, dots, dashes and underscores, 63 at most. */
export const isProjectName = (text: string): boolean => PROJECT.test(text);

/**
 * Reads `YOUTUBE_API_KEYS`: entries between commas (blanks and line ends around them do not count), each a key of the
 * project `default` or `project:key`. A problem names an entry by its place and never shows it, since it may be a key.
 */
export function parseConfiguredKeys(text: string): { keys: readonly ConfiguredKey[]; problems: readonly string[] } {
  const keys: ConfiguredKey[] = [];
  const problems: string[] = [];
  const projectOf = new Map<string, string>();
  for (const [index, entry] of text.split(",").entries()) {
    const trimmed = entry.trim();
    if (trimmed === "") continue;
    const colon = trimmed.indexOf(":");
    const project = colon < 0 ? PROJECT_DEFAULT : trimmed.slice(0, colon).trim();
    const key = ApiKey.parse(trimmed.slice(colon + 1));
    const place = `entry ${index + 1}`;
    if (!key) problems.push(`${place} is no API key: write key1,key2 or project:key1,other:key2.`);
    else if (!isProjectName(project))
      problems.push(`${place} names no project: use letters, digits, dots and dashes before the colon.`);
    else {
      const known = projectOf.get(key.reveal());
      if (known !== undefined && known !== project)
        problems.push(`${place} is a key that another entry gives to the project ${known}: a key has one project.`);
      if (known !== undefined) continue;
      projectOf.set(key.reveal(), project);
      keys.push(Object.freeze({ project, key }));
    }
  }
  return { keys: Object.freeze(keys), problems };
}

import { systemClock } from "#clock.ts";
import { isProjectName } from "#config-keys.ts";
import { toIso } from "#domain/time.ts";
import { addKey, listKeys, removeKey } from "#storage/keys.ts";
import { acknowledgeSeveralProjects } from "#storage/projects.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";
import { table } from "./table.ts";

/** Said where a second project's key is offered before anybody has acknowledged what that means. */
export const secondProject = (project: string): string =>
  `The key is of a second project, and YouTube's terms want one project per client: read docs/policy.md, then add it with viewcurve keys add --project ${project} --acknowledge-projects.`;

/** `viewcurve keys add`: reads one key from standard input. It is never an argument, which other users could read. */
export async function addKeyFromInput(options: { project: string; acknowledgeProjects: boolean }): Promise<void> {
  const { project: projectId } = options;
  if (!isProjectName(projectId)) {
    return fail(`"${projectId}" is no name for a project: use letters, digits, dots and dashes.`, EXIT.usage);
  }
  if (process.stdin.isTTY) process.stderr.write("Paste the key and press Enter: ");
  const line = await firstLine();
  if (line.trim() === "") {
    return fail("No key came: paste it on standard input, as in viewcurve keys add <key.txt.", EXIT.usage);
  }
  const key = ApiKey.parse(line);
  if (!key) return fail("That is no API key: keys have letters, digits, - and _ only. Nothing was stored.", EXIT.usage);
  await withInstallation(async ({ db, vault }) => {
    if (options.acknowledgeProjects) await acknowledgeSeveralProjects(db, systemClock.now());
    const added = await addKey(db, vault, { projectId, key }, systemClock.now());
    switch (added.kind) {
      case "added":
        process.stdout.write(
          `Added ${key.masked} to the project ${projectId}. The collector uses it within seconds.\n`,
        );
        return;
      case "alreadyThere":
        process.stdout.write(`${key.masked} is there already, in the project ${added.projectId}.\n`);
        return;
      case "needsAcknowledgement":
        return fail(secondProject(projectId));
    }
  });
}

/** `viewcurve keys list`. */
export const listAllKeys = (options: { json: boolean }): Promise<void> =>
  withInstallation(async ({ db }) => {
    const keys = await listKeys(db);
    if (options.json) {
      for (const key of keys) process.stdout.write(`${JSON.stringify({ ...key, addedAt: toIso(key.addedAt) })}\n`);
    } else {
      const rows = keys.map((key) => [
        key.masked,
        key.fingerprint.slice(0, 8),
        key.projectId,
        key.state,
        key.reason ?? "",
      ]);
      process.stdout.write(table(["key", "fingerprint", "project", "state", "YouTube says"], rows));
    }
  });

/** `viewcurve keys remove`. */
export const removeOneKey = (prefix: string): Promise<void> =>
  withInstallation(async ({ db }) => {
    const removed = await removeKey(db, prefix);
    switch (removed.kind) {
      case "removed":
        process.stdout.write(`Removed ${removed.masked}.\n`);
        return;
      case "unknown":
        return fail(`No key's fingerprint begins with "${prefix}": viewcurve keys list shows them.`);
      case "ambiguous":
        return fail(`Several keys' fingerprints begin with "${prefix}": give more of it.`);
    }
  });

async function firstLine(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    text += chunk;
    if (text.includes("\n")) break;
  }
  return text.split("\n")[0] ?? "";
}

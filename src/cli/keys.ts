import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { isProjectName } from "#domain/project.ts";
import type { Instant } from "#domain/time.ts";
import {
  addKey,
  isTesting,
  type KeyChange,
  type ListedKey,
  listKeys,
  pauseKey,
  removeKey,
  resumeKey,
} from "#storage/keys/keys.ts";
import { acknowledgeSeveralProjects } from "#storage/keys/projects.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { EXIT, fail } from "./exit.ts";
import { type Installation, withInstallation } from "./open-installation.ts";
import { firstLine } from "./standard-input.ts";
import { table } from "./table.ts";

/** Said where a second project's key is offered before anybody has acknowledged what that means. */
export const secondProject = (project: string): string =>
  `The key is of a second project, and YouTube's terms want one project per client: read docs/policy.md, then add it with viewcurve keys add --project ${project} --acknowledge-projects.`;

/** Said where keys are sealed by another secret than this process has. */
export const OTHER_SECRET =
  "The stored keys are sealed by another secret than this one: give the secret they were sealed by (VIEWCURVE_SECRET or its file), or remove them first.";

/** `viewcurve keys add`: reads one key from standard input. It is never an argument, which other users could read. */
export async function addKeyFromInput(options: { project: string; acknowledgeProjects: boolean }): Promise<void> {
  const { project: projectId } = options;
  if (!isProjectName(projectId)) {
    return fail(`"${projectId}" is no name for a project: use letters, digits, dots and dashes.`, EXIT.usage);
  }
  const line = await firstLine("Paste the key and press Enter: ");
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
      case "otherSecret":
        return fail(OTHER_SECRET);
    }
  });
}

/** `viewcurve keys list`. */
export const listAllKeys = (options: { json: boolean }): Promise<void> =>
  withInstallation(async ({ db }) => {
    const keys = await listKeys(db);
    const now = systemClock.now();
    if (options.json) {
      for (const key of keys) process.stdout.write(`${JSON.stringify(keyLine(key, now))}\n`);
    } else {
      const rows = keys.map((key) => [
        key.masked,
        key.fingerprint.slice(0, 8),
        key.projectId,
        isTesting(key, now) ? "testing" : key.state,
        key.reason ?? "",
        isoOr(key.testAt, ""),
      ]);
      process.stdout.write(table(["key", "fingerprint", "project", "state", "YouTube says", "tried again"], rows));
    }
  });

/** A key as scripts read it: what `GET /keys` shows, too. */
export const keyLine = (key: ListedKey, now: Instant) => ({
  ...key,
  state: isTesting(key, now) ? "testing" : key.state,
  refusedAt: isoOr(key.refusedAt, null),
  addedAt: toIso(key.addedAt),
  testAt: isoOr(key.testAt, null),
  testedAt: isoOr(key.testedAt, null),
});

const isoOr = <Otherwise>(at: Instant | null, otherwise: Otherwise): string | Otherwise =>
  at === null ? otherwise : toIso(at);

/** `viewcurve keys remove`. */
export const removeOneKey = (prefix: string): Promise<void> =>
  changeOneKey(
    prefix,
    ({ db }) => removeKey(db, prefix),
    (masked) => `Removed ${masked}.`,
  );

/** `viewcurve keys pause`. */
export const pauseOneKey = (prefix: string): Promise<void> =>
  changeOneKey(
    prefix,
    ({ db }) => pauseKey(db, prefix, systemClock.now()),
    (masked) => `${masked} rests until viewcurve keys resume.`,
  );

/** `viewcurve keys resume`. */
export const resumeOneKey = (prefix: string): Promise<void> =>
  changeOneKey(
    prefix,
    ({ db }) => resumeKey(db, prefix),
    (masked) => `${masked} is in use again.`,
  );

const changeOneKey = (
  prefix: string,
  change: (installation: Installation) => Promise<KeyChange>,
  done: (masked: string) => string,
): Promise<void> =>
  withInstallation(async (installation) => {
    const changed = await change(installation);
    if (changed.kind === "changed") process.stdout.write(`${done(changed.masked)}\n`);
    else failChange(changed, prefix);
  });

/** Says why a key was not changed. */
export function failChange({ kind }: Exclude<KeyChange, { kind: "changed" }>, prefix: string): void {
  fail(reasonOf(kind, prefix));
}

function reasonOf(kind: Exclude<KeyChange["kind"], "changed">, prefix: string): string {
  switch (kind) {
    case "unknown":
      return `No key's fingerprint begins with "${prefix}": viewcurve keys list shows them.`;
    case "ambiguous":
      return `Several keys' fingerprints begin with "${prefix}": give more of it.`;
    case "paused":
      return "The key is paused, and a paused key is not used: viewcurve keys resume first.";
  }
}

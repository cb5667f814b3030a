import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { isProjectName, type ProjectLimits } from "#domain/project.ts";
import { BUCKET_UNITS_DEFAULT, BUCKETS } from "#domain/quota.ts";
import { listProjects } from "#storage/keys/project-reads.ts";
import { acknowledgeSeveralProjects, changeLimits, createProject, removeProject } from "#storage/keys/projects.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";
import { table } from "./table.ts";

/** Units a day as options give them; what is absent stays as it is. */
type LimitOptions = { readonly [Bucket in keyof ProjectLimits]?: number };

/** `viewcurve projects list`. */
export const listAllProjects = (options: { json: boolean }): Promise<void> =>
  withInstallation(async ({ db }) => {
    const projects = await listProjects(db, systemClock.now());
    if (options.json) {
      for (const { createdAt, today, ...rest } of projects) {
        const buckets = today.map(({ spentAt, ...use }) => ({ ...use, spentAt: spentAt && toIso(spentAt) }));
        process.stdout.write(`${JSON.stringify({ ...rest, createdAt: toIso(createdAt), today: buckets })}\n`);
      }
      return;
    }
    const rows = projects.map(({ id, consumer, keys, today }) => [
      id,
      consumer ?? "",
      String(keys),
      ...today.map(({ used, limit, left }) => `${used} of ${limit}${left + used < limit ? " (spent)" : ""}`),
    ]);
    process.stdout.write(table(["project", "Google's name", "keys", ...BUCKETS], rows));
  });

/** `viewcurve projects add`. */
export async function addProject(id: string, options: LimitOptions & { acknowledgeProjects: boolean }): Promise<void> {
  if (!isProjectName(id)) {
    return fail(`"${id}" is no name for a project: use letters, digits, dots and dashes.`, EXIT.usage);
  }
  await withInstallation(async ({ db }) => {
    const now = systemClock.now();
    if (options.acknowledgeProjects) await acknowledgeSeveralProjects(db, now);
    const created = await createProject(db, id, { ...BUCKET_UNITS_DEFAULT, ...limitsIn(options) }, now);
    switch (created.kind) {
      case "created":
        process.stdout.write(`Added the project ${id}: viewcurve keys add --project ${id} gives it a key.\n`);
        return;
      case "alreadyThere":
        return fail(`There is a project ${id} already: viewcurve projects limit changes its limits.`);
      case "needsAcknowledgement":
        return fail(
          `${id} would be a second project, and YouTube's terms want one project per client: read docs/policy.md, then give --acknowledge-projects.`,
        );
    }
  });
}

/** `viewcurve projects limit`. */
export async function limitProject(id: string, options: LimitOptions): Promise<void> {
  const limits = limitsIn(options);
  if (Object.keys(limits).length === 0) {
    return fail("No limit was given: --default, --search and --batch take units a day.", EXIT.usage);
  }
  await withInstallation(async ({ db }) => {
    if (!(await changeLimits(db, id, limits, systemClock.now()))) return failUnknown(id);
    const told = BUCKETS.flatMap((bucket) => (limits[bucket] === undefined ? [] : [`${bucket} ${limits[bucket]}`]));
    process.stdout.write(`The project ${id} may spend a day, from now on: ${told.join(", ")}.\n`);
  });
}

/** `viewcurve projects remove`. */
export const removeOneProject = (id: string): Promise<void> =>
  withInstallation(async ({ db }) => {
    switch (await removeProject(db, id)) {
      case "removed":
        process.stdout.write(`Removed the project ${id}. What it has used stays in the ledger.\n`);
        return;
      case "unknown":
        return failUnknown(id);
      case "hasKeys":
        return fail(`The project ${id} has keys: remove them first (viewcurve keys list, viewcurve keys remove).`);
    }
  });

const failUnknown = (id: string): void => fail(`There is no project "${id}": viewcurve projects list shows them.`);

function limitsIn(options: LimitOptions): Partial<ProjectLimits> {
  return Object.fromEntries(
    BUCKETS.flatMap((bucket) => (options[bucket] === undefined ? [] : [[bucket, options[bucket]]])),
  );
}

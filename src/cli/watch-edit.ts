import { ZodError } from "zod";
import { CROSSED, filtersOf, watchPatch } from "#api/watches/watch-body.ts";
import { systemClock } from "#clock.ts";
import { isWatchId, type WatchId } from "#domain/watch.ts";
import { readWatch } from "#storage/watches/watch-reads.ts";
import { type Edited, editWatch, removeWatch } from "#storage/watches/watches.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";
import { refuse } from "./watch-add.ts";
import { failByForm, failByUnknown } from "./watch-list.ts";
import { cadenceGiven, failByOptions, filtersGiven, type WatchOptions } from "./watch-options.ts";

/** `viewcurve watch edit`: changes what the options say, and says what follows of it. */
export async function editOneWatch(id: string, options: WatchOptions): Promise<void> {
  if (!isWatchId(id)) return failByForm(id);
  const patch = watchPatch.safeParse({
    ...cadenceGiven(options),
    ...(options.name === undefined ? {} : { name: options.name }),
  });
  if (!patch.success) return failByOptions(patch.error.issues);
  const { name, state: _, version: __, filters: ___, ...cadence } = patch.data;
  if (filtersGiven(options, {}) === null && Object.keys(patch.data).length === 0) {
    return fail("Nothing is to be changed: viewcurve watch edit --help lists what can be.", EXIT.usage);
  }
  await withInstallation(async ({ db }) => {
    const now = systemClock.now();
    const before = await readWatch(db, id, now);
    if (!before || before.state === "removed") return failByUnknown(id);
    const given = filtersGiven(options, before.filters as Record<string, unknown>);
    const filters = given === null ? undefined : filtersOf(before.kind, given);
    if (filters instanceof ZodError)
      return failByOptions(filters.issues.map(({ path, message }) => ({ path: ["filters", ...path], message })));
    const edited = await editWatch(db, id, { name, filters, cadence }, before.version, now);
    say(id, edited, filters === undefined ? "is changed" : "is changed, and begins anew");
  });
}

/** `viewcurve watch pause`. */
export const pauseOneWatch = (id: string): Promise<void> => setPaused(id, true, "rests; it keeps its place");

/** `viewcurve watch resume`. */
export const resumeOneWatch = (id: string): Promise<void> => setPaused(id, false, "goes on where it was");

async function setPaused(id: string, paused: boolean, what: string): Promise<void> {
  if (!isWatchId(id)) return failByForm(id);
  await withInstallation(async ({ db }) => {
    say(id, await editWatch(db, id, { paused }, null, systemClock.now()), what);
  });
}

/** `viewcurve watch remove`. */
export async function removeOneWatch(id: string): Promise<void> {
  if (!isWatchId(id)) return failByForm(id);
  await withInstallation(async ({ db }) => {
    if (!(await removeWatch(db, id))) return failByUnknown(id);
    process.stdout.write(`${id} is watched no more. What it found stays, and so do its runs.\n`);
  });
}

function say(id: WatchId, edited: Edited, what: string): void {
  switch (edited.kind) {
    case "edited":
      process.stdout.write(`${id} ${what}.\n`);
      break;
    case "unknown":
      failByUnknown(id);
      break;
    case "stale":
      fail("Somebody else has changed it meanwhile: look at it again, and decide anew.");
      break;
    case "crossed":
      failByOptions([{ path: ["everyMin"], message: CROSSED }]);
      break;
    case "twin":
    case "tooOften":
      refuse(edited);
  }
}

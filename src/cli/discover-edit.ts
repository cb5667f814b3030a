import { overBudgetWords } from "#api/discoveries/discovery-refusals.ts";
import { isDiscoveryId } from "#domain/discovery.ts";
import { removeDiscovery } from "#storage/discoveries/discoveries.ts";
import { editWithinBudget } from "#storage/discoveries/discovery-budgets.ts";
import { failByForm, failByUnknown } from "./discover-list.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";

/** `viewcurve discover pause`. */
export const pauseOneDiscovery = (id: string): Promise<void> => setPaused(id, true, "rests; it keeps its place");

/** `viewcurve discover resume`. */
export const resumeOneDiscovery = (id: string): Promise<void> => setPaused(id, false, "goes on where it was");

async function setPaused(id: string, paused: boolean, what: string): Promise<void> {
  if (!isDiscoveryId(id)) return failByForm(id);
  await withInstallation(async ({ db }) => {
    const edited = await editWithinBudget(db, id, { paused }, null);
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
      case "overBudget":
        fail(overBudgetWords(edited), EXIT.quota);
    }
  });
}

/** `viewcurve discover remove`. */
export async function removeOneDiscovery(id: string, { purge }: { readonly purge: boolean }): Promise<void> {
  if (!isDiscoveryId(id)) return failByForm(id);
  await withInstallation(async ({ db }) => {
    if (!(await removeDiscovery(db, id, purge))) return failByUnknown(id);
    const left = purge
      ? "What it had found is removed; channels that are tracked stay."
      : "What it found stays; --purge removes that, too.";
    process.stdout.write(`${id} looks no more. ${left}\n`);
  });
}

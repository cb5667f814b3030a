import { discoveryCostOf } from "#api/discoveries/discovery-answer.ts";
import { discoveryBody } from "#api/discoveries/discovery-params.ts";
import { overBudgetWords } from "#api/discoveries/discovery-refusals.ts";
import { discoveryWishOf } from "#api/discoveries/discovery-wish.ts";
import { systemClock } from "#clock.ts";
import { addWithinBudget, overBudget, readBucketPromises } from "#storage/discoveries/discovery-budgets.ts";
import { type DiscoverOptions, discoveryGiven, failByOption } from "./discover-options.ts";
import { costWords } from "./discover-words.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";

interface AddOptions extends DiscoverOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** `viewcurve discover`: looks for channels, and says what that may spend. */
export async function discover(options: AddOptions): Promise<void> {
  if (options.budget === undefined) {
    return fail(
      "--budget says what it may spend a day, such as 2000/day; viewcurve discover --help tells the rest.",
      EXIT.usage,
    );
  }
  const body = discoveryBody.safeParse(discoveryGiven(options));
  if (!body.success) return failByOption(body.error.issues);
  const wish = discoveryWishOf(body.data);
  await withInstallation(async ({ db }) => {
    const among = await readBucketPromises(db, null);
    const cost = discoveryCostOf(wish.budget, among);
    const added = options.dryRun
      ? wish.paused
        ? null
        : overBudget(wish.budget, among)
      : await addWithinBudget(db, wish, systemClock.now());
    if (added?.kind === "overBudget") return fail(overBudgetWords(added), EXIT.quota);
    const id = added?.id ?? null;
    const { name, regions, sources } = wish;
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ id, name, regions, sources, cost })}\n`);
    } else {
      process.stdout.write(`${id === null ? "It would be" : `Added ${id}:`} ${name}\n${costWords({ cost })}\n`);
    }
  });
}

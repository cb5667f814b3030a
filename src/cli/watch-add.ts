import { costAnswer } from "#api/watches/watch-answer.ts";
import { watchBody, wishOf } from "#api/watches/watch-body.ts";
import { refusalWords } from "#api/watches/watch-refusals.ts";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { pagesExpected, watchCost } from "#domain/watch-cost.ts";
import type { Db } from "#storage/database.ts";
import { readBucketShare } from "#storage/watches/watch-bucket.ts";
import { addWatch, refusalOf, type WatchRefusal, type WatchWish } from "#storage/watches/watches.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";
import { cadenceGiven, failByOptions, filtersGiven, type WatchOptions } from "./watch-options.ts";
import { costWords } from "./watch-words.ts";

interface AddOptions extends WatchOptions {
  readonly chart: boolean;
  readonly since?: string;
  readonly paused: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** `viewcurve watch add`: adds a watch, and says what it costs. */
export async function addOneWatch(query: string | undefined, options: AddOptions): Promise<void> {
  const body = watchBody.safeParse({
    kind: options.chart ? "chart" : "search",
    filters: filtersGiven({ ...options, ...(query === undefined ? {} : { query }) }, {}) ?? {},
    ...cadenceGiven(options),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.since === undefined ? {} : { since: options.since }),
    state: options.paused ? "paused" : "active",
  });
  if (!body.success) return failByOptions(body.error.issues.map(plainly));
  const now = systemClock.now();
  const wish = wishOf(body.data, now);
  if ("message" in wish) return failByOptions([{ ...wish, path: [...wish.path] }]);
  await withInstallation(async ({ db }) => {
    const refused = options.dryRun ? await refusalOf(db, wish) : null;
    if (refused) return refuse(refused);
    const pages = pagesExpected(wish.source.kind);
    const among = await readBucketShare(db, wish.source.kind, null);
    const cost = costAnswer(watchCost(wish.source.kind, wish.cadence, among, pages), pages);
    const id = options.dryRun ? null : await stored(db, wish);
    if (!options.dryRun && id === null) return;
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ id, name: wish.name, since: toIso(wish.since), cost })}\n`);
    } else {
      process.stdout.write(
        `${id === null ? "It would be" : `Added ${id}:`} ${wish.name}\n${costWords(wish.cadence, cost)}\n`,
      );
    }
  });
}

async function stored(db: Db, wish: WatchWish): Promise<string | null> {
  const added = await addWatch(db, wish, systemClock.now());
  if (added.kind === "added") return added.id;
  refuse(added);
  return null;
}

/** Ends a command by why a watch cannot be so: what does not fit into the quota has the code of spent quota. */
export const refuse = (refused: WatchRefusal): void =>
  fail(refusalWords(refused), refused.kind === "tooOften" ? EXIT.quota : EXIT.failed);

/** Names what is given and not taken, as a chart's query. */
const plainly = (issue: { code: string; path: PropertyKey[]; message: string; keys?: string[] }) =>
  issue.code === "unrecognized_keys" && issue.keys
    ? {
        path: [...issue.path, issue.keys[0] ?? ""],
        message: "cannot be had of a chart: it has a region and a category",
      }
    : issue;

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { planningReader } from "#api/operations/read-planning.ts";
import { watchItemOf } from "#api/watches/watch-answer.ts";
import { readBuckets, readWatchDetail } from "#api/watches/watch-detail.ts";
import { linesOf } from "#api/watches/watch-runs.ts";
import type { WatchDetail, WatchItem } from "#api/watches/watches-contract.ts";
import { systemClock } from "#clock.ts";
import { durationInWords } from "#domain/duration-text.ts";
import { toIso } from "#domain/iso-time.ts";
import { seconds } from "#domain/time.ts";
import { isWatchId } from "#domain/watch.ts";
import { policyUnder } from "#planning/policy.ts";
import type { Db } from "#storage/database.ts";
import { listWatches, readWatch } from "#storage/watches/watch-reads.ts";
import { listPagesOfRuns, listRuns, streamPages } from "#storage/watches/watch-runs.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";
import { table } from "./table.ts";
import { costWords, shareWords } from "./watch-words.ts";

/** Nobody has more watches than the searches of a few projects can feed. */
const WATCHES_MOST = 10_000;

/** Enough to see how a watch fares; `--json` has all. */
const RUNS_SHOWN = 20;

/** `viewcurve watch list`. */
export const listAllWatches = (options: { removed: boolean; json: boolean }): Promise<void> =>
  withInstallation(async ({ db }) => {
    const now = systemClock.now();
    const states = options.removed ? (["removed"] as const) : (["active", "paused"] as const);
    const rows = await listWatches(db, states, { after: null, limit: WATCHES_MOST }, now);
    const buckets = await readBuckets(db);
    const watches = rows.map(({ watch }) => watchItemOf(watch, buckets, now));
    process.stdout.write(
      options.json ? watches.map((watch) => `${JSON.stringify(watch)}\n`).join("") : listOf(watches),
    );
  });

const listOf = (watches: readonly WatchItem[]): string =>
  table(
    ["id", "state", "name", "every", "found", "new a day", "of the bucket", "last run", "trouble"],
    watches.map((watch) => [
      watch.id,
      watch.state,
      watch.name,
      everyWords(watch.cadence),
      String(watch.found),
      String(Math.round(watch.newPerDay.last7Days * 10) / 10),
      `${shareWords(watch.cost)} ${watch.cost.bucket}`,
      watch.lastRunAt ?? "-",
      watch.trouble ?? "",
    ]),
  );

const everyWords = ({ everySeconds }: WatchItem["cadence"]): string =>
  everySeconds === null ? "auto" : durationInWords(seconds(everySeconds));

/** `viewcurve watch show`. */
export async function showOneWatch(id: string, options: { json: boolean }): Promise<void> {
  if (!isWatchId(id)) return failByForm(id);
  await withInstallation(async ({ db, config }) => {
    const { samplesPerVideo, feedSpacing } = config;
    const policy = policyUnder({ samplesPerVideo, feedSpacing, reachable: config.publicUrl !== null });
    const readPlanning = planningReader({ db, clock: systemClock, live: () => null });
    const watch = await readWatchDetail({ db, clock: systemClock, policy, readPlanning }, id);
    if (!watch) return failByUnknown(id);
    process.stdout.write(options.json ? `${JSON.stringify(watch)}\n` : detailWords(watch));
  });
}

function detailWords(watch: WatchDetail): string {
  const { everySeconds } = watch.cadence;
  const filters = Object.entries(watch.filters).map(([name, value]) => `${name}=${value}`);
  return [
    `${watch.id}: ${watch.name} (${watch.state})`,
    `${watch.kind === "search" ? "A search" : "A chart"} of ${filters.join(", ")}`,
    costWords({ every: everySeconds === null ? null : seconds(everySeconds) }, watch.cost),
    `Found ${watch.found} in ${watch.runs} runs and ${watch.calls} calls; a day ${round(watch.newPerDay.last7Days)} new ones.`,
    `Read up to ${watch.watermark}, last run at ${watch.lastRunAt ?? "no time yet"}.`,
    ...(watch.trouble === null ? [] : [watch.trouble]),
    `${watch.nextRunAt === null ? "It asks nothing more for now." : `It asks next at ${watch.nextRunAt}.`} ${watch.why}`,
    ...watch.tasks.map((task) => `Left: ${task.publishedAfter} to ${task.publishedBefore}. ${task.reason}`),
    "",
  ].join("\n");
}

const round = (n: number): string => String(Math.round(n * 10) / 10);

/** `viewcurve watch runs`. */
export async function showRuns(id: string, options: { json: boolean }): Promise<void> {
  if (!isWatchId(id)) return failByForm(id);
  await withInstallation(async ({ db }) => {
    if (!(await readWatch(db, id, systemClock.now()))) return failByUnknown(id);
    if (options.json) await pipeline(Readable.from(linesOf(streamPages(db, id))), process.stdout, { end: false });
    else process.stdout.write(await newestRuns(db, id));
  });
}

async function newestRuns(db: Db, id: Parameters<typeof listRuns>[1]): Promise<string> {
  const runs = await listRuns(db, id, { before: null, limit: RUNS_SHOWN });
  const [newest, eldest] = [runs[0], runs.at(-1)];
  if (newest === undefined || eldest === undefined) return "It has not run yet.\n";
  const pages = await listPagesOfRuns(db, id, eldest, newest);
  const rows = runs.map((runAt) => {
    const mine = pages.filter((page) => page.runAt === runAt);
    const sum = (count: (page: (typeof mine)[number]) => number) =>
      String(mine.reduce((n, page) => n + count(page), 0));
    return [toIso(runAt), String(mine.length), sum(({ videoIds }) => videoIds.length), sum(({ news }) => news)];
  });
  return table(["run", "pages", "videos", "new"], rows);
}

/** Ends a command by an id that cannot be one. */
export const failByForm = (id: string): void =>
  fail(`"${id}" is no watch's id: viewcurve watch list shows them, 12 characters each.`, EXIT.usage);

export const failByUnknown = (id: string): void => fail(`No watch has the id ${id}: viewcurve watch list shows them.`);

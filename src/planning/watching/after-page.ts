import type { SearchCall } from "#domain/call.ts";
import type { SearchPage } from "#domain/reply.ts";
import { between, earliest, type Instant, latest, minus, plus, seconds } from "#domain/time.ts";
import { readsByDate, type TrackedWatch, type WatchTask } from "#domain/watch.ts";
import { afterAnswer } from "./after-answer.ts";
import { knownFrom, ripeFrom } from "./run-window.ts";
import { isUnderWay, taskOf, withTask } from "./stretch.ts";
import { faded, learnedOf, ripened, type WatchYield, yieldOf } from "./watch-yield.ts";
import type { WatchingPolicy } from "./watching-policy.ts";

/** A page as it was asked for and answered. */
interface ReadPage {
  readonly call: SearchCall;
  readonly body: SearchPage;
  /** How many of its results the watch had not seen. */
  readonly news: number;
  readonly at: Instant;
}

/** A list that ends after so many results may have ended for its length: search gives no more than about 500. */
const RESULTS_NEAR_CAP = 450;
const PAGE = 50;

/** How many of a page's last results must agree on how far down it reaches: one may stand out of its order. */
const DEPTH_RESULTS = 3;

/**
 * A watch after a page of it: whatever of the ground from `since` to its watermark this page leaves unread is in its tasks.
 */
export function afterSearchPage(watch: TrackedWatch, page: ReadPage, policy: WatchingPolicy): TrackedWatch {
  const task = taskOf(page.call, watch);
  const read = { ...afterAnswer(watch, page.at), found: watch.found + page.news };
  if (task) return afterTaskPage(read, task, page, policy);
  if (page.call.publishedBefore !== null) return afterSecondReading(read, page);
  // A page of a task that is no longer there: what it showed counts, and nothing follows.
  if (page.call.pageToken !== null || (watch.ranAt !== null && page.call.runAt <= watch.ranAt)) return read;
  return readsByDate(watch.source) ? afterFirstPage(read, page, policy) : afterUnorderedPage(read, page, policy);
}

/** The first page of a run moves the watermark to the run's beginning: what it does not reach becomes tasks. */
function afterFirstPage(watch: TrackedWatch, page: ReadPage, policy: WatchingPolicy): TrackedWatch {
  const { runAt } = page.call;
  const after = page.call.publishedAfter ?? watch.since;
  const must = knownFrom(watch, policy, runAt);
  const isBehind = must < after;
  const tasks: WatchTask[] = [];
  const opened = { openedAt: runAt, pageToken: null, pages: 0, notBefore: page.at, attempts: 0 };
  if (isBehind) {
    const reason = watch.ranAt === null ? "What was published before the watch began." : "It was not read for long.";
    tasks.push({ ...opened, publishedAfter: earliest(ripeFrom(watch), must), publishedBefore: after, reason });
  }
  const isWhole = hasEnded(page.body);
  if (!isWhole && depthOf(page.body) > latest(must, after)) {
    const { nextPageToken: pageToken } = page.body;
    const reason = "The run is being read on to known ground.";
    tasks.push({ ...opened, publishedAfter: after, publishedBefore: runAt, pageToken, pages: 1, reason });
  }
  const time = between(watch.ranAt ?? after, runAt);
  const known = faded(yieldOf(watch), time, policy);
  const found: WatchYield = { ...known, news: known.news + page.news };
  const reachesRipe = isBehind || (after <= ripeFrom(watch) && (isWhole || depthOf(page.body) <= ripeFrom(watch)));
  const oldest = { ...found, ripe: watch.ranAt === null ? watch.since : ripeFrom(watch) };
  // What a task is to read that is as old as that will be ripe when it is read.
  const ripe = reachesRipe
    ? ripened(oldest, isBehind ? earliest(runAt, plus(after, policy.ripeAfter)) : runAt, policy)
    : oldest;
  return {
    ...watch,
    watermark: latest(watch.watermark, runAt),
    ranAt: runAt,
    runs: watch.runs + 1,
    learned: learnedOf(ripe),
    tasks: withTask(watch.tasks, undefined, tasks),
  };
}

/** One page a run is all that other orders give: nothing says where news would stand. */
function afterUnorderedPage(watch: TrackedWatch, page: ReadPage, policy: WatchingPolicy): TrackedWatch {
  const { runAt } = page.call;
  const known = faded(yieldOf(watch), between(watch.ranAt ?? runAt, runAt), policy);
  // All that the first run shows is unseen: it tells nothing of how much is new.
  const news = watch.ranAt === null ? known.news : known.news + page.news;
  return {
    ...watch,
    watermark: runAt,
    ranAt: runAt,
    runs: watch.runs + 1,
    learned: learnedOf({ ...known, news }),
  };
}

/** A stretch read a second time: what was published until its end is ripe now. */
function afterSecondReading(watch: TrackedWatch, page: ReadPage): TrackedWatch {
  const { publishedAfter, publishedBefore, runAt } = page.call;
  const known = yieldOf(watch);
  if (publishedAfter === null || publishedBefore === null || publishedBefore <= known.ripe) return watch;
  const rest: WatchTask[] = hasEnded(page.body)
    ? []
    : [
        {
          publishedAfter,
          publishedBefore,
          openedAt: runAt,
          pageToken: page.body.nextPageToken,
          pages: 1,
          notBefore: page.at,
          attempts: 0,
          reason: "A second reading showed more than a page.",
        },
      ];
  const learned: WatchYield = {
    ...known,
    ripe: publishedBefore,
    lateNews: known.lateNews + page.news,
    lateResults: known.lateResults + page.body.hits.length,
  };
  return { ...watch, learned: learnedOf(learned), tasks: withTask(watch.tasks, undefined, rest) };
}

/** A page of a task: the task goes on, goes on below what a full list showed, or is done. */
function afterTaskPage(watch: TrackedWatch, task: WatchTask, page: ReadPage, policy: WatchingPolicy): TrackedWatch {
  const from = page.call.publishedAfter ?? task.publishedAfter;
  const older: WatchTask[] =
    from > task.publishedAfter
      ? [{ ...task, publishedBefore: from, pageToken: null, pages: 0, notBefore: page.at }]
      : [];
  const rest = restOf({ ...task, publishedAfter: from }, page);
  const tasks = withTask(watch.tasks, task, [...rest, ...older]);
  if (!isUnderWay(task, watch)) return { ...watch, tasks };
  const known = yieldOf(watch);
  const read = { ...known, news: known.news + page.news, extraPages: known.extraPages + 1 };
  const isRipe = rest.length === 0 && task.publishedAfter <= known.ripe;
  return { ...watch, tasks, learned: learnedOf(isRipe ? ripened(read, task.openedAt, policy) : read) };
}

function restOf(task: WatchTask, { call, body, at }: ReadPage): WatchTask[] {
  const pages = task.pages + 1;
  // A first page is always answered: only one that was read by a token shows that tokens are taken again.
  const attempts = call.pageToken === null ? task.attempts : 0;
  if (!hasEnded(body)) return [{ ...task, pageToken: body.nextPageToken, pages, attempts, notBefore: at }];
  if (task.pages * PAGE + body.hits.length < RESULTS_NEAR_CAP) return [];
  const last = minus(task.publishedBefore, seconds(1));
  const before = body.hits.length === 0 ? last : earliest(last, plus(depthOf(body), seconds(1)));
  if (before <= task.publishedAfter) return [];
  const reason = "YouTube ended the list near 500 results: it is read on below them.";
  return [{ ...task, publishedBefore: before, pageToken: null, pages: 0, attempts: 0, notBefore: at, reason }];
}

/** An empty page may come with a token: nothing follows it either. */
const hasEnded = ({ nextPageToken, hits }: SearchPage): boolean => nextPageToken === null || hits.length === 0;

/** The publication that a page has reached: its last results all lie before it. */
const depthOf = ({ hits }: SearchPage): Instant =>
  latest(...hits.slice(-DEPTH_RESULTS).map(({ publishedAt }) => publishedAt));

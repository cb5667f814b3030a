import type { ChartCall } from "#domain/call.ts";
import type { ChartPage } from "#domain/reply.ts";
import { between, type Instant } from "#domain/time.ts";
import type { TrackedWatch, WatchTask } from "#domain/watch.ts";
import { afterAnswer } from "./after-answer.ts";
import { CHART_PAGES_MOST } from "./chart-errands.ts";
import { taskOf } from "./stretch.ts";
import { faded, learnedOf, yieldOf } from "./watch-yield.ts";
import type { WatchingPolicy } from "./watching-policy.ts";

/** A watched chart after a page of it: read on to its end at once; what a run before left is no longer asked for. */
export function afterChartPage(
  watch: TrackedWatch,
  {
    call,
    body,
    news,
    at,
  }: { readonly call: ChartCall; readonly body: ChartPage; readonly news: number; readonly at: Instant },
  policy: WatchingPolicy,
): TrackedWatch {
  const read = { ...afterAnswer(watch, at), found: watch.found + news };
  const isFirst = call.pageToken === null && (watch.ranAt === null || call.runAt > watch.ranAt);
  if (!isFirst && !taskOf(call, watch)) return read;
  const pages = call.page + 1;
  const isDone = body.nextPageToken === null || body.videos.length === 0 || pages >= CHART_PAGES_MOST;
  const rest: WatchTask = {
    publishedAfter: call.runAt,
    publishedBefore: call.runAt,
    openedAt: call.runAt,
    pageToken: body.nextPageToken,
    pages,
    notBefore: at,
    attempts: 0,
    reason: "The chart is being read to its end.",
  };
  const tasks = isDone ? [] : [rest];
  const known = yieldOf(watch);
  if (!isFirst)
    return { ...read, tasks, learned: learnedOf({ ...known, news: known.news + newsAfterFirst(watch, news) }) };
  const time = watch.ranAt === null ? 0 : between(watch.ranAt, call.runAt);
  const later = faded(known, time as ReturnType<typeof between>, policy);
  return {
    ...read,
    watermark: call.runAt,
    ranAt: call.runAt,
    runs: watch.runs + 1,
    tasks,
    learned: learnedOf({ ...later, news: later.news + newsAfterFirst(watch, news) }),
  };
}

/** All that the first run shows is unseen: it tells nothing of how much is new. */
const newsAfterFirst = ({ ranAt, runs }: TrackedWatch, news: number): number =>
  ranAt === null || runs <= 1 ? 0 : news;

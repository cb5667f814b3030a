import type { ChartCall, SearchCall } from "#domain/call.ts";
import { earliest, latest } from "#domain/time.ts";
import type { TrackedWatch, WatchTask } from "#domain/watch.ts";

/** Whether a task is the rest of a run from its newest results down: it is asked without an end, as the run was. */
export const isRunRest = ({ publishedBefore, openedAt }: WatchTask): boolean => publishedBefore >= openedAt;

/** Whether a task is the rest of the run that the watch began last: that is read at once. */
export const isUnderWay = (task: WatchTask, watch: TrackedWatch): boolean =>
  isRunRest(task) && task.openedAt === watch.ranAt;

/** The task that a call reads on; `undefined` for the first page of a run or of a second reading. */
export const taskOf = (call: SearchCall | ChartCall, { tasks }: TrackedWatch): WatchTask | undefined =>
  tasks.find(
    (task) =>
      task.openedAt === call.runAt &&
      task.pageToken === call.pageToken &&
      (call.kind === "chart" ||
        (task.publishedAfter <= (call.publishedAfter ?? 0) &&
          task.publishedBefore === (call.publishedBefore ?? call.runAt))),
  );

/** The tasks with one in the place of another, or without it. Two of the same stretch are one: the longer open stays. */
export function withTask(
  tasks: readonly WatchTask[],
  old: WatchTask | undefined,
  made: readonly WatchTask[],
): readonly WatchTask[] {
  const kept = tasks.filter((task) => task !== old);
  for (const task of made) {
    if (task.publishedAfter > task.publishedBefore) continue;
    const isThere = kept.some(
      ({ publishedAfter, publishedBefore }) =>
        publishedAfter === task.publishedAfter && publishedBefore === task.publishedBefore,
    );
    if (!isThere) kept.push(task);
  }
  return joined(kept.sort(byOpening));
}

/** A watch that can never be read whole leaves tasks for ever: beyond so many the two longest open become one. */
const TASKS_MOST = 100;

/** Tasks, so few that planning can look at them all. What lies between two that are joined is read once more. */
function joined(tasks: readonly WatchTask[]): readonly WatchTask[] {
  const [first, second] = tasks.filter((task) => !isRunRest(task));
  if (tasks.length <= TASKS_MOST || !first || !second) return tasks;
  const whole: WatchTask = {
    ...first,
    publishedAfter: earliest(first.publishedAfter, second.publishedAfter),
    publishedBefore: latest(first.publishedBefore, second.publishedBefore),
    openedAt: latest(first.openedAt, second.openedAt),
    pageToken: null,
    pages: 0,
    reason: "More was left unread than there are calls for.",
  };
  return withTask(
    tasks.filter((task) => task !== first),
    second,
    [whole],
  );
}

/** The longest open first, of one run the newest stretch first. */
export const byOpening = (a: WatchTask, b: WatchTask): number =>
  a.openedAt - b.openedAt || b.publishedBefore - a.publishedBefore || b.publishedAfter - a.publishedAfter;

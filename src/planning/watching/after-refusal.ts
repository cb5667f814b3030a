import type { ChartCall, SearchCall } from "#domain/call.ts";
import type { Failure } from "#domain/reply.ts";
import { type Duration, type Instant, plus } from "#domain/time.ts";
import type { TrackedWatch } from "#domain/watch.ts";
import { taskOf, withTask } from "./stretch.ts";
import type { WatchingPolicy } from "./watching-policy.ts";

/**
 * A watch after a page of it that was not answered: the call is counted, and everything keeps its place. What YouTube refuses
 * about the watch itself is its trouble, and it is asked again after hours, longer each time; the others go on.
 */
export function afterFailedPage(
  watch: TrackedWatch,
  call: SearchCall | ChartCall,
  failure: Failure,
  policy: WatchingPolicy,
  now: Instant,
): TrackedWatch {
  const charged = { ...watch, calls: watch.calls + 1 };
  if (failure.kind !== "refused") return charged;
  if (call.pageToken !== null && failure.reason === "invalidPageToken") return restarted(charged, call, policy, now);
  return {
    ...charged,
    trouble: `YouTube refuses this ${call.kind} (${failure.reason}): ${failure.detail}`,
    attempts: watch.attempts + 1,
    notBefore: plus(now, growing(policy.troubleFirst, policy.troubleMost, watch.attempts)),
  };
}

/** A list may change under its token. A stretch is read again from its first page; of a chart the next run reads the rest. */
function restarted(
  watch: TrackedWatch,
  call: SearchCall | ChartCall,
  policy: WatchingPolicy,
  now: Instant,
): TrackedWatch {
  const task = taskOf(call, watch);
  if (!task) return watch;
  if (call.kind === "chart") return { ...watch, tasks: withTask(watch.tasks, task, []) };
  const again = {
    ...task,
    pageToken: null,
    pages: 0,
    attempts: task.attempts + 1,
    notBefore: plus(now, growing(policy.restartFirst, policy.restartMost, task.attempts)),
    reason: "YouTube refused the page token: the stretch is read again from its first page.",
  };
  return { ...watch, tasks: withTask(watch.tasks, task, [again]) };
}

/** Twice as long each time, up to a bound. */
const growing = (first: Duration, most: Duration, attempts: number): Duration =>
  Math.min(most, first * 2 ** Math.min(attempts, 30)) as Duration;

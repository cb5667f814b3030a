import { Cron } from "croner";
import { type Instant, instant, minutes, plus } from "#domain/time.ts";
import type { CollectorDeps, Holding } from "./holding.ts";

/**
 * A minute after each full hour: the hour's last samples have then been recorded. croner only tells when; waiting is the
 * clock's.
 */
const AFTER_EACH_HOUR = new Cron("1 * * * *", { timezone: "UTC", paused: true });

/** What is left then is made when it is asked for, and the next hour begins afresh. */
const LONGEST = minutes(45);

/** When insights are made anew next. */
function nextRefresh(now: Instant): Instant {
  const next = AFTER_EACH_HOUR.nextRun(new Date(now));
  if (!next) throw new Error("Every hour is followed by another.");
  return instant(next.getTime());
}

/**
 * Has the kept answers made anew after each hour, for as long as the holding lasts. They are made beside the lanes, over
 * other connections and in another thread, and when the holding is over nobody waits for the one that is being made.
 */
export async function refreshInsights(
  deps: Pick<CollectorDeps, "clock" | "report" | "refreshInsights">,
  { over }: Pick<Holding, "over">,
): Promise<void> {
  const { clock, report } = deps;
  while (!over.signal.aborted) {
    await clock.until(nextRefresh(clock.now()), over.signal);
    if (over.signal.aborted) return;
    const end = plus(clock.now(), LONGEST);
    const refreshed = deps
      .refreshInsights(() => over.signal.aborted || clock.now() >= end)
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        report({
          kind: "note",
          message: `Insights were not made anew this hour: ${reason}. They will be in the next.`,
        });
      });
    await Promise.race([refreshed, whenAborted(over.signal)]);
  }
}

const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

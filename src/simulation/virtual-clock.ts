import { ABANDONED, type Clock, systemClock } from "#clock.ts";
import { between, type Duration, type Instant, milliseconds, plus } from "#domain/time.ts";

export interface VirtualClock extends Clock {
  setPace(pace: Pace): void;
}

/**
 * How fast time passes: so many virtual seconds a real second; `"leaping"`, straight to the next instant that anything
 * waits for; or `"standing"`, not at all.
 */
export type Pace = number | "leaping" | "standing";

interface Waiter {
  at: Instant;
  readonly order: number;
  /** What happens when its time has come. Waking a task makes it active; a time-out does so for who is timed out. */
  readonly wake: () => void;
}

/**
 * Virtual time. It stands still while any task is active (so no request and no query can make time pass by being
 * slow), and moves to the earliest waiter when all of them wait. Waiters are woken one after the other, each only
 * when the one before waits again: the same seed gives the same run.
 *
 * A request in the same process needs no accounting of its own, because its task stays active until the answer is
 * there. A server that is slow on purpose calls `until` on behalf of that task, which makes it wait; should the
 * client's time-out fire first, the client is active again, and the server's wait ends as ABANDONED.
 */
export function virtualClock(start: Instant, initialPace: Pace = "standing"): VirtualClock {
  let now = start;
  let active = 0;
  let orders = 0;
  let pace = initialPace;
  let moving = false;
  const waiters = new Set<Waiter>();

  const next = (): Waiter | null => {
    let first: Waiter | null = null;
    for (const waiter of waiters) {
      if (!first || waiter.at < first.at || (waiter.at === first.at && waiter.order < first.order)) first = waiter;
    }
    return first;
  };

  const wait = (at: Instant, wake: () => void): Waiter => {
    const waiter = { at, order: orders++, wake };
    waiters.add(waiter);
    return waiter;
  };

  const move = async (): Promise<void> => {
    if (moving) return;
    moving = true;
    // One turn of the loop, so that a task which has just been woken can begin before the next one is.
    await Promise.resolve();
    while (active === 0) {
      const waiter = next();
      if (!waiter) break;
      if (waiter.at > now) {
        if (pace === "standing") break;
        if (pace !== "leaping") {
          await passSlowly(waiter.at, pace);
          continue;
        }
      }
      waiters.delete(waiter);
      if (waiter.at > now) now = waiter.at;
      active += 1;
      waiter.wake();
    }
    moving = false;
  };

  /** Real time passes, in steps short enough that a page showing the clock looks alive. */
  const passSlowly = async (to: Instant, speed: number): Promise<void> => {
    const step = milliseconds(Math.min(PACED_STEP_MILLISECONDS, between(now, to) / speed));
    await systemClock.until(plus(systemClock.now(), step));
    const reached = plus(now, milliseconds(Math.ceil(step * speed)));
    if (active === 0) now = reached < to ? reached : to;
  };

  const rest = (): void => {
    active -= 1;
    if (active === 0) void move();
  };

  return {
    now: () => now,
    until(at, signal) {
      if (at <= now || signal?.aborted) return Promise.resolve();
      return new Promise<void>((resolve) => {
        const waiter = wait(at, () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        });
        const onAbort = (): void => {
          if (!waiters.has(waiter)) return;
          if (signal?.reason === ABANDONED) {
            waiters.delete(waiter);
            resolve();
            return;
          }
          // Woken in its turn, not beside the one who wakes it.
          waiter.at = now;
          if (active === 0) void move();
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        rest();
      });
    },
    timeout(span: Duration) {
      const controller = new AbortController();
      const waiter = wait(plus(now, span), () => controller.abort(new Error("timed out")));
      return { signal: controller.signal, [Symbol.dispose]: () => void waiters.delete(waiter) };
    },
    async task(work) {
      active += 1;
      try {
        return await work();
      } finally {
        rest();
      }
    },
    async join(promise) {
      rest();
      try {
        return await promise;
      } finally {
        active += 1;
      }
    },
    setPace(wanted) {
      pace = wanted;
      if (active === 0) void move();
    },
  };
}

const PACED_STEP_MILLISECONDS = 100;

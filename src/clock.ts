import { type Duration, type Instant, instant } from "#domain/time.ts";

/**
 * The only source of time, and the only thing that waits. Code under `planning/` and `insights/` takes no clock at
 * all; everything else is given this one.
 */
export interface Clock {
  now(): Instant;
  /** Resolves at `at`, at once when that has passed, and early (without throwing) when the signal aborts. */
  until(at: Instant, signal?: AbortSignal): Promise<void>;
  /** A signal that aborts after `span` unless it is disposed first: the time-out of something under way. */
  timeout(span: Duration): Timeout;
  /**
   * Runs something that waits by this clock. Every flow that calls `until` must run inside a task of its own: a
   * virtual clock lets time pass only while all tasks wait.
   */
  task<T>(work: () => Promise<T>): Promise<T>;
  /** Waits, inside a task, for what another task does. */
  join<T>(promise: Promise<T>): Promise<T>;
}

interface Timeout extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * The reason to abort an `until` with when whoever waited is gone, and nothing goes on after it: a server whose
 * client hung up.
 */
export const ABANDONED = Symbol("abandoned");

/** setTimeout counts in 32 bits: a longer wait is cut into pieces. */
const TIMER_MILLISECONDS_MAX = 2_147_483_647;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  async until(at, signal) {
    while (!signal?.aborted) {
      const left = at - Date.now();
      if (left <= 0) return;
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, Math.min(left, TIMER_MILLISECONDS_MAX));
        signal?.addEventListener("abort", done, { once: true });
      });
    }
  },
  timeout(span) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Error("timed out")), span);
    timer.unref();
    return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
  },
  task: (work) => work(),
  join: (promise) => promise,
};

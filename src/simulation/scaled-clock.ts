import { type Clock, systemClock } from "#clock.ts";
import { between, type Instant, milliseconds, plus } from "#domain/time.ts";

/**
 * A clock that runs `speed` times as fast as the machine's, and showed `base` when the machine's showed `realBase`.
 * Processes that share the three numbers share the time, without a word between them.
 */
export function scaledClock(base: Instant, realBase: Instant, speed: number): Clock {
  const real = (at: Instant): Instant => plus(realBase, milliseconds(Math.ceil(between(base, at) / speed)));
  return {
    ...systemClock,
    now: () => plus(base, milliseconds(Math.floor(between(realBase, systemClock.now()) * speed))),
    until: (at, signal) => systemClock.until(real(at), signal),
  };
}

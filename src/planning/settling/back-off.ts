import { type Duration, type Instant, plus } from "#domain/time.ts";
import type { Pause, PauseSubject } from "#domain/tracked.ts";
import type { BackOffPolicy } from "./back-off-policy.ts";

/**
 * The pause after one more failure: twice as long each time up to a bound, times ½ to 1 by the jitter, so that two
 * processes that failed together do not come back together. At least as long as YouTube asked for, within reason.
 *
 * @param jitter 0 to 1, from a seeded source.
 */
export function backOff(
  subject: PauseSubject,
  last: Pause | undefined,
  failure: { readonly retryAfter: Duration | null; readonly reason: string },
  policy: BackOffPolicy,
  now: Instant,
  jitter: number,
): Pause {
  const failures = (last?.failures ?? 0) + 1;
  const grown = Math.min(policy.most, policy.first * 2 ** Math.min(failures - 1, 30));
  const asked = Math.min(policy.askedMost, failure.retryAfter ?? 0);
  const wait = Math.round(Math.max(asked, grown * (0.5 + jitter / 2))) as Duration;
  return { subject, until: plus(now, wait), failures, reason: failure.reason };
}

import type { KeyTest, Payer } from "#domain/key-test.ts";
import type { Failure } from "#domain/reply.ts";
import { type Duration, plus } from "#domain/time.ts";
import type { Pause, PauseSubject } from "#domain/tracked.ts";
import { backOff } from "./back-off.ts";
import type { BackOffPolicy } from "./back-off-policy.ts";
import type { Circumstances } from "./settle-failure.ts";

/** When a key that YouTube refuses is tried again. */
export const nextTest = ({ projectId, fingerprint }: Payer, { policy, now }: Circumstances): KeyTest => ({
  projectId,
  fingerprint,
  refused: true,
  dueAt: plus(now, policy.backOff.keyRetest),
  attempts: 0,
});

/** The back-off of a subject after one more failure. */
export function pauseOf(subject: PauseSubject, failure: Failure, under: Circumstances): Pause {
  const retryAfter = "retryAfter" in failure ? failure.retryAfter : null;
  const { pauseFirst, pauseMost } = under.policy.watching;
  const bounds =
    subject === "search"
      ? { ...under.policy.backOff, first: pauseFirst, most: pauseMost }
      : { ...under.policy.backOff, first: firstWait(subject, under.policy.backOff) };
  const reason = `${failure.kind}: ${failure.detail}`;
  return backOff(subject, under.state.pauses.get(subject), { retryAfter, reason }, bounds, under.now, under.jitter);
}

function firstWait(subject: PauseSubject, { first, feedsFirst, rateFirst }: BackOffPolicy): Duration {
  if (subject.startsWith("rate:")) return rateFirst;
  return subject === "feeds" ? feedsFirst : first;
}

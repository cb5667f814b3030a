import type { TestCall } from "#domain/call.ts";
import type { KeyTest, KeyVerdict } from "#domain/key-test.ts";
import type { Answered, Failure } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Duration, plus } from "#domain/time.ts";
import { rateSubject } from "#planning/rate-limits.ts";
import { nextTest, pauseOf } from "./after-failure.ts";
import { settlementOf } from "./draft.ts";
import type { Circumstances } from "./settle-failure.ts";

/** What follows from a test that was answered: the key may be used (again). */
export function settleAcceptedKey({ fingerprint }: TestCall, { at }: Answered<null>): Settlement {
  const outcome = { kind: "answered", detail: null, answered: 1 } as const;
  return settlementOf({ at, outcome, keyTested: { fingerprint, kind: "accepted", said: null } });
}

/**
 * What follows from a test of a key that was not answered. Whoever is told that the day's units are spent was let in, so the key is right. What is
 * not about the key (YouTube is away, the method is refused) tells nothing of it: it stays what it was, and is tried again.
 */
export function settleKeyTest(call: TestCall, reply: Failure, under: Circumstances): Settlement {
  const { fingerprint } = call;
  const verdict = (kind: KeyVerdict["kind"], said: string | null): KeyVerdict => ({ fingerprint, kind, said });
  const draft = { at: under.now, outcome: { kind: reply.kind, detail: reply.detail, answered: 0 } } as const;
  switch (reply.kind) {
    case "quotaSpent":
      return settlementOf({
        ...draft,
        keyTested: verdict("accepted", null),
        spent: reply.bucket,
        consumer: reply.consumer,
      });
    case "keyRefused":
      return settlementOf({
        ...draft,
        keyTested: verdict("refused", reply.reason),
        keyRefused: reply.reason,
        consumer: reply.consumer,
        keyTests: [nextTest(call, under)],
      });
    case "rateLimited":
    case "unavailable":
    case "malformed": {
      const subject = reply.kind === "rateLimited" ? rateSubject("default", call.projectId) : "youtube";
      const keyTested = verdict("unclear", said(reply));
      return settlementOf({
        ...draft,
        keyTested,
        keyTests: [repeated(call, under)],
        pauses: [pauseOf(subject, reply, under)],
      });
    }
    case "refused":
      return settlementOf({ ...draft, keyTested: verdict("unclear", said(reply)), keyTests: [repeated(call, under)] });
  }
}

const said = (failure: Failure): string => `${failure.kind}: ${failure.detail}`;

/** The same test later, after a minute, then twice as long each time, up to its daily turn. */
function repeated({ fingerprint, projectId }: TestCall, { state, policy, now }: Circumstances): KeyTest {
  const before = state.keyTests.get(fingerprint);
  const attempts = (before?.attempts ?? 0) + 1;
  const { keyAgain, keyRetest } = policy.backOff;
  const wait = Math.min(keyRetest, keyAgain * 2 ** Math.min(attempts - 1, 30)) as Duration;
  return { fingerprint, projectId, refused: before?.refused ?? false, dueAt: plus(now, wait), attempts };
}

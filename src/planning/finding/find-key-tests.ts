import type { KeyTest } from "#domain/key-test.ts";
import type { Budgets } from "#domain/quota.ts";
import { type Instant, latest } from "#domain/time.ts";
import { rateSubject } from "#planning/rate-limits.ts";
import type { PlannerState } from "#planning/state.ts";
import type { Errand } from "./errand.ts";

/**
 * Tries one key by one call: the one whose time comes first. A key that YouTube refused may be mended any day, and
 * whoever asked for a test waits for it. Its project must have a unit left to pay, so that a test is charged like
 * everything else; one whose units are spent waits for the reset.
 */
export function testKeyErrand(state: PlannerState, { testable }: Budgets, now: Instant): Errand | null {
  let first: { readonly test: KeyTest; readonly at: Instant } | null = null;
  for (const test of state.keyTests.values()) {
    if (testable && !testable.has(test.projectId)) continue;
    const at = latest(
      now,
      test.dueAt,
      state.pauses.get("youtube")?.until ?? now,
      state.pauses.get(rateSubject("default", test.projectId))?.until ?? now,
    );
    // Ties go to the lesser fingerprint: a rebuilt state holds the same tests in another order.
    if (!first || at < first.at || (at === first.at && test.fingerprint < first.test.fingerprint)) first = { test, at };
  }
  if (!first) return null;
  const { fingerprint, projectId, refused } = first.test;
  return {
    at: first.at,
    call: { kind: "test", fingerprint, projectId },
    purpose: "keyTest",
    why: refused
      ? `A key of the project ${projectId} was refused and is tried again each day.`
      : `Somebody asked whether a key of the project ${projectId} works.`,
  };
}

import { type Instant, milliseconds, plus } from "#domain/time.ts";
import type { TrackedWatch } from "#domain/watch.ts";

/**
 * A watch that was answered: whatever troubled it is over. Its pages are told apart by when they were answered, so the next is
 * asked for later, if by nothing.
 */
export const afterAnswer = (watch: TrackedWatch, at: Instant): TrackedWatch => ({
  ...watch,
  calls: watch.calls + 1,
  notBefore: plus(at, milliseconds(1)),
  attempts: 0,
  trouble: null,
});

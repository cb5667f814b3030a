import type { Clock } from "#clock.ts";
import { type Duration, type Instant, plus } from "#domain/time.ts";

/**
 * Answers with what was computed last, for so long; whoever asks while it is computed waits for the same. A failure is not
 * remembered.
 */
export function remembered<T>(clock: Clock, span: Duration, compute: (now: Instant) => Promise<T>): () => Promise<T> {
  let last: { readonly until: Instant; readonly answer: Promise<T> } | null = null;
  return () => {
    const now = clock.now();
    if (last && now < last.until) return last.answer;
    const answer = compute(now);
    const asked = { until: plus(now, span), answer };
    last = asked;
    answer.catch(() => {
      if (last === asked) last = null;
    });
    return answer;
  };
}

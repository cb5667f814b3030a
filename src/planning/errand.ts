import type { Call } from "#domain/call.ts";
import type { Purpose } from "#domain/plan.ts";
import type { Budgets, QuotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";

/** Something the finding lane could do next. */
export interface Errand {
  readonly at: Instant;
  readonly call: Call;
  readonly purpose: Purpose;
  readonly why: string;
}

/** What errands are planned under. */
export interface FindingTerms {
  readonly now: Instant;
  /** From when on the Data API, and feeds, may be asked. */
  readonly apiFrom: Instant;
  readonly feedsFrom: Instant;
  readonly day: QuotaDay;
  /** Units a day, and left, in the default bucket. */
  readonly perDay: number;
  readonly left: number;
}

export function termsOf(
  now: Instant,
  day: QuotaDay,
  budgets: Budgets,
  pausedUntil: { readonly youtube: Instant | null; readonly feeds: Instant | null },
): FindingTerms {
  const { limit, used } = budgets.default;
  return {
    now,
    apiFrom: Math.max(now, pausedUntil.youtube ?? now) as Instant,
    feedsFrom: Math.max(now, pausedUntil.feeds ?? now) as Instant,
    day,
    perDay: limit,
    left: limit - used,
  };
}

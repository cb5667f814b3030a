import type { Call } from "#domain/call.ts";
import type { Purpose } from "#domain/plan.ts";
import { type Budgets, type QuotaDay, quotaDay } from "#domain/quota.ts";
import { type Instant, latest } from "#domain/time.ts";
import type { PauseSubject } from "#domain/tracked.ts";
import { askableFrom } from "#planning/rate-limits.ts";
import type { PlannerState } from "#planning/state.ts";
import { unitsSpare } from "./day-needs.ts";
import type { DiscoveryPolicy } from "./discovery-policy.ts";

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
  /** `null` where feeds are not read at all. */
  readonly feedsFrom: Instant | null;
  readonly day: QuotaDay;
  /** Units a day, and left, in the default bucket. */
  readonly perDay: number;
  readonly left: number;
  /** Units that nothing with a claim on them will need before the reset. */
  readonly spare: number;
}

export function termsOf(state: PlannerState, budgets: Budgets, policy: DiscoveryPolicy, now: Instant): FindingTerms {
  const { limit, used } = budgets.default;
  const from = (subject: PauseSubject) => latest(now, state.pauses.get(subject)?.until ?? now);
  const terms = {
    now,
    apiFrom: askableFrom(state, budgets, "default", now),
    feedsFrom: policy.feedSpacing === null ? null : from("feeds"),
    day: quotaDay(now),
    perDay: limit,
    left: limit - used,
  };
  return { ...terms, spare: unitsSpare(state, policy, terms) };
}

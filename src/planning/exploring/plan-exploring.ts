import type { ExploreCall, SurveyCall } from "#domain/call.ts";
import type { ChannelId } from "#domain/channel.ts";
import type { DiscoveryRest } from "#domain/discovery.ts";
import type { Plan } from "#domain/plan.ts";
import { type Budgets, type QuotaDay, quotaDay } from "#domain/quota.ts";
import { type Duration, type Instant, latest, plus } from "#domain/time.ts";
import { termsOf } from "#planning/finding/errand.ts";
import type { Policy } from "#planning/policy.ts";
import { askableFrom } from "#planning/rate-limits.ts";
import type { PlannerState } from "#planning/state.ts";
import { timeLeft } from "#planning/watching/search-pace.ts";
import type { Exploration } from "./exploration.ts";
import { callOf } from "./explore-call.ts";
import { searchesClaimed } from "./search-claim.ts";

/** What a discovery could do next, and what that is expected to bring. */
interface ExploreErrand {
  readonly at: Instant;
  readonly call: ExploreCall | SurveyCall;
  readonly expected: number;
  readonly why: string;
}

/** Why a discovery asks nothing before the reset, for programs and for people. */
export interface Rest {
  readonly kind: DiscoveryRest;
  readonly why: string;
}

/** What discoveries may spend now. */
interface ExploreMeans {
  readonly day: QuotaDay;
  /** From when on each bucket may be asked. */
  readonly unitsFrom: Instant;
  readonly searchesFrom: Instant;
  readonly units: boolean;
  readonly searches: boolean;
  readonly isStale: (id: ChannelId) => boolean;
}

/**
 * The next call of a discovery. Each spreads its budget over what is left of the quota day; of those whose time has come the
 * one goes first whose unit is expected to bring most. They take only what nothing else needs: units that are to spare
 * until the reset, beside the share that charts have of them, and searches that watches leave.
 */
export function planExploring(state: PlannerState, budgets: Budgets, policy: Policy, now: Instant): Plan {
  const { resetsAt } = quotaDay(now);
  const idle = (why: string): Plan => ({ kind: "idle", at: resetsAt, why });
  if (state.discoveries.size === 0) return idle("No discovery is kept.");
  const means = meansOf(state, budgets, policy, now);
  const errands = state.discoveries.inOrder().flatMap((discovery) => errandsOf(discovery, means, now));
  const due = errands.filter(({ at }) => at <= now);
  const next =
    due.length > 0
      ? due.reduce((best, errand) => (errand.expected > best.expected ? errand : best))
      : errands.reduce<ExploreErrand | null>((best, errand) => (best && best.at <= errand.at ? best : errand), null);
  if (!next) return idle("No discovery has anything to ask before the reset.");
  if (next.at >= resetsAt) return idle("No discovery's turn comes before the quota day ends.");
  const { at, call, why } = next;
  return { kind: "call", at, call, purpose: call.kind, why };
}

/** Why each discovery that is not paused asks nothing now; `null` = it does. */
export function restsOf(
  state: PlannerState,
  budgets: Budgets,
  policy: Policy,
  now: Instant,
): readonly { readonly discovery: Exploration; readonly rest: Rest | null }[] {
  if (state.discoveries.size === 0) return [];
  const means = meansOf(state, budgets, policy, now);
  const active = state.discoveries.inOrder().filter(({ terms }) => !terms.paused);
  return active.map((discovery) => ({ discovery, rest: restOf(discovery, means, now) }));
}

function meansOf(state: PlannerState, budgets: Budgets, policy: Policy, now: Instant): ExploreMeans {
  const terms = termsOf(state, budgets, policy.discovery, now);
  const hasCharts = state.watches.inOrder().some(({ paused, source }) => !paused && source.kind === "chart");
  // While batch statistics are refused or spent, samples are taken with these units.
  const { batch } = budgets;
  const isStoodIn = (state.pauses.get("batch")?.until ?? now) > now || batch.used >= batch.limit;
  return {
    day: terms.day,
    unitsFrom: terms.apiFrom,
    searchesFrom: latest(askableFrom(state, budgets, "search", now), state.pauses.get("search")?.until ?? now),
    units: !isStoodIn && terms.spare * (hasCharts ? 1 - policy.watching.chartShare : 1) >= 1,
    searches: searchesClaimed(state, budgets, now) >= 1,
    isStale: (id) => state.discoveries.isStale(id, now),
  };
}

const isDone = ({ terms, matching }: Exploration): boolean => terms.until !== null && matching >= terms.until;

function errandsOf(discovery: Exploration, means: ExploreMeans, now: Instant): readonly ExploreErrand[] {
  const { terms } = discovery;
  if (terms.paused) return [];
  const { day, unitsFrom, searchesFrom } = means;
  const { units, searches, unitsAt, searchesAt } = discovery.spentOn(day.day);
  const errands: ExploreErrand[] = [];
  const add = (bucket: "default" | "search", left: number, askedAt: Instant | null, from: Instant) => {
    if (left < 1) return;
    const renewal = bucket === "default" ? discovery.renewal(day.day, means.isStale) : null;
    // One that has found enough renews what it found.
    const look = renewal ?? (isDone(discovery) ? null : discovery.look(bucket, day.day));
    if (!look) return;
    const at = latest(from, turnOf(askedAt, left, day, now));
    errands.push({ at, expected: look.errand.expected, ...callOf(terms, look) });
  };
  if (means.units) add("default", terms.budget.unitsPerDay - units, unitsAt, unitsFrom);
  if (means.searches) add("search", terms.budget.searchesPerDay - searches, searchesAt, searchesFrom);
  return errands;
}

/** When the next call of a bucket comes, so that what is left of a day's budget lasts until the reset. */
function turnOf(askedAt: Instant | null, left: number, day: QuotaDay, now: Instant): Instant {
  if (askedAt === null || askedAt < day.startsAt) return now;
  // The last one comes before the reset, and not at it.
  return plus(askedAt, Math.ceil(timeLeft(day, askedAt) / (left + 1)) as Duration);
}

function restOf(discovery: Exploration, means: ExploreMeans, now: Instant): Rest | null {
  const { terms, matching } = discovery;
  if (isDone(discovery))
    return { kind: "until", why: `It has found ${matching} channels that fit, as many as it was to.` };
  if (means.unitsFrom > now) return { kind: "youtube", why: "YouTube asked to wait." };
  if (errandsOf(discovery, means, now).length > 0) return null;
  const { day } = means;
  const { units, searches } = discovery.spentOn(day.day);
  const page = discovery.look("default", day.day);
  const search = discovery.look("search", day.day);
  if (!page && !search) {
    const isLeft = discovery.frontier.look("default", 0) ?? discovery.frontier.look("search", 0);
    return isLeft
      ? {
          kind: "floor",
          why: `Nothing is expected to bring ${terms.floor} new channels a unit. New charts, seeds or a lower floor wake it.`,
        }
      : { kind: "nothing", why: "All that its lists lead to is read. New charts or more seeds wake it." };
  }
  const isSpent = (!page || units >= terms.budget.unitsPerDay) && (!search || searches >= terms.budget.searchesPerDay);
  return isSpent
    ? { kind: "budget", why: "Its budget of the day is spent; it goes on at the reset." }
    : { kind: "units", why: "What is left of the day's quota is needed for what is tracked and watched." };
}

import { bucketOf, type ExploreCall, type SurveyCall } from "#domain/call.ts";
import { refKey } from "#domain/channel.ts";
import type { DiscoverySpend, ShownCategory } from "#domain/discovery-step.ts";
import type { FrontierReading, LanguageHint } from "#domain/frontier.ts";
import { quotaDay } from "#domain/quota.ts";
import type { Answered, Failure, ShownOnPage, ShownPage } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Instant, minus } from "#domain/time.ts";
import type { TrackRequest } from "#domain/tracked.ts";
import { FACTS_GOOD_FOR } from "#planning/exploring/discovery-table.ts";
import type { Exploration } from "#planning/exploring/exploration.ts";
import { Explored } from "#planning/exploring/explored.ts";
import type { PlannerState } from "#planning/state.ts";
import { type Draft, settlementOf } from "./draft.ts";

/** What follows from a page that a discovery read: who is on it, and what of that is known already. */
export function settleExplore(call: ExploreCall, { at, body }: Answered<ShownPage>, state: PlannerState): Settlement {
  const { source } = call.look.errand.node;
  const { shown, nextPageToken } = body;
  const outcome = { kind: "answered", detail: null, answered: shown.length } as const;
  const discovery = state.discoveries.get(call.discoveryId);
  // Removed while the call was under way.
  if (!discovery) return settlementOf({ at, outcome });
  const explored = new Explored(discovery, call.look);
  const { draft } = explored;
  const { language } = discovery.terms.filters;
  const channels = shown.map((here) => ({ id: refKey(here.ref), hint: hintOf(here, language) }));
  for (const { id } of channels) if (draft.isNew(id)) explored.meet(id, source);
  const yields = explored.yieldOf(source);
  yields.pages += 1;
  yields.shown += channels.length;
  const more = nextPageToken !== null;
  draft.recordReading(
    call.look.errand.node,
    { kind: "shown", channels, more, nextToken: nextPageToken },
    quotaDay(at).day,
  );
  const shownCategories = shown.flatMap(({ ref, category }): readonly ShownCategory[] =>
    ref.kind === "id" && category !== null ? [{ id: ref.id, category }] : [],
  );
  explored.judge(knownOf(shown, shownCategories, state, at));
  const trackRequests = requestsOf(explored, discovery, state, at);
  const discoverySteps = [explored.step(spentBy(call, discovery, at))];
  return settlementOf({ at, outcome, shownCategories, trackRequests, discoverySteps });
}

/**
 * What follows from a page that was not answered: the call is spent; and a list that YouTube refuses to show (private
 * subscriptions, comments that are off, a channel or chart that is not there) is read to its end.
 */
export function settleUnexplored(
  call: ExploreCall,
  failure: Failure,
  state: PlannerState,
  now: Instant,
): Partial<Draft> {
  const discovery = state.discoveries.get(call.discoveryId);
  if (!discovery) return {};
  const isClosed = failure.kind === "refused";
  // What YouTube fails at now it may not fail at later: another list of its like comes first.
  const isPutOff = failure.kind === "unavailable" || failure.kind === "malformed";
  const explored = new Explored(discovery, isClosed || isPutOff ? call.look : null);
  if (isClosed) {
    const { node } = call.look.errand;
    const reading: FrontierReading = { kind: "closed" };
    explored.draft.recordReading(node, reading, quotaDay(now).day);
    const yields = explored.yieldOf(node.source);
    yields.pages += 1;
    yields.closed += 1;
  }
  return { discoverySteps: [explored.step(spentBy(call, discovery, now))] };
}

/** What a discovery has spent with this call. */
export function spentBy(call: ExploreCall | SurveyCall, discovery: Exploration, at: Instant): DiscoverySpend {
  const spent = discovery.spentOn(quotaDay(at).day);
  return bucketOf(call) === "search"
    ? { ...spent, searches: spent.searches + 1, searchesAt: at }
    : { ...spent, units: spent.units + 1, unitsAt: at };
}

/** What its text hints of the language that is looked for. */
function hintOf({ language }: ShownOnPage, wanted: string | undefined): LanguageHint {
  if (language === null || wanted === undefined) return "none";
  return language === wanted ? "same" : "other";
}

/** Of the channels on a page those that some discovery had described. */
function knownOf(
  shown: readonly ShownOnPage[],
  categories: readonly ShownCategory[],
  state: PlannerState,
  at: Instant,
) {
  return shown.flatMap(({ ref }) => {
    if (ref.kind === "handle") return [];
    const facts = state.discoveries.factsOf(ref.id);
    if (!facts || facts.describedAt === null || facts.describedAt < minus(at, FACTS_GOOD_FOR)) return [];
    const here = categories.flatMap(({ id, category }) => (id === ref.id ? [category] : []));
    const shownCategories = [...new Set([...facts.shownCategories, ...here])];
    return [{ name: ref.id, id: ref.id, facts: { ...facts, shownCategories }, keywords: [] }];
  });
}

/** The wishes to track what fits, of channels that nobody tracks. */
export function requestsOf(
  { fitting }: Explored,
  { terms }: Exploration,
  state: PlannerState,
  at: Instant,
): readonly TrackRequest[] {
  const { onFound } = terms;
  if (onFound.kind === "list") return [];
  const { weight } = onFound;
  return fitting
    .filter((id) => !state.channels.get(id) && !state.requests.has(id))
    .map((id) => ({ ref: { kind: "id", id }, requestedAt: at, weight, watched: false }));
}

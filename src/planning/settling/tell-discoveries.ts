import type { SurveyCall } from "#domain/call.ts";
import { type ChannelDescription, type ChannelId, type ChannelRef, refKey } from "#domain/channel.ts";
import type { ChannelFacts, DiscoveryStep, FoundChannel } from "#domain/discovery-step.ts";
import type { Answered } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import { categoriesOfTopics } from "#domain/topic-category.ts";
import type { TrackRequest } from "#domain/tracked.ts";
import type { Exploration } from "#planning/exploring/exploration.ts";
import { Explored, type ToldChannel } from "#planning/exploring/explored.ts";
import type { PlannerState } from "#planning/state.ts";
import { requestsOf, spentBy } from "./settle-explore.ts";

/**
 * What descriptions of channels mean for discoveries, whoever asked: each that waits for one of them learns whether it fits,
 * and it is described for none of them again. Nothing while no discovery is kept.
 *
 * @param survey the call, where a discovery paid for it.
 */
export function tellDiscoveries(
  { refs }: { readonly refs: readonly ChannelRef[] },
  { at, body, unread: unreadable }: Answered<readonly ChannelDescription[]>,
  state: PlannerState,
  survey: SurveyCall | null,
): Pick<Settlement, "foundChannels" | "discoverySteps" | "trackRequests"> {
  if (state.discoveries.size === 0) return { foundChannels: [], discoverySteps: [], trackRequests: [] };
  const byId = new Map(body.map((channel) => [channel.id, channel]));
  const unread = new Set(unreadable);
  // A handle is asked for alone, so the one answer is its.
  const told = refs.map((ref) => ({ ref, found: ref.kind === "id" ? byId.get(ref.id) : body[0] }));
  const foundChannels = told.flatMap(({ ref, found }) => {
    if (found) return [foundOf(found, at)];
    return ref.kind === "id" && !unread.has(ref.id) ? [goneOf(ref.id, at)] : [];
  });
  const discoverySteps: DiscoveryStep[] = [];
  const requests = new Map<string, TrackRequest>();
  for (const discovery of state.discoveries.inOrder()) {
    const isPayer = survey !== null && discovery.terms.id === survey.discoveryId;
    const awaited = told.flatMap(({ ref, found }) => toldOf(discovery, ref, found, state, at));
    if (!isPayer && awaited.length === 0) continue;
    const explored = new Explored(discovery, isPayer ? survey.look : null);
    explored.judge(awaited);
    for (const request of requestsOf(explored, discovery, state, at))
      if (!requests.has(refKey(request.ref))) requests.set(refKey(request.ref), request);
    discoverySteps.push(explored.step(isPayer ? spentBy(survey, discovery, at) : null));
  }
  return { foundChannels, discoverySteps, trackRequests: [...requests.values()] };
}

/** What a discovery is told of a channel, where it waits for it by the name that was asked for, or by its id. */
function toldOf(
  { frontier }: Exploration,
  ref: ChannelRef,
  found: ChannelDescription | undefined,
  state: PlannerState,
  at: Instant,
): readonly ToldChannel[] {
  const name = refKey(ref);
  const isByName = frontier.metBy(name) !== null;
  if (!found) return isByName ? [{ name, id: name, facts: null, keywords: [] }] : [];
  const { id, keywords = [] } = found;
  if (!isByName && frontier.metBy(id) === null) return [];
  const shownCategories = state.discoveries.factsOf(id)?.shownCategories ?? [];
  const facts: ChannelFacts = { ...foundOf(found, at), shownCategories };
  return [{ name: isByName ? name : id, id, facts, keywords }];
}

const foundOf = (channel: ChannelDescription, at: Instant): FoundChannel => ({
  id: channel.id,
  describedAt: at,
  gone: false,
  title: channel.title,
  handle: channel.handle,
  thumbnailUrl: channel.thumbnailUrl,
  publishedAt: channel.publishedAt,
  country: channel.country,
  language: channel.language?.code ?? null,
  languageBy: channel.language?.by ?? null,
  categories: categoriesOfTopics(channel.topics ?? []),
  subscribers: channel.counters.subscribers,
  views: channel.counters.views,
  videoCount: channel.counters.videoCount,
});

const goneOf = (id: ChannelId, at: Instant): FoundChannel => ({
  id,
  describedAt: at,
  gone: true,
  title: "",
  handle: null,
  thumbnailUrl: null,
  publishedAt: null,
  country: null,
  language: null,
  languageBy: null,
  categories: [],
  subscribers: null,
  views: null,
  videoCount: null,
});

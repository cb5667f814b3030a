import type { SurveyCall } from "#domain/call.ts";
import { type ChannelDescription, type ChannelId, type ChannelSnapshot, refKey } from "#domain/channel.ts";
import type { ChannelFacts, DiscoveryStep, FoundChannel } from "#domain/discovery-step.ts";
import type { Answered, Failure, SurveyedChannel } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import { categoriesOfTopics } from "#domain/topic-category.ts";
import type { TrackedChannel, TrackRequest } from "#domain/tracked.ts";
import type { Exploration } from "#planning/exploring/exploration.ts";
import { Explored, type ToldChannel } from "#planning/exploring/explored.ts";
import type { PlannerState } from "#planning/state.ts";
import { type Draft, settlementOf } from "./draft.ts";
import { requestsOf, spentBy } from "./settle-explore.ts";
import { firstRow } from "./settle-resolve.ts";

/**
 * What follows from describing channels for a discovery: whether they fit it, and every other discovery that waits for one of
 * them; and the first rows of those that are to be tracked.
 */
export function settleSurvey(
  call: SurveyCall,
  reply: Answered<readonly SurveyedChannel[]>,
  state: PlannerState,
): Settlement {
  const { at, body } = reply;
  const byId = new Map(body.map((channel) => [channel.id, channel]));
  const unread = new Set(reply.unread);
  const told = call.refs.map((ref) => {
    // A handle is asked for alone, so the one answer is its.
    const found = ref.kind === "id" ? byId.get(ref.id) : body[0];
    return { name: refKey(ref), found };
  });
  const foundChannels = told.flatMap(({ name, found }) =>
    found ? [foundOf(found, at)] : name.startsWith("@") || unread.has(name) ? [] : [goneOf(name as ChannelId, at)],
  );
  const steps: DiscoveryStep[] = [];
  const rows: Rows = { channels: [], channelDescriptions: [], channelSnapshots: [] };
  const requests = new Map<ChannelId, TrackRequest>();
  for (const discovery of state.discoveries.inOrder()) {
    const isPayer = discovery.terms.id === call.discoveryId;
    const awaited = told.filter(({ name, found }) => isAwaited(discovery, name, found?.id));
    if (!isPayer && awaited.length === 0) continue;
    const explored = new Explored(discovery, isPayer ? call.look : null);
    explored.judge(awaited.flatMap(({ name, found }) => toldOf(discovery, name, found, state, at)));
    for (const request of requestsOf(explored, discovery, state, at)) {
      const { ref } = request;
      if (ref.kind === "id" && !requests.has(ref.id)) requests.set(ref.id, request);
    }
    steps.push(explored.step(isPayer ? spentBy(call, discovery, at) : null));
  }
  for (const [id, request] of requests) track(rows, byId.get(id) ?? body[0], request, at);
  return settlementOf({
    at,
    outcome: { kind: "answered", detail: null, answered: body.length },
    foundChannels,
    discoverySteps: steps,
    ...rows,
    setAside: [...unread].map((subject) => ({ subject, reason: "What YouTube says of it cannot be read." })),
  });
}

interface Rows {
  readonly channels: TrackedChannel[];
  readonly channelDescriptions: ChannelDescription[];
  readonly channelSnapshots: ChannelSnapshot[];
}

/** What follows from a description that was not answered: the call is spent; what YouTube refuses is nobody's. */
export function settleUnsurveyed(
  call: SurveyCall,
  failure: Failure,
  state: PlannerState,
  now: Instant,
): Partial<Draft> {
  const discovery = state.discoveries.get(call.discoveryId);
  if (!discovery) return {};
  const isRefused = failure.kind === "refused";
  const explored = new Explored(discovery, isRefused ? call.look : null);
  if (isRefused)
    explored.judge(call.refs.map((ref) => ({ name: refKey(ref), id: refKey(ref), facts: null, keywords: [] })));
  return { discoverySteps: [explored.step(spentBy(call, discovery, now))] };
}

/** Whether a discovery waits for a channel by the name that was asked for, or by its id. */
const isAwaited = ({ frontier }: Exploration, name: string, id: string | undefined): boolean =>
  frontier.awaits(name) || (id !== undefined && frontier.awaits(id));

function toldOf(
  { frontier }: Exploration,
  name: string,
  found: SurveyedChannel | undefined,
  state: PlannerState,
  at: Instant,
): readonly ToldChannel[] {
  if (!found) return [{ name, id: name, facts: null, keywords: [] }];
  const { id, keywords = [] } = found;
  const facts: ChannelFacts = {
    ...foundOf(found, at),
    shownCategories: state.discoveries.factsOf(id)?.shownCategories ?? [],
  };
  return [{ name: frontier.awaits(name) ? name : id, id, facts, keywords }];
}

function track(rows: Rows, found: SurveyedChannel | undefined, request: TrackRequest, at: Instant): void {
  if (!found) return;
  const { language: _, ...description } = found;
  rows.channels.push(firstRow(found, request, at));
  rows.channelDescriptions.push(description);
  rows.channelSnapshots.push({ channelId: found.id, capturedAt: at, ...found.counters });
}

const foundOf = (channel: SurveyedChannel, at: Instant): FoundChannel => ({
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

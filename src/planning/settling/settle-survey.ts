import type { SurveyCall } from "#domain/call.ts";
import { type ChannelDescription, type ChannelSnapshot, refKey } from "#domain/channel.ts";
import type { Answered, Failure } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import type { TrackedChannel, TrackRequest } from "#domain/tracked.ts";
import { Explored } from "#planning/exploring/explored.ts";
import type { PlannerState } from "#planning/state.ts";
import { type Draft, settlementOf } from "./draft.ts";
import { spentBy } from "./settle-explore.ts";
import { firstRow } from "./settle-resolve.ts";
import { tellDiscoveries } from "./tell-discoveries.ts";

/**
 * What follows from describing channels for a discovery: whether they fit it, and every other discovery that waits for one of
 * them; and the first rows of those that are to be tracked.
 */
export function settleSurvey(
  call: SurveyCall,
  reply: Answered<readonly ChannelDescription[]>,
  state: PlannerState,
): Settlement {
  const { at, body } = reply;
  const { foundChannels, discoverySteps, trackRequests } = tellDiscoveries(call, reply, state, call);
  const byId = new Map(body.map((channel) => [channel.id, channel]));
  const rows: Rows = { channels: [], channelDescriptions: [], channelSnapshots: [] };
  for (const request of trackRequests) {
    const found = request.ref.kind === "id" ? byId.get(request.ref.id) : undefined;
    if (found) track(rows, found, request, at);
  }
  return settlementOf({
    at,
    outcome: { kind: "answered", detail: null, answered: body.length },
    foundChannels,
    discoverySteps,
    ...rows,
    setAside: (reply.unread ?? []).map((subject) => ({
      subject,
      reason: "What YouTube says of it cannot be read.",
    })),
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

function track(rows: Rows, found: ChannelDescription, request: TrackRequest, at: Instant): void {
  rows.channels.push(firstRow(found, request, at));
  rows.channelDescriptions.push(found);
  rows.channelSnapshots.push({ channelId: found.id, capturedAt: at, ...found.counters });
}

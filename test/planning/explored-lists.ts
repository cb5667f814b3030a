import type { ExploreCall, SurveyCall } from "#domain/call.ts";
import type { ChannelId } from "#domain/channel.ts";
import type { DiscoveryId } from "#domain/discovery.ts";
import type { ChannelFacts, TrackedDiscovery } from "#domain/discovery-step.ts";
import type { FrontierMemory } from "#domain/frontier.ts";
import { idHash } from "#domain/id-hash.ts";
import { quotaDay } from "#domain/quota.ts";
import type { Exchange } from "#domain/reply.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import type { TrackedRows } from "#domain/tracked.ts";
import { channelId } from "./rows.ts";

export const CHANNELS = 120;
const NOTHING: FrontierMemory = { nodes: [], channels: [], classes: [], handles: [], going: 0, chance: 7 };

export const discovery = (n: number, over: Partial<TrackedDiscovery> = {}): TrackedDiscovery => ({
  id: `discovery00${n}` as DiscoveryId,
  filters: { language: "de", subscribersMin: 100 },
  seeds: { terms: ["a", "b"], channels: [{ kind: "id", id: channelId(1) }] },
  regions: ["DE"],
  sources: ["search", "chart", "subscriptions", "featured", "commenters", "uploads"],
  budget: { unitsPerDay: 200, searchesPerDay: 10 },
  floor: 0,
  until: null,
  onFound: { kind: "list" },
  paused: false,
  spent: { day: "", units: 0, searches: 0, unitsAt: null, searchesAt: null },
  yields: [],
  memory: NOTHING,
  given: [],
  ...over,
});

/** What a small YouTube answers: lists are drawn from a seed, a third of the channels is German, some lists are private. */
export function answer(call: ExploreCall | SurveyCall, seed: number, at: Instant): Exchange {
  if (call.kind === "survey") {
    const body = call.refs.flatMap((ref) => {
      const id = ref.kind === "id" ? ref.id : channelId(idHash(ref.handle) % CHANNELS);
      const draw = idHash(`${seed} ${id}`);
      if (draw % 13 === 0) return [];
      const language = draw % 3 === 0 ? ({ code: "de", by: "text" } as const) : null;
      const texts = { title: id, description: "", handle: null, country: null, publishedAt: null, thumbnailUrl: null };
      const counters = { views: 1, subscribers: draw % 1000, videoCount: 1 };
      const keywords = [`term ${draw % 5}`];
      return [{ id, ...texts, uploadsPlaylistId: `UU${id.slice(2)}`, counters, keywords, topics: [], language }];
    });
    return { kind: "survey", call, reply: { kind: "answered", at, body } };
  }
  const { node, page } = call.look.errand;
  const draw = idHash(
    `${seed} ${node.source} ${node.subject} ${page} ${node.source === "chart" ? quotaDay(at).day : ""}`,
  );
  const detail = "private";
  if (draw % 5 === 0)
    return { kind: "explore", call, reply: { kind: "refused", status: 403, reason: "subscriptionForbidden", detail } };
  if (idHash(`${draw} ${at}`) % 31 === 1)
    return { kind: "explore", call, reply: { kind: "unavailable", retryAfter: null, detail } };
  const ids = new Set(Array.from({ length: draw % 9 }, (_, i) => idHash(`${draw} ${i}`) % CHANNELS));
  const shown = [...ids].map((n) => ({
    ref:
      n % 17 === 3 && node.source === "uploads"
        ? ({ kind: "handle", handle: `@handle${n}` } as const)
        : ({ kind: "id", id: channelId(n) } as const),
    language: n % 2 === 0 ? null : n % 3 === 0 ? "de" : "en",
    category: node.source === "chart" ? "27" : null,
  }));
  return {
    kind: "explore",
    call,
    reply: { kind: "answered", at, body: { shown, nextPageToken: draw % 3 === 0 ? "t" : null } },
  };
}

/** What storage would keep: a second, plain account of what settlements say. */
export function recorded(rows: TrackedRows, settlement: Settlement): TrackedRows {
  const merged = <Row>(old: readonly Row[], made: readonly Row[], keyOf: (row: Row) => string): Row[] => [
    ...new Map([...old, ...made].map((row) => [keyOf(row), row])).values(),
  ];
  const discoveries = (rows.discoveries ?? []).map((row) => {
    const step = settlement.discoverySteps.find(({ discoveryId }) => discoveryId === row.id);
    if (!step) return row;
    const { memory, yields, spent } = step;
    const owned = new Set(memory.handles.map(([handle]) => handle));
    return {
      ...row,
      spent: spent ?? row.spent,
      yields: merged(row.yields, yields, ({ source }) => source),
      memory: {
        nodes: merged(row.memory.nodes, memory.nodes, ({ node }) => `${node.source} ${node.subject}`),
        channels: merged(row.memory.channels, memory.channels, ({ id }) => id).filter(({ id }) => !owned.has(id)),
        classes: merged(row.memory.classes, memory.classes, (count) => `${count.measure} ${count.class}`),
        handles: merged(row.memory.handles, memory.handles, ([handle]) => handle),
        going: memory.going,
        chance: memory.chance,
      },
    };
  });
  const facts = new Map((rows.channelFacts ?? []).map((known) => [known.id, known]));
  const shownOf = (id: ChannelId) => facts.get(id)?.shownCategories ?? [];
  for (const found of settlement.foundChannels) {
    const { id, describedAt, gone, language, country, categories, subscribers } = found;
    const shownCategories = shownOf(id);
    facts.set(id, { id, describedAt, gone, language, country, categories, shownCategories, subscribers });
  }
  for (const { id, category } of settlement.shownCategories) {
    facts.set(id, {
      ...(facts.get(id) ?? factsOf(id)),
      shownCategories: [...new Set([...shownOf(id), category])],
    });
  }
  return { ...rows, discoveries, channelFacts: [...facts.values()], pauses: settlement.pauses };
}

/** A channel of which nothing is known. */
export const factsOf = (id: ChannelId): ChannelFacts => ({
  id,
  describedAt: null,
  gone: false,
  language: null,
  country: null,
  categories: [],
  shownCategories: [],
  subscribers: null,
});

/** What a frontier remembers by its names, whatever the order; sets of rows would be compared each with each. */
export const byName = ({ nodes, channels, classes, handles }: FrontierMemory) => ({
  nodes: Object.fromEntries(nodes.map((kept) => [`${kept.node.source} ${kept.node.subject}`, kept])),
  channels: Object.fromEntries(channels.map((kept) => [kept.id, kept])),
  classes: Object.fromEntries(classes.map((kept) => [`${kept.measure} ${kept.class}`, kept])),
  handles: Object.fromEntries(handles),
});

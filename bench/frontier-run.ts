import type { Unmet } from "#domain/discovery.ts";
import type { FrontierReading, FrontierSource } from "#domain/frontier.ts";
import { channelNodes } from "#planning/frontier/channel-nodes.ts";
import { Draws } from "#planning/frontier/draws.ts";
import { Frontier } from "#planning/frontier/frontier.ts";
import { type FrontierWorld, TOPICS } from "./frontier-world.ts";
import type { FrontierFilter } from "./frontier-worlds.ts";

export const SEARCHES_A_DAY = 100;
export const UNITS_A_DAY = 2_000;

/** What a run has found after so many units of the default bucket. */
export interface FrontierRun {
  readonly found: ReadonlySet<number>;
  readonly marks: ReadonlyMap<number, number>;
  readonly sightings: ReadonlyMap<string, number>;
  readonly spent: ReadonlyMap<string, number>;
}

export interface FrontierTask {
  readonly world: FrontierWorld;
  readonly filter: FrontierFilter;
  readonly seeds: readonly number[];
  readonly units: number;
}

/** Reads one page of the world as the service would. */
export function readPage(
  { world, filter }: FrontierTask,
  source: FrontierSource,
  subject: string,
  page: number,
  day: number,
): FrontierReading {
  const reading = pageOf(world, source, subject, page, day);
  if (reading.kind === "closed") return reading;
  // Featured lists, authors and links are ids alone; the others carry texts.
  const texts = source === "search" || source === "subscriptions" || source === "chart";
  const channels = Array.from(reading.ids, (id) => ({
    id: String(id),
    hint: texts ? world.hint(id, filter) : ("none" as const),
  }));
  return { kind: "shown", channels, more: reading.more };
}

export function pageOf(world: FrontierWorld, source: FrontierSource, subject: string, page: number, day: number) {
  switch (source) {
    case "search":
      return world.search(subject, page);
    case "chart": {
      const [region = "", topic = ""] = subject.split("/");
      return world.chart(region, Number(topic), page, day);
    }
    case "subscriptions":
      return world.subscriptions(Number(subject), page);
    case "featured":
      return world.featured(Number(subject));
    case "commenters":
      return world.commenters(Number(subject), page);
    case "uploads":
      return world.uploads(Number(subject), page);
  }
}

/** The terms that an operator would name: two of each topic. */
export const seedTerms = ({ filter }: FrontierTask): readonly string[] =>
  Array.from({ length: TOPICS }, (_, topic) => topic)
    .filter((topic) => filter.topics?.has(topic) ?? true)
    .flatMap((topic) => [0, 3].map((n) => `${filter.language} ${topic} ${n}`));

/** Discovers with the frontier, of all sources or of some, a day's units and searches at a time. */
export function runFrontier(task: FrontierTask, seed: number, only?: FrontierSource): FrontierRun {
  const { world, filter } = task;
  const frontier = new Frontier(new Draws(seed));
  const found = new Set<number>();
  const marks = new Map<number, number>();
  const spent = new Map<string, number>();
  const carriers = new Map<string, number>();
  const open = (node: Parameters<Frontier["open"]>[0]) => {
    if (!only || node.source === only) frontier.open(node);
  };
  const settle = (ids: readonly string[]) => {
    const described = ids.map((id) => ({ id, unmet: unmetBy(world, Number(id), filter) }));
    frontier.recordDescriptions(described.map(({ id, unmet }) => ({ id, fits: unmet.length === 0 })));
    for (const { id, unmet } of described) {
      const number = Number(id);
      for (const node of channelNodes({ id, unmet, subscribers: world.subscribers[number] ?? 0 })) open(node);
      if (unmet.length > 0) continue;
      found.add(number);
      for (const term of world.termsOf(number)) {
        const n = (carriers.get(term) ?? 0) + 1;
        carriers.set(term, n);
        open({ source: "search", subject: term, traits: ["learned", `carriers ${Math.floor(Math.log2(n))}`] });
      }
    }
  };
  settle(task.seeds.map(String));
  for (const term of seedTerms(task)) open({ source: "search", subject: term, traits: ["named"] });
  for (const region of world.regions())
    for (let topic = 0; topic < TOPICS; topic++) {
      const home = Number(region.split(" ")[0]) === filter.language ? "home" : "away";
      const asked = (filter.topics?.has(topic) ?? true) ? "asked" : "other";
      open({ source: "chart", subject: `${region}/${topic}`, traits: [home, asked] });
    }
  let units = 1;
  for (let day = 0; units < task.units; day++) {
    if (day > 0) frontier.reopen("chart");
    const end = Math.min(task.units, (day + 1) * UNITS_A_DAY);
    let searches = 0;
    while (units < end) {
      const left = searches < SEARCHES_A_DAY;
      const due = left && searches / SEARCHES_A_DAY <= 1 - (end - units) / UNITS_A_DAY;
      const search = due ? frontier.nextSearch(0) : null;
      // Searches that wait for their hour are made at once when nothing else is left to do.
      const errand = search ?? frontier.next(0) ?? (left && !due ? frontier.nextSearch(0) : null);
      if (!errand) break;
      if (errand.kind === "read" && errand.node.source === "search") searches += 1;
      else units += 1;
      const kind = errand.kind === "read" ? errand.node.source : errand.kind;
      spent.set(kind, (spent.get(kind) ?? 0) + 1);
      if (errand.kind === "describe") settle(errand.ids);
      else
        frontier.recordReading(errand.node, readPage(task, errand.node.source, errand.node.subject, errand.page, day));
      if (units % 1_000 === 0) marks.set(units, found.size);
    }
    if (units < end) units = end;
  }
  marks.set(task.units, found.size);
  return { found, marks, sightings: frontier.sightings, spent };
}

function unmetBy(world: FrontierWorld, id: number, filter: FrontierFilter): readonly Unmet[] {
  const unmet: Unmet[] = [];
  if (world.language[id] !== filter.language) unmet.push("language");
  if (filter.topics && !filter.topics.has(world.topic[id] ?? -1)) unmet.push("category");
  const size = world.subscribers[id] ?? 0;
  if (size < filter.least || size > filter.most) unmet.push("size");
  return unmet;
}

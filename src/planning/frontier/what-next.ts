import { FRONTIER_SOURCES, type FrontierErrand, type FrontierLook } from "#domain/frontier.ts";
import type { Candidates } from "./candidates.ts";
import { Draws } from "./draws.ts";
import type { NodeProgress, Nodes } from "./nodes.ts";
import { worthBeside, type YieldModel, yieldPerUnit } from "./yield-model.ts";

/** All that a choice goes by. */
export interface FrontierKnowledge {
  readonly nodes: Nodes;
  readonly candidates: Candidates;
  readonly model: YieldModel;
  /** What a unit of the default bucket brings lately. */
  readonly going: number;
  readonly chance: number;
}

/**
 * What the next unit of a bucket is best spent on: the page or the batch that brings most, where it is expected to bring
 * `floor`; `null` = nothing is. What people named goes first, whatever it brings.
 */
export function whatNext(known: FrontierKnowledge, bucket: "default" | "search", floor: number): FrontierLook | null {
  const draws = new Draws(known.chance);
  const page = bestPage(known, bucket, draws);
  // An unlucky draw is no reason to stop.
  const isWorth = page && (page.expected >= floor || (bestPage(known, bucket, null)?.expected ?? 0) >= floor);
  const read = isWorth && page.expected > 0 ? readOf(page) : null;
  const errand = bucket === "search" ? read : bestOf(known, read ?? (isWorth ? readOf(page) : null), page, floor);
  if (!errand) return null;
  const { going } = known;
  const moved = bucket === "search" ? going : going + (errand.expected - going) / GOING_MEMORY;
  return { errand, going: moved, chance: draws.state };
}

/** The page, or a batch that brings more. */
function bestOf(
  { candidates, model }: FrontierKnowledge,
  read: FrontierErrand | null,
  page: BestPage | null,
  floor: number,
): FrontierErrand | null {
  const named = candidates.named();
  if (named.candidates.length > 0) return describing(named);
  const batch = candidates.likeliest((path) => model.chanceOf(path), page?.expected ?? 0);
  const isBetter = batch.candidates.length > 0 && batch.expected >= Math.max(floor, page?.expected ?? 0);
  return isBetter ? describing(batch) : read;
}

const describing = ({ candidates, expected }: ReturnType<Candidates["named"]>): FrontierErrand => ({
  kind: "describe",
  ids: candidates.map(({ id }) => id),
  expected,
});

/** What the next unit of a bucket is best read, and what it is expected to bring. */
interface BestPage {
  readonly progress: NodeProgress;
  readonly expected: number;
}

const readOf = ({ progress, expected }: BestPage): FrontierErrand => ({
  kind: "read",
  node: progress.node,
  page: progress.pages,
  pageToken: progress.pageToken,
  expected,
});

/** @param draws `null` = by what is expected alone. */
function bestPage(
  { nodes, model, going }: FrontierKnowledge,
  bucket: "default" | "search",
  draws: Draws | null,
): BestPage | null {
  let best: BestPage | null = null;
  const luck = new Map<string, number>();
  for (const { path, things } of nodes.classes()) {
    const [first] = things;
    if (!first || FRONTIER_SOURCES[first.node.source].bucket !== bucket) continue;
    const page = model.pageOf(path);
    let expected = bucket === "search" ? worthBeside(page, going) : yieldPerUnit(page);
    if (draws) {
      const kind = path[1] ?? path[0] ?? "";
      const known = luck.get(kind) ?? model.luckOf(path.slice(0, 2), draws);
      luck.set(kind, known);
      expected *= known;
    }
    if (!best || expected > best.expected) best = { progress: first, expected };
  }
  return best;
}

/** How many errands the going rate remembers: a few minutes of a busy day. */
const GOING_MEMORY = 50;

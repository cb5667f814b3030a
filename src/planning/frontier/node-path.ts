import type { NodeMemory } from "#domain/frontier.ts";

/** What of a node's history tells of its next page. */
type NodeHistory = Omit<NodeMemory, "isOpen">;

/** The lower ends of the steps in which the fitting share of a list is told apart. */
const SHARE_STEPS = [0, 0.01, 0.03, 0.06, 0.1, 0.15, 0.22, 0.3, 0.4, 0.55, 0.7];

/**
 * The classes of a node's next page, the widest first. Before it is read its traits tell; afterwards the share of its
 * channels that fits tells more than all of them; a list that changes by the day is told by what its last reading found.
 */
export function nodePath(history: NodeHistory): readonly string[] {
  const { source, traits } = history.node;
  if (history.rounds > 0 && history.pages === 0)
    return [
      source,
      `${source} again`,
      `${source} again ${Math.ceil(Math.log2(1 + history.found - history.foundBefore))}`,
    ];
  if (history.pages > 0) {
    const on = history.rounds > 0 ? `${source} on again` : `${source} on`;
    const share = `${on} ${shareStep(history)}`;
    return [source, on, share, `${share} ${freshStep(history)}`];
  }
  const path: string[] = [source];
  for (const trait of traits) path.push(`${path.at(-1)} ${trait}`);
  if (source !== "search" && source !== "chart")
    path.push(`${path.at(-1)} seen ${Math.min(6, Math.ceil(Math.log2(Math.max(1, history.seen))))}`);
  return path;
}

const freshStep = ({ fitting, found }: NodeHistory): number => (fitting < 3 ? -1 : Math.floor((4 * found) / fitting));

function shareStep({ described, fitting }: NodeHistory): string {
  if (described < 5) return "untold";
  const share = fitting / described;
  return String(SHARE_STEPS.findLastIndex((least) => share >= least));
}

import { FRONTIER_SOURCES } from "#domain/frontier.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { type FrontierTask, pageOf } from "./frontier-run.ts";

/**
 * Breadth first, as crawlers do it: the lists of channels that fit are read in the order in which these were found, whole,
 * subscriptions and then featured channels; whatever they show is described once, fifty a unit.
 */
export function runBreadthFirst(task: FrontierTask): ReadonlySet<number> {
  const { world, filter } = task;
  const queue = [...task.seeds];
  const found = new Set(queue);
  const known = new Set(queue);
  let pending: number[] = [];
  let units = 1;
  const describe = () => {
    units += 1;
    for (const id of pending.splice(0, IDS_PER_CALL)) {
      if (!world.fits(id, filter)) continue;
      found.add(id);
      queue.push(id);
    }
  };
  for (let next = 0; units < task.units; next++) {
    const channel = queue[next];
    if (channel === undefined) {
      if (pending.length === 0) break;
      describe();
      next -= 1;
      continue;
    }
    for (const source of ["subscriptions", "featured"] as const) {
      for (let page = 0; page < FRONTIER_SOURCES[source].pagesMost && units < task.units; page++) {
        const reading = pageOf(world, source, String(channel), page, 0);
        units += 1;
        if (reading.kind === "closed") break;
        const fresh = [...reading.ids].filter((id) => !known.has(id));
        for (const id of fresh) known.add(id);
        pending = pending.concat(fresh);
        while (pending.length >= IDS_PER_CALL && units < task.units) describe();
        if (!reading.more) break;
      }
    }
  }
  return found;
}

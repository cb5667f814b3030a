import { FRONTIER_SOURCES, type FrontierSource } from "#domain/frontier.ts";
import { type FrontierRun, type FrontierTask, pageOf, SEARCHES_A_DAY, seedTerms, UNITS_A_DAY } from "./frontier-run.ts";
import { TOPICS } from "./frontier-world.ts";

interface OracleNode {
  readonly source: FrontierSource;
  readonly subject: string;
  page: number;
  yields: number;
}

const PER_CALL = 50;

/**
 * Knows what each open page would bring before it is read, and which channels fit before they are described: reads the best
 * page each time and describes nothing else. Yields only fall while others are read, so a heap of old ones tells the best.
 */
export function runOracle(task: FrontierTask): Pick<FrontierRun, "found" | "marks"> {
  const { world, filter } = task;
  const found = new Set<number>();
  const marks = new Map<number, number>();
  const known = new Set<string>();
  const heaps = { default: new Heap(), search: new Heap() };
  let day = 0;
  const fitting = (node: OracleNode): number[] => {
    const reading = pageOf(world, node.source, node.subject, node.page, day);
    return reading.kind === "closed" ? [] : [...reading.ids].filter((id) => !found.has(id) && world.fits(id, filter));
  };
  const open = (source: FrontierSource, subject: string) => {
    const key = `${source} ${subject}`;
    if (known.has(key)) return;
    known.add(key);
    put({ source, subject, page: 0, yields: 0 });
  };
  const put = (node: OracleNode) => {
    node.yields = fitting(node).length;
    heaps[FRONTIER_SOURCES[node.source].bucket === "search" ? "search" : "default"].push(node);
  };
  const add = (id: number) => {
    found.add(id);
    for (const source of ["subscriptions", "featured", "commenters", "uploads"] as const) open(source, String(id));
    for (const term of world.termsOf(id)) open("search", term);
  };
  const best = (heap: Heap): OracleNode | null => {
    for (;;) {
      const node = heap.pop();
      if (!node) return null;
      node.yields = fitting(node).length;
      if (node.yields >= heap.top) return node;
      heap.push(node);
    }
  };
  const read = (node: OracleNode): number => {
    const ids = fitting(node);
    const reading = pageOf(world, node.source, node.subject, node.page, day);
    for (const id of ids) add(id);
    if (reading.kind === "shown" && reading.more && node.page + 1 < FRONTIER_SOURCES[node.source].pagesMost)
      put({ ...node, page: node.page + 1 });
    return ids.length;
  };
  for (const id of task.seeds) add(id);
  for (const term of seedTerms(task)) open("search", term);
  let units = 1;
  for (; units < task.units; day++) {
    for (const region of world.regions())
      for (let topic = 0; topic < TOPICS; topic++)
        put({ source: "chart", subject: `${region}/${topic}`, page: 0, yields: 0 });
    const end = Math.min(task.units, (day + 1) * UNITS_A_DAY);
    let searches = 0;
    while (units < end) {
      const due = searches < SEARCHES_A_DAY && searches / SEARCHES_A_DAY <= 1 - (end - units) / UNITS_A_DAY;
      const node = (due ? best(heaps.search) : null) ?? best(heaps.default);
      if (!node) break;
      const isSearch = node.source === "search";
      const before = Math.floor(units / 1_000);
      const n = read(node);
      if (isSearch) searches += 1;
      units += (isSearch ? 0 : 1) + n / PER_CALL;
      if (Math.floor(units / 1_000) > before) marks.set(Math.floor(units / 1_000) * 1_000, found.size);
    }
    if (units < end) units = end;
  }
  marks.set(task.units, found.size);
  return { found, marks };
}

/** The node with most yields first. */
class Heap {
  readonly #nodes: OracleNode[] = [];

  get top(): number {
    return this.#nodes[0]?.yields ?? -1;
  }

  push(node: OracleNode): void {
    const nodes = this.#nodes;
    nodes.push(node);
    for (let i = nodes.length - 1; i > 0; ) {
      const up = (i - 1) >> 1;
      if (at(nodes, up).yields >= node.yields) break;
      nodes[i] = at(nodes, up);
      nodes[up] = node;
      i = up;
    }
  }

  pop(): OracleNode | undefined {
    const nodes = this.#nodes;
    const first = nodes[0];
    const last = nodes.pop();
    if (!first || !last || first === last) return first;
    nodes[0] = last;
    for (let i = 0; ; ) {
      let most = i;
      for (const down of [2 * i + 1, 2 * i + 2])
        if (down < nodes.length && at(nodes, down).yields > at(nodes, most).yields) most = down;
      if (most === i) return first;
      const moved = at(nodes, most);
      nodes[most] = at(nodes, i);
      nodes[i] = moved;
      i = most;
    }
  }
}

function at(nodes: readonly OracleNode[], index: number): OracleNode {
  const node = nodes[index];
  if (!node) throw new Error(`the heap has no place ${index}`);
  return node;
}

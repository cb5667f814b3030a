import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FrontierMemory, FrontierNode, FrontierReading, FrontierSource } from "#domain/frontier.ts";
import { idHash } from "#domain/id-hash.ts";
import { channelNodes } from "./channel-nodes.ts";
import { Draws } from "./draws.ts";
import { Frontier } from "./frontier.ts";

const CHANNELS = 150;
const SOURCES: readonly FrontierSource[] = ["subscriptions", "featured", "commenters", "uploads"];

/** A small world: lists are drawn from a seed, a share of the channels fits, some lists are closed. */
class SmallWorld {
  readonly described: string[] = [];
  readonly pages: string[] = [];
  readonly log: string[] = [];
  readonly #seed: number;
  readonly #share: number;

  constructor(seed: number, share: number) {
    this.#seed = seed;
    this.#share = share;
  }

  fits(id: string): boolean {
    return idHash(`fits ${this.#seed} ${id}`) / 2 ** 32 < this.#share;
  }

  read({ source, subject }: FrontierNode, page: number): FrontierReading {
    const draw = idHash(`${this.#seed} ${source} ${subject} ${page}`);
    if (draw % 4 === 0) return { kind: "closed" };
    const channels = Array.from({ length: draw % 23 }, (_, i) => ({
      id: String(idHash(`${draw} ${i}`) % CHANNELS),
      hint: (["same", "none", "other"] as const)[(draw + i) % 3] ?? "none",
    }));
    return { kind: "shown", channels, more: draw % 3 === 0 };
  }

  /** Spends units as the frontier says, until it says no more or the units are spent; what is left then. */
  run(frontier: Frontier, units: number, floor: number): number {
    for (; units > 0; units--) {
      const errand = frontier.next(floor) ?? frontier.nextSearch(floor);
      if (!errand) break;
      if (errand.kind === "read") {
        const name = `${errand.node.source} ${errand.node.subject} ${errand.page}`;
        this.pages.push(name);
        this.log.push(name);
        frontier.recordReading(errand.node, this.read(errand.node, errand.page));
      } else {
        this.log.push(errand.ids.join());
        this.describe(frontier, errand.ids);
      }
    }
    return units;
  }

  describe(frontier: Frontier, ids: readonly string[]): void {
    this.described.push(...ids);
    frontier.recordDescriptions(ids.map((id) => ({ id, fits: this.fits(id) })));
    for (const id of ids)
      for (const node of channelNodes({ id, unmet: this.fits(id) ? [] : ["size"], subscribers: 1000 }))
        frontier.open(node);
  }
}

const worlds = fc.record({ seed: fc.nat(), share: fc.constantFrom(0, 0.02, 0.3, 1), chance: fc.nat() });

function begun(seed: number, share: number, chance: number) {
  const world = new SmallWorld(seed, share);
  const frontier = new Frontier(new Draws(chance));
  for (const term of ["a", "b", "c"]) frontier.open({ source: "search", subject: term, traits: ["named"] });
  world.describe(frontier, ["0", "1"]);
  return { world, frontier };
}

/** What a frontier remembers of each channel and list, whatever the order. */
const byName = ({ channels, nodes }: FrontierMemory) =>
  Object.fromEntries([
    ...channels.map((channel) => [channel.id, channel] as const),
    ...nodes.map((kept) => [`${kept.node.source} ${kept.node.subject}`, kept] as const),
  ]);

describe("a frontier", () => {
  it("describes no channel twice and reads no page twice, and comes to an end", () => {
    fc.assert(
      fc.property(worlds, ({ seed, share, chance }) => {
        const { world, frontier } = begun(seed, share, chance);
        expect(world.run(frontier, 60_000, 0)).toBeGreaterThan(0);
        expect(new Set(world.described).size).toBe(world.described.length);
        expect(new Set(world.pages).size).toBe(world.pages.length);
      }),
      { numRuns: 15 },
    );
  });

  it("makes the same choices when it is told the same", () => {
    fc.assert(
      fc.property(worlds, ({ seed, share, chance }) => {
        const [one, again] = [begun(seed, share, chance), begun(seed, share, chance)];
        one.world.run(one.frontier, 200, 0);
        again.world.run(again.frontier, 200, 0);
        expect(again.world.log).toEqual(one.world.log);
      }),
      { numRuns: 15 },
    );
  });

  it("goes on from its memory after a restart at any moment: it knows what it knew, and asks for nothing again", () => {
    const moments = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(worlds, moments, ({ seed, share, chance }, units) => {
        const { world, frontier } = begun(seed, share, chance);
        let current = frontier;
        for (const some of units) {
          world.run(current, some, 0);
          // What was handed out when the process died is handed out again.
          current.next(0);
          const memory: FrontierMemory = JSON.parse(JSON.stringify(current.memory()));
          current = Frontier.recalled(memory);
          const again = current.memory();
          expect(again.classes).toEqual(memory.classes);
          expect(byName(again)).toEqual(byName(memory));
        }
        expect(world.run(current, 60_000, 0)).toBeGreaterThan(0);
        expect(new Set(world.described).size).toBe(world.described.length);
        expect(new Set(world.pages).size).toBe(world.pages.length);
        // It ends where one ends that was never stopped: with all that can be reached.
        const straight = begun(seed, share, chance);
        straight.world.run(straight.frontier, 60_000, 0);
        expect(new Set(world.described)).toEqual(new Set(straight.world.described));
      }),
      { numRuns: 12 },
    );
  });

  it("stops where a unit no longer brings what it must, with units left", () => {
    const { world, frontier } = begun(1, 0, 1);
    expect(world.run(frontier, 2_000, 0.5)).toBeGreaterThan(1_000);
  });

  it("names neither a page nor a batch again while its answer is awaited, and takes no answer twice", () => {
    const { frontier } = begun(1, 0.3, 1);
    const named = new Set<string>();
    for (let errand = frontier.next(0); errand?.kind === "read"; errand = frontier.next(0)) {
      const name = `${errand.node.source} ${errand.node.subject}`;
      expect(named).not.toContain(name);
      named.add(name);
    }
    expect(named.size).toBe(2 * SOURCES.length);
    const node: FrontierNode = { source: "featured", subject: "0", traits: [] };
    frontier.recordReading(node, { kind: "closed" });
    expect(() => frontier.recordReading(node, { kind: "closed" })).toThrow("nobody asked for");
  });

  it("asks for a handle by itself, when nothing else is likelier, and for no channel twice by both its names", () => {
    const frontier = new Frontier(new Draws(1));
    const uploads: FrontierNode = { source: "uploads", subject: "x", traits: ["fits"] };
    const channel = (id: string) => ({ id, hint: "none" as const });
    frontier.open(uploads);
    const asked: (readonly string[])[] = [];
    for (let errand = frontier.next(0); errand; errand = frontier.next(0)) {
      if (errand.kind === "read") {
        const channels = ["@a", "@b", "@c", "1", "2"].map(channel);
        frontier.recordReading(errand.node, { kind: "shown", channels, more: errand.page === 0 });
        continue;
      }
      asked.push(errand.ids);
      // @a is a new channel, @b one that is known by its id, and @c nobody's.
      const ownerOf = (id: string) => (id === "@a" ? { channelId: "3" } : id === "@b" ? { channelId: "1" } : {});
      frontier.recordDescriptions(errand.ids.map((id) => ({ id, ...ownerOf(id), fits: id !== "@c" })));
    }
    expect(asked).toEqual([["1", "2"], ["@a"], ["@b"], ["@c"]]);
    expect(Object.fromEntries(frontier.sightings)).toEqual({ "1": 4, "2": 2, "3": 2, "@c": 2 });
  });

  it("reads the lists of the source that pays, and tries the others less and less", () => {
    const frontier = new Frontier(new Draws(3));
    const read = new Map<string, number>();
    for (let i = 0; i < 3_000; i++)
      for (const source of SOURCES) frontier.open({ source, subject: `list ${i}`, traits: ["fits"] });
    let fresh = 0;
    for (let unit = 0; unit < 1_500; unit++) {
      const errand = frontier.next(0);
      if (errand?.kind === "describe") {
        frontier.recordDescriptions(errand.ids.map((id) => ({ id, fits: id.startsWith("featured") })));
      } else if (errand) {
        const { source } = errand.node;
        read.set(source, (read.get(source) ?? 0) + 1);
        const channels = Array.from({ length: 5 }, () => ({ id: `${source} ${fresh++}`, hint: "none" as const }));
        frontier.recordReading(errand.node, { kind: "shown", channels, more: false });
      }
    }
    const total = [...read.values()].reduce((sum, n) => sum + n, 0);
    expect(read.get("featured")).toBeGreaterThan(0.8 * total);
    for (const source of SOURCES) expect(read.get(source)).toBeGreaterThan(0);
  });
});

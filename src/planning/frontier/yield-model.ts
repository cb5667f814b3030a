import { type ClassMemory, LANGUAGE_HINTS, type LanguageHint } from "#domain/frontier.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import type { Draws } from "./draws.ts";
import { ShrunkenRates } from "./shrunken-rates.ts";

/** Pages of one class differ as much as their mean: a list is private or long. Squared, this is their variation [A]. */
const PAGE_VARIATION = 2;

/** How often a channel that is not described yet was shown: once, twice, more often. */
const SEEN_MOST = 3;

/** Answers after which what is expected of a class is reckoned anew. */
const STALE_AFTER = 10;

/** What one page of a class is expected to bring, by what it hints of languages. */
interface ExpectedShare {
  /** Channels that nobody knew. */
  readonly fresh: number;
  /** The share of these that fits the filter. */
  readonly fitting: number;
}

/**
 * What is known of the yield of pages: channels shown a page, the share of these that is new, and the share of the new
 * ones that fits, each by class. They are kept apart because they move apart: how long lists are hardly changes, what
 * fits changes slowly, and the new share falls as the population becomes known: it is a recapture rate, by class.
 */
export class YieldModel {
  readonly #shown: ReadonlyMap<LanguageHint, ShrunkenRates>;
  readonly #fresh: ReadonlyMap<LanguageHint, ShrunkenRates>;
  readonly #fitting: ShrunkenRates;
  /** What was last reckoned of each class, and when: there are hundreds, and one answer moves none of them far. */
  readonly #pages = new Map<string, { readonly page: readonly ExpectedShare[]; readonly at: number }>();
  readonly #chances = new Map<string, { readonly chance: number; readonly at: number }>();
  #answers = 0;

  /** @param under what this one begins with: it is read through, and stays as it is. */
  constructor(under: YieldModel | null = null) {
    // A page of 50 of which most lists fill some; a handful of pages outweighs what is supposed.
    this.#shown = byHint((hint) => new ShrunkenRates(5, 6, 400, under ? under.#shown.get(hint) : null));
    // Remembered for about thirty pages: this is the rate that moves.
    this.#fresh = byHint((hint) => new ShrunkenRates(0.7, 60, 1_200, under ? under.#fresh.get(hint) : null));
    this.#fitting = new ShrunkenRates(0.1, 50, 4_000, under ? under.#fitting : null);
  }

  /** A page of a class was read: so many channels it showed by hint, so many of them new. */
  notePage(path: readonly string[], hint: LanguageHint, shown: number, fresh: number): void {
    this.#shown.get(hint)?.note(path, shown, 1);
    if (shown > 0) this.#fresh.get(hint)?.note(path, fresh, shown);
  }

  noteDescribed(path: readonly string[], fits: boolean): void {
    this.#fitting.note(path, fits ? 1 : 0, 1);
  }

  /** Takes up what was counted before. */
  recall({ measure, class: key, sum, weight }: ClassMemory): void {
    const rates = this.#measures().find(([name]) => name === measure)?.[1];
    if (!rates) throw new Error(`nothing is counted as ${measure}`);
    rates.recall(key, sum, weight);
  }

  memory(): readonly ClassMemory[] {
    return this.#measures().flatMap(([measure, rates]) =>
      [...rates.memory()].map(([key, count]) => ({ measure, class: key, ...count })),
    );
  }

  #measures(): readonly (readonly [string, ShrunkenRates])[] {
    const named = (name: string, byHint: ReadonlyMap<LanguageHint, ShrunkenRates>) =>
      [...byHint].map(([hint, rates]) => [`${name} ${hint}`, rates] as const);
    return [...named("shown", this.#shown), ...named("fresh", this.#fresh), ["fitting", this.#fitting]];
  }

  /** An answer came and was noted whole. */
  tick(): void {
    this.#answers += 1;
  }

  /** The chance that a channel fits, by the path of its candidates. */
  chanceOf(path: readonly string[]): number {
    const key = path.at(-1) ?? "";
    const known = this.#chances.get(key);
    if (known && this.#answers - known.at < STALE_AFTER) return known.chance;
    const chance = this.#fitting.at(path).mean;
    this.#chances.set(key, { chance, at: this.#answers });
    return chance;
  }

  /** What one more page of a class is expected to bring, by hint. */
  pageOf(path: readonly string[]): readonly ExpectedShare[] {
    const key = path.at(-1) ?? "";
    const known = this.#pages.get(key);
    if (known && this.#answers - known.at < STALE_AFTER) return known.page;
    const page = this.#reckon(path);
    this.#pages.set(key, { page, at: this.#answers });
    return page;
  }

  #reckon(path: readonly string[]): readonly ExpectedShare[] {
    return LANGUAGE_HINTS.flatMap((hint) => {
      const shown = this.#shown.get(hint)?.at(path).mean ?? 0;
      if (shown < 0.01) return [];
      const fresh = shown * (this.#fresh.get(hint)?.at(path).mean ?? 0);
      return [{ fresh, fitting: this.#fitting.at(candidatePath(path, hint, 1)).mean }];
    });
  }

  /**
   * How many times what is expected of a kind of pages it may turn out to be, drawn from how many of them were read. Kinds are
   * few (a source and the first trait), so that chance does not favour whatever is split into most classes.
   */
  luckOf(kind: readonly string[], draws: Draws): number {
    const pages = this.#shown.get("none")?.at(kind).evidence ?? 1;
    const shape = pages / PAGE_VARIATION;
    return draws.gamma(shape) / shape;
  }
}

const byHint = (rates: (hint: LanguageHint) => ShrunkenRates): ReadonlyMap<LanguageHint, ShrunkenRates> =>
  new Map(LANGUAGE_HINTS.map((hint) => [hint, rates(hint)]));

/** The classes of channels that were shown by a class of pages, with a hint, so often; the widest first. */
export function candidatePath(path: readonly string[], hint: string, seen: number): readonly string[] {
  const kind = `${hint} ${Math.min(SEEN_MOST, seen)}`;
  return [kind, ...path.map((key) => `${key} ${kind}`)];
}

/**
 * The new fitting channels per unit that a page is expected to lead to, describing included: only those of its channels
 * are described that pay, the likeliest first.
 */
export function yieldPerUnit(page: readonly ExpectedShare[]): number {
  let gain = 0;
  let units = 1;
  for (const { fresh, fitting } of page.toSorted((a, b) => b.fitting - a.fitting)) {
    if (fitting * IDS_PER_CALL * units <= gain) break;
    gain += fresh * fitting;
    units += fresh / IDS_PER_CALL;
  }
  return gain / units;
}

/**
 * What a page of another bucket is worth in fitting channels, when a unit of the default bucket, which describing
 * takes, brings `going` of them elsewhere.
 */
export function worthBeside(page: readonly ExpectedShare[], going: number): number {
  return page.reduce((sum, { fresh, fitting }) => sum + fresh * Math.max(0, fitting - going / IDS_PER_CALL), 0);
}

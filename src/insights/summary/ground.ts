import type { Draft } from "./draft.ts";
import { citable, quotedNames, type SummaryFacts } from "./facts.ts";
import { numbersIn, type Written } from "./numbers-in.ts";
import { withoutQuotes } from "./without-quotes.ts";

/**
 * What a draft says that the facts do not, in words for its author; empty = all of it is grounded. A number is grounded when
 * some fact, rounded as the number is written, gives it (shares and multiples also in per cent, falls also without their
 * sign). Numbers within a name of the facts may be quoted with it, between quotation marks. Ids must be among those that may
 * be cited.
 */
export function ungrounded(draft: Draft, facts: SummaryFacts): readonly string[] {
  const known = knownNumbers(facts);
  const names = quotedNames(facts);
  const ids = citable(facts);
  const texts = [draft.title, ...draft.paragraphs.map(({ text }) => text)];
  const invented = texts
    .flatMap((text) => numbersIn(withoutQuotes(text, names)))
    .filter((written) => !isKnown(written, known))
    .map(({ text }) => `The number ${text} is not among the facts.`);
  const foreign = draft.paragraphs
    .flatMap(({ videoIds }) => videoIds)
    .filter((id) => !ids.has(id))
    .map((id) => `The video ${JSON.stringify(id.slice(0, 40))} is not among the facts.`);
  return [...new Set([...invented, ...foreign])];
}

interface KnownNumbers {
  /** Counts, hours, dates and places: said as they are. */
  readonly plain: readonly number[];
  /** Shares and multiples: said as they are, or in per cent. */
  readonly ratios: readonly number[];
}

/** Fields that say how many times something is something else. */
const MULTIPLES: ReadonlySet<string> = new Set(["heat", "performance", "outlier"]);

/** All numbers that may be said: those of the facts, how many there are of each list, their places, and the dates. */
function knownNumbers(facts: SummaryFacts): KnownNumbers {
  const plain: number[] = [facts.hours / 24];
  const ratios: number[] = [];
  const walk = (value: unknown, name: string): void => {
    if (typeof value === "number") (MULTIPLES.has(name) ? ratios : plain).push(value);
    else if (Array.isArray(value)) {
      for (let place = 1; place <= value.length; place++) plain.push(place);
      for (const part of value) walk(part, name);
    } else if (typeof value === "object" && value !== null)
      for (const [key, part] of Object.entries(value)) walk(part, key);
  };
  walk(facts, "");
  const scope = withoutQuotes(facts.scope, quotedNames(facts));
  for (const text of [facts.from, facts.to, scope]) plain.push(...(text.match(/\d+/g) ?? []).map(Number));
  const { viewsGained, viewsGainedBefore, videosPublished, formats } = facts;
  if (viewsGained !== null && viewsGainedBefore !== null && viewsGainedBefore !== 0) {
    const growth = viewsGained / viewsGainedBefore;
    ratios.push(growth, growth - 1);
  }
  for (const format of formats) {
    if (viewsGained !== null && viewsGained !== 0) ratios.push(format.viewsGained / viewsGained);
    if (videosPublished !== 0) ratios.push(format.videos / videosPublished);
  }
  return { plain, ratios };
}

/** A blank may divide a number from another as well as its thousands. */
function isKnown(written: Written, known: KnownNumbers): boolean {
  const among = written.percent ? known.ratios : [...known.plain, ...known.ratios];
  if (among.some((fact) => says(written, fact))) return true;
  const parts = written.percent ? [] : written.text.split(/[\u00a0\u202f ]/u);
  return parts.length > 1 && parts.flatMap(numbersIn).every((part) => isKnown(part, known));
}

function says({ values, percent, step }: Written, fact: number): boolean {
  const shown = Math.abs(percent ? fact * 100 : fact);
  return values.some((value, i) => Math.abs(value - shown) <= (step[i] ?? 0) / 2 + 1e-9 + shown * 1e-12);
}

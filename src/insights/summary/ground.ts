import type { Draft } from "./draft.ts";
import { citable, type SummaryFacts } from "./facts.ts";
import { numbersIn, type Written } from "./numbers-in.ts";

/**
 * What a draft says that the facts do not, in words for its author; empty = all of it is grounded. A number is grounded when
 * some fact, rounded as the number is written, gives it (shares also in per cent, falls also without their sign). Numbers
 * within a title of the facts may be quoted with it, between quotation marks. Ids must be among those that may be cited.
 */
export function ungrounded(draft: Draft, facts: SummaryFacts): readonly string[] {
  const known = factNumbers(facts);
  const ids = citable(facts);
  const quoted = [...facts.rising, ...facts.watch].map(({ title }) => title).filter((title) => title !== "");
  const texts = [draft.title, ...draft.paragraphs.map(({ text }) => text)];
  const invented = texts
    .flatMap((text) => numbersIn(withoutQuotes(text, quoted, facts.scope)))
    .filter((written) => !known.some((fact) => says(written, fact)))
    .map(({ text }) => `The number ${text} is not among the facts.`);
  const foreign = draft.paragraphs
    .flatMap(({ videoIds }) => videoIds)
    .filter((id) => !ids.has(id))
    .map((id) => `The video ${JSON.stringify(id.slice(0, 40))} is not among the facts.`);
  return [...new Set([...invented, ...foreign])];
}

const OPENING = "\"“„«「『‘'";
const CLOSING = "\"”“»」』’'";

/** A title counts as quoted between quotation marks only: one that is a bare sign would else eat half of the text. */
function withoutQuotes(text: string, titles: readonly string[], scope: string): string {
  let left = text.replaceAll(scope, " ");
  for (const title of titles) {
    for (let at = left.indexOf(title); at !== -1; at = left.indexOf(title, at + 1)) {
      const [before, after] = [left.charAt(at - 1), left.charAt(at + title.length)];
      if (before === "" || after === "" || !OPENING.includes(before) || !CLOSING.includes(after)) continue;
      left = `${left.slice(0, at)} ${left.slice(at + title.length)}`;
    }
  }
  return left;
}

/** All numbers that may be said: those of the facts, how many there are of each list, their places, and the dates. */
function factNumbers(facts: SummaryFacts): readonly number[] {
  const numbers: number[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "number") numbers.push(value);
    else if (Array.isArray(value)) {
      for (let place = 1; place <= value.length; place++) numbers.push(place);
      for (const part of value) walk(part);
    } else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) walk(part);
  };
  walk(facts);
  for (const date of [facts.from, facts.to]) numbers.push(...date.split("-").map(Number));
  if (facts.viewsGainedBefore !== null && facts.viewsGainedBefore !== 0) {
    const growth = facts.viewsGained / facts.viewsGainedBefore;
    numbers.push(growth, growth - 1);
  }
  for (const { viewsGained, videos } of facts.formats) {
    if (facts.viewsGained !== 0) numbers.push(viewsGained / facts.viewsGained);
    if (facts.videosPublished !== 0) numbers.push(videos / facts.videosPublished);
  }
  return numbers;
}

function says({ values, percent, step }: Written, fact: number): boolean {
  const shown = Math.abs(percent ? fact * 100 : fact);
  return values.some((value, i) => Math.abs(value - shown) <= (step[i] ?? 0) / 2 + 1e-9 + shown * 1e-12);
}

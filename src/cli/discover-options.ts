import { InvalidArgumentError } from "commander";
import { EXIT, fail } from "./exit.ts";

/** What `discover` takes, as commander hands it over. */
export interface DiscoverOptions {
  readonly budget?: number;
  readonly searches?: number;
  readonly language?: string;
  readonly category?: readonly string[];
  readonly country?: readonly string[];
  readonly subscribers?: Span;
  readonly until?: number;
  readonly term?: readonly string[];
  readonly seed?: readonly string[];
  readonly region?: readonly string[];
  readonly sources?: readonly string[];
  /** `true` = tracked, and nothing said of how much. */
  readonly track?: number | true;
  readonly floor?: number;
  readonly name?: string;
  readonly paused: boolean;
}

/** From a number to another, either of them left open. */
interface Span {
  readonly least?: number;
  readonly most?: number;
}

/** The place in a discovery's body that each option gives. */
const PLACES: Readonly<Record<string, string>> = {
  "budget.default": "--budget",
  "budget.search": "--searches",
  "filters.language": "--language",
  "filters.categories": "--category",
  "filters.countries": "--country",
  "filters.subscribersMin": "--subscribers",
  "filters.subscribersMax": "--subscribers",
  terms: "--term",
  channels: "--seed",
  regions: "--region",
  sources: "--sources",
  onFound: "--track",
  floor: "--floor",
  until: "--until",
  name: "--name",
};

/** Units a day as people write them: `2000/day`, `2000/d` or `2000`. */
export function perDay(text: string): number {
  const [, units] = /^(\d{1,9})(?:\/d(?:ay)?)?$/.exec(text.trim()) ?? [];
  if (units === undefined) throw new InvalidArgumentError("It must be so many a day, such as 2000/day.");
  return Number(units);
}

/** New channels a unit; the API takes the same. */
export function floorRate(text: string): number {
  const rate = text.trim() === "" ? Number.NaN : Number(text);
  if (!(rate >= 0 && rate <= 50)) throw new InvalidArgumentError("It must be a number from 0 to 50.");
  return rate;
}

/** A range as people write it: `1000..100000`, `1000..` or `..100000`. */
export function span(text: string): Span {
  const [, least = "", most = ""] = /^(\d{0,11})\.\.(\d{0,11})$/.exec(text.trim()) ?? [];
  if (least === "" && most === "") {
    throw new InvalidArgumentError("It must be a range, such as 1000..100000, 1000.. or ..100000.");
  }
  return { ...(least === "" ? {} : { least: Number(least) }), ...(most === "" ? {} : { most: Number(most) }) };
}

/** Values with commas between them, or each by an option of its own. */
export const listed = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
];

/** Values that may hold commas: each by an option of its own. */
export const repeated = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** What the options say, as the API takes it: what they leave out is absent. */
export function discoveryGiven(options: DiscoverOptions): Readonly<Record<string, unknown>> {
  const { subscribers: { least, most } = {}, track } = options;
  const filters = defined({
    language: options.language,
    categories: options.category,
    countries: options.country,
    subscribersMin: least,
    subscribersMax: most,
  });
  const given = defined({
    name: options.name,
    terms: options.term,
    channels: options.seed,
    regions: options.region,
    sources: options.sources,
    floor: options.floor,
    until: options.until,
  });
  return {
    ...given,
    filters,
    budget: { default: options.budget ?? 0, search: options.searches ?? 0 },
    onFound: track === undefined ? { kind: "list" } : { kind: "track", ...(track === true ? {} : { weight: track }) },
    state: options.paused ? "paused" : "active",
  };
}

const defined = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Ends a command by the first thing that is wrong with its options, by the option's name. */
export function failByOption(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): void {
  const [first] = issues;
  const message = first?.message.replace("be less than subscribersMin", "end before it begins");
  if (first) fail(`${optionOf(first.path)} ${message}.`, EXIT.usage);
}

function optionOf(path: readonly PropertyKey[]): string {
  for (let length = path.length; length > 0; length -= 1) {
    const option = PLACES[path.slice(0, length).join(".")];
    if (option !== undefined) return option;
  }
  return "It";
}

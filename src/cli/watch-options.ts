import type { ZodError } from "zod";
import { EXIT, fail } from "./exit.ts";

/** What `watch add` and `watch edit` take, as commander hands it over. */
export interface WatchOptions {
  readonly query?: string;
  readonly name?: string;
  readonly region?: string;
  readonly language?: string;
  readonly category?: string;
  readonly channel?: string;
  readonly topic?: string;
  readonly event?: string;
  readonly duration?: string;
  readonly definition?: string;
  readonly caption?: string;
  readonly license?: string;
  readonly safeSearch?: string;
  readonly order?: string;
  readonly every?: string;
  readonly everyMin?: string;
  readonly everyMax?: string;
  readonly share?: number;
}

/** YouTube's name of each filter, and the option it is given by. */
const FILTERS = {
  q: "query",
  channelId: "channel",
  regionCode: "region",
  relevanceLanguage: "language",
  videoCategoryId: "category",
  topicId: "topic",
  eventType: "event",
  videoDuration: "duration",
  videoDefinition: "definition",
  videoCaption: "caption",
  videoLicense: "license",
  safeSearch: "safeSearch",
  order: "order",
} as const satisfies Record<string, keyof WatchOptions>;

/** Drops a filter. */
const ANY = "any";

/** The filters that the options give over those there are; `null` when they give none. */
export function filtersGiven(
  options: WatchOptions,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  const given = Object.entries(FILTERS).filter(([, option]) => options[option] !== undefined);
  if (given.length === 0) return null;
  const filters = { ...before, ...Object.fromEntries(given.map(([name, option]) => [name, options[option]])) };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ANY));
}

/** The cadence that the options give, as the API takes it: what they leave out is absent. */
export function cadenceGiven({ every, everyMin, everyMax, share }: WatchOptions) {
  return {
    ...(every === undefined ? {} : { every: every === "auto" ? null : every }),
    ...(everyMin === undefined ? {} : { everyMin }),
    ...(everyMax === undefined ? {} : { everyMax }),
    ...(share === undefined ? {} : { share }),
  };
}

/** Ends a command by what is wrong with its options, each by its name. */
export function failByOptions(issues: readonly Pick<ZodError["issues"][number], "path" | "message">[]): void {
  const [first] = issues;
  if (first) fail(`${optionOf(first.path)} ${first.message.replace("everyMax", "--every-max")}.`, EXIT.usage);
}

/** The option that a place in a body came from. */
function optionOf(path: readonly PropertyKey[]): string {
  const last = String(path.at(-1) ?? "");
  if (path[0] !== "filters") return `--${kebab(last)}`;
  const option = FILTERS[last as keyof typeof FILTERS] as string | undefined;
  if (option === undefined) return "It";
  return option === "query" ? "The query" : `--${kebab(option)}`;
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

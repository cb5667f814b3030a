import { z } from "zod";
import { strictInstant } from "#api/http/params.ts";
import { isChannelId } from "#domain/channel.ts";
import { parseDuration } from "#domain/duration-text.ts";
import { type Duration, type Instant, minus } from "#domain/time.ts";
import { type ChartFilters, SEARCH_ORDERS, type SearchFilters, type WatchSource } from "#domain/watch.ts";
import { EVERY_LEAST, EVERY_MAX_DEFAULT, EVERY_MIN_DEFAULT, EVERY_MOST } from "#domain/watch-cost.ts";
import type { WatchWish } from "#storage/watches/watches.ts";

/*
 * What somebody may want watched, as zod schemas: POST and PATCH /watches take it, and `viewcurve watch` reads its options by
 * them. Filters have YouTube's own names and values.
 */

/** Text that PostgreSQL and YouTube can hold. */
const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => text.isWellFormed() && !text.includes("\0"), "must be text without NUL or broken characters");

const regionCode = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 code of two letters, like GB")
  .meta({ description: "ISO 3166-1: videos that can be watched there.", examples: ["GB"] });

const videoCategoryId = z
  .string()
  .regex(/^\d{1,3}$/, "must be the number of a category, like 17 (sports)")
  .meta({ description: "YouTube's number of a category.", examples: ["17"] });

const searchFilters = z
  .strictObject({
    q: words(500).meta({ description: "The query, with YouTube's - for not and | for or." }).optional(),
    channelId: z.string().refine(isChannelId, "must be a channel id: UC and 22 characters").optional(),
    regionCode: regionCode.optional(),
    relevanceLanguage: z
      .string()
      .regex(/^[a-z]{2,3}(?:-[A-Za-z]{4})?$/, "must be an ISO 639-1 code, like en or zh-Hans")
      .meta({ description: "ISO 639-1: preferred, not required, by YouTube." })
      .optional(),
    videoCategoryId: videoCategoryId.optional(),
    topicId: z
      .string()
      .regex(/^\/[mg]\/[0-9a-z_]{2,20}$/, "must be a topic id, like /m/06ntj")
      .optional(),
    eventType: z.enum(["none", "upcoming", "live", "completed"]).optional(),
    videoDuration: z.enum(["short", "medium", "long"]).optional(),
    videoDefinition: z.enum(["high", "standard"]).optional(),
    videoCaption: z.enum(["closedCaption", "none"]).optional(),
    videoLicense: z.enum(["creativeCommon", "youtube"]).optional(),
    safeSearch: z.enum(["none", "moderate", "strict"]).optional(),
    order: z.enum(SEARCH_ORDERS).default("date").meta({
      default: "date",
      description: "Only `date` can be read without gaps: the others are looked at, a page a run.",
    }),
  })
  .refine(
    ({ q, channelId, topicId, videoCategoryId: category }) => (q ?? channelId ?? topicId ?? category) !== undefined,
    {
      message: "must have a query (q), a channelId, a topicId or a videoCategoryId: YouTube cannot search for nothing",
    },
  );

const chartFilters = z.strictObject({ regionCode, videoCategoryId: videoCategoryId.optional() });

const spell = "a number and s, m, h, d or w, like 30m or 2h";

/** A length of time in whole seconds within bounds. */
const length = (least: Duration, most: Duration, bounds: string) =>
  z
    .string()
    .meta({ description: `A length of time: ${spell}.`, examples: ["30m"] })
    .transform((text, context): Duration => {
      const read = parseDuration(text);
      if (read !== null && read >= least && read <= most && read % 1000 === 0) return read;
      context.addIssue({ code: "custom", message: `must be ${spell}, ${bounds}` });
      return z.NEVER;
    });

const every = length(EVERY_LEAST, EVERY_MOST, "from 1m to 30d");

const cadence = {
  every: every
    .nullable()
    .optional()
    .meta({ description: "The time between runs; null, as if absent, lets it follow what the watch finds." }),
  everyMin: every.optional().meta({ description: "The least time between runs that follow the yield." }),
  everyMax: every.optional().meta({ description: "The most time between runs that follow the yield." }),
  share: z
    .number()
    .min(0.01)
    .max(100)
    .optional()
    .meta({ description: "Its part of the calls that watches without a fixed cadence share; 1 is ordinary." }),
};

/** YouTube's first video is of that day. */
const FIRST_VIDEO = Date.UTC(2005, 3, 23) as Instant;

const name = words(200).meta({ description: "For people; without one, what it asks for." });

const since = z
  .string()
  .meta({
    description:
      "How far back its first run looks: a length of time like 30d, or an ISO 8601 date. Without it, a search by date " +
      "reads what comes, and one in another order looks at everything.",
  })
  .transform((text, context): { ago: Duration } | { at: Instant } => {
    const ago = parseDuration(text);
    if (ago !== null) return { ago };
    const at = strictInstant(text);
    if (at !== null) return { at };
    context.addIssue({
      code: "custom",
      message: "must be a length of time like 30d, or an ISO 8601 date or date-time",
    });
    return z.NEVER;
  });

const common = { name: name.optional(), state: z.enum(["active", "paused"]).default("active"), ...cadence };

export const watchBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("search"), filters: searchFilters, since: since.optional(), ...common }),
  z.strictObject({ kind: z.literal("chart"), filters: chartFilters, ...common }),
]);

export const watchPatch = z.strictObject({
  name: name.optional(),
  filters: z.record(z.string(), z.unknown()).optional().meta({
    description: "All of them anew, as in POST: what was read so far says nothing of them, so it begins anew.",
  }),
  state: z.enum(["active", "paused"]).optional(),
  ...cadence,
  version: z
    .int()
    .min(0)
    .optional()
    .meta({ description: "The version that was looked at: if it is no longer the last, nothing is changed (409)." }),
});

/** Why a body that keeps its schema cannot be taken after all: the place, and what is wrong there. */
export interface Unusable {
  readonly path: readonly string[];
  readonly message: string;
}

/** What a body wants, as of `now`; or why it cannot be. */
export function wishOf(body: z.output<typeof watchBody>, now: Instant): WatchWish | Unusable {
  const source: WatchSource = { kind: body.kind, filters: body.filters } as WatchSource;
  const everyMin = body.everyMin ?? leastOf(EVERY_MIN_DEFAULT[body.kind], body.everyMax);
  const everyMax = body.everyMax ?? (Math.max(EVERY_MAX_DEFAULT, everyMin) as Duration);
  if (everyMin > everyMax) return { path: ["everyMin"], message: CROSSED };
  const from = "since" in body && body.since ? ("at" in body.since ? body.since.at : minus(now, body.since.ago)) : now;
  if (from > now) return { path: ["since"], message: "must not be in the future" };
  if (from < FIRST_VIDEO)
    return { path: ["since"], message: "must not be before 2005-04-23, the day of the first video" };
  return {
    name: body.name ?? nameOf(source),
    source,
    paused: body.state === "paused",
    cadence: { every: body.every ?? null, everyMin, everyMax, share: body.share ?? 1 },
    since: from,
  };
}

export const CROSSED = "must not be more than everyMax";

const leastOf = (usual: Duration, most: Duration | undefined): Duration => Math.min(usual, most ?? usual) as Duration;

/** The filters of a watch of this kind; or all that is wrong with them, each in its place. */
export function filtersOf(
  kind: WatchSource["kind"],
  given: Readonly<Record<string, unknown>>,
): SearchFilters | ChartFilters | z.ZodError {
  const read = kind === "search" ? searchFilters.safeParse(given) : chartFilters.safeParse(given);
  return read.success ? read.data : read.error;
}

/** What a watch asks for, as its name where it was given none. */
function nameOf({ kind, filters }: WatchSource): string {
  const category = filters.videoCategoryId === undefined ? "" : `category ${filters.videoCategoryId}`;
  if (kind === "chart") return ["Chart", filters.regionCode, category].filter(Boolean).join(" ");
  const what = [filters.q, filters.channelId, filters.topicId, category, filters.regionCode];
  return what.filter(Boolean).join(", ");
}

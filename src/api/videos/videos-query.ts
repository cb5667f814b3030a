import { z } from "zod";
import { paging, refuseMixedPaging } from "#api/http/page-query.ts";
import { asNumber, channelId, date, optionalFlag, ratio, repeatable, sortBy, watchId } from "#api/http/params.ts";
import type { ChannelId } from "#domain/channel.ts";
import { parseDuration } from "#domain/duration-text.ts";
import { parseSearch, QUERY_LENGTH_MAX } from "#domain/search-query.ts";
import { allOf, anyOf, foldPrefix, type TermQuery, tagPrefixTerm, tagTerm } from "#domain/search-terms.ts";
import { days, type Instant, minus } from "#domain/time.ts";
import { foldTag } from "#domain/video.ts";
import { MEASURES, type Measure, type VideoFilter } from "#storage/videos/video-filter.ts";
import { VIDEO_SORTS, type VideoSort } from "#storage/videos/video-sorts.ts";
import type { VideoQuestion } from "#storage/videos/videos.ts";
import { parseFields, type VideoFields } from "./video-fields.ts";

/* What lists of videos may be asked, and what of it storage is asked. See params.ts for the conventions. */

const count = z.preprocess(asNumber, z.int().min(0)).optional();
/** Views may be taken back, and then a video moves backwards. */
const signed = z.preprocess(asNumber, z.number()).optional();

const tag = z
  .string()
  .max(500)
  .refine((text) => foldTag(text) !== "" && !text.includes("\0"), "must not be blank");

const AGE_MAX = days(36_500);

const searchText = z
  .string()
  .max(QUERY_LENGTH_MAX)
  .superRefine((text, context) => {
    const parsed = parseSearch(text);
    if (parsed.kind === "refused") context.addIssue({ code: "custom", message: parsed.message });
  })
  .optional()
  .meta({
    description:
      'Words that title, tags or description must all hold. "In quotes": one after the other; -word: not at all; word*: ' +
      "its beginning. Of Chinese, Japanese, Thai and the like, any part.",
    examples: ['sourdough "first loaf" -shorts'],
  });

const bounded = {
  durationMin: count.meta({ description: "Seconds." }),
  durationMax: count,
  viewsMin: count,
  viewsMax: count,
  likesMin: count,
  likesMax: count,
  commentsMin: count,
  commentsMax: count,
  velocityMin: signed.meta({ description: "Views an hour." }),
  velocityMax: signed,
  heatMin: signed,
  heatMax: signed,
  engagementMin: ratio,
  engagementMax: ratio,
  performanceMin: ratio,
  performanceMax: ratio,
  performanceInFormatMin: ratio,
  performanceInFormatMax: ratio,
  outlierMin: ratio,
  outlierMax: ratio,
} satisfies Record<`${Measure}Min` | `${Measure}Max`, z.ZodType>;

const BOUNDS = Object.keys(bounded) as (keyof typeof bounded)[];

/** Which videos are meant, and in which order: lists and exports alike. */
const filters = {
  tag: repeatable(tag, 20).meta({ description: "A tag, whole; case does not matter. May be repeated." }),
  tagMode: z.enum(["any", "all"]).default("any").meta({ description: "Whether one of several tags is enough." }),
  tagPrefix: z
    .string()
    .max(500)
    .refine(
      (text) => Array.from(foldPrefix(text)).length >= 2 && !text.includes("\0"),
      "must have two characters or more",
    )
    .optional()
    .meta({ description: "How one of its tags begins; case does not matter." }),
  q: searchText,
  channel: repeatable(channelId, 100).meta({ description: "May be repeated." }),
  watch: watchId.optional(),
  category: repeatable(z.string().regex(/^\d{1,3}$/, "must be a category's number"), 50).meta({
    description: "A category by YouTube's number. May be repeated.",
    examples: ["10"],
  }),
  format: repeatable(z.enum(["long", "short", "live", "unknown"]), 4).meta({ description: "May be repeated." }),
  language: repeatable(z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/, "must be a language tag"), 20).meta({
    description: "A language (`pt` finds pt-BR too) or one variety of it (`pt-BR`). May be repeated.",
    examples: ["pt"],
  }),
  publishedAfter: date.optional(),
  publishedBefore: date.optional(),
  age: z
    .string()
    .refine(
      (text) => (parseDuration(text) ?? 0) > 0 && (parseDuration(text) ?? 0) <= AGE_MAX,
      "must be a length of time, like 90m, 24h or 7d",
    )
    .optional()
    .meta({ description: "Started within the last so long: `90m`, `24h`, `7d`.", examples: ["24h"] }),
  ...bounded,
  live: optionalFlag.meta({ description: "Whether it is being broadcast now." }),
  gone: optionalFlag.meta({ description: "Whether it is deleted or private." }),
  changed: optionalFlag.meta({ description: "Whether its texts have changed." }),
  madeForKids: optionalFlag,
  sort: z
    .enum([...sortBy<VideoSort>(VIDEO_SORTS).options, "relevance"])
    .default("-publishedAt")
    .meta({
      default: "-publishedAt",
      description:
        "`name` ascending, `-name` descending; videos without a value come last. `relevance` (best first) wants `q`.",
    }),
  fields: z
    .string()
    .max(2000)
    .superRefine((text, context) => {
      const parsed = parseFields(text);
      if ("unknown" in parsed) context.addIssue({ code: "custom", message: `a video has no field ${parsed.unknown}` });
    })
    .optional()
    .meta({ description: "Which fields of each video are wanted, by commas.", examples: ["id,title,counters.views"] }),
};

type Filters = Omit<z.infer<z.ZodObject<typeof filters>>, "channel"> & {
  readonly channel?: readonly ChannelId[] | undefined;
};

/** Bounds that contradict each other, and relevance of nothing. */
function refuseContradictions(query: Filters, context: z.RefinementCtx): void {
  const ranges = [
    ...Object.keys(MEASURES).map((name) => [`${name}Min`, `${name}Max`]),
    ["publishedAfter", "publishedBefore"],
  ] as [keyof Filters, keyof Filters][];
  for (const [low, high] of ranges) {
    const [min, max] = [query[low], query[high]];
    if (min !== undefined && max !== undefined && min > max) {
      context.addIssue({ code: "custom", path: [high], message: `must not be less than ${low}` });
    }
  }
  if (query.sort === "relevance" && query.q === undefined) {
    context.addIssue({ code: "custom", path: ["sort"], message: "relevance is told of words: give q" });
  }
}

export const videosQuery = z
  .strictObject({ ...filters, ...paging })
  .superRefine(refuseContradictions)
  .superRefine(refuseMixedPaging);

const { channel: _, ...othersThanChannel } = filters;

/** Of one channel, which the path names. */
export const channelVideosQuery = z
  .strictObject({ ...othersThanChannel, ...paging })
  .superRefine(refuseContradictions)
  .superRefine(refuseMixedPaging);

/** Exports hold every row, so they take no page. */
export const videosExportQuery = z.strictObject(filters).superRefine(refuseContradictions);

const { sort: _sort, fields: _fields, ...filtersAlone } = filters;

/** Facets are counted, so they have no order and no fields. */
export const videoFacetsQuery = z
  .strictObject(filtersAlone)
  .superRefine((query, context) => refuseContradictions({ ...query, sort: "-publishedAt" }, context));

/** What a query asks of storage; `now` is what `age` looks back from. */
export function questionOf(query: Omit<Filters, "sort" | "fields">, now: Instant): VideoQuestion {
  const { tag: tags, tagMode, tagPrefix, q, age } = query;
  const aged = age === undefined ? null : parseDuration(age);
  // Each by its name: storage takes whatever is in a filter for a condition.
  const filter: VideoFilter = {
    ...Object.fromEntries(BOUNDS.map((name) => [name, query[name]])),
    channels: query.channel,
    watch: query.watch,
    categories: query.category,
    formats: query.format,
    languages: query.language,
    publishedAfter: query.publishedAfter,
    publishedBefore: query.publishedBefore,
    startedAfter: aged === null ? undefined : minus(now, aged),
    live: query.live,
    gone: query.gone,
    changed: query.changed,
    madeForKids: query.madeForKids,
  };
  const words = q === undefined ? null : wordsOf(q);
  const wanted: TermQuery[] = words === null ? [] : [words];
  if (tags) wanted.push((tagMode === "all" ? allOf : anyOf)([...new Set(tags.map(tagTerm))]));
  if (tagPrefix !== undefined) wanted.push(tagPrefixTerm(tagPrefix));
  const each = tagMode === "all" || tags?.length === 1;
  const onlyTags = tags && each && wanted.length === 1 ? { keys: [...new Set(tags.map(foldTag))] } : null;
  return { filter, terms: wanted.length === 0 ? null : allOf(wanted), words, tags: onlyTags };
}

/** The fields a query names; `null` = all. */
export function fieldsOf({ fields }: { readonly fields?: string | undefined }): VideoFields {
  const parsed = fields === undefined ? null : parseFields(fields);
  return parsed && "fields" in parsed ? parsed.fields : null;
}

function wordsOf(text: string): TermQuery {
  const parsed = parseSearch(text);
  if (parsed.kind === "refused") throw new Error(`the schema let a search pass that is refused: ${parsed.message}`);
  return parsed.query;
}

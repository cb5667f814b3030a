import { z } from "zod";
import { channelFieldsOf, channelsExportQuery } from "#api/channels/channel-params.ts";
import { date, repeatable, watchId } from "#api/http/params.ts";
import { keywordsQuery } from "#api/insights/keywords-contract.ts";
import { fieldsOf, videosExportQuery } from "#api/videos/videos-query.ts";
import type { Dataset } from "#exports/datasets.ts";
import { columnsOfChannels } from "./export-channels.ts";
import { columnsOfVideos } from "./export-videos.ts";

/* Which rows an export holds: what the lists of the API are asked for, under the same names. */

const span = z
  .strictObject({ from: date.optional(), to: date.optional() })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ["to"],
    message: "must not be before from",
  });

const runs = z
  .strictObject({ watch: repeatable(watchId, 100), from: date.optional(), to: date.optional() })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ["to"],
    message: "must not be before from",
  });

/** A filter as its parameters come, before anybody has looked at them. */
export type GivenFilter = Readonly<Record<string, unknown>>;

/** The filter of samples: the videos that are meant, and the span of time their samples lie in. */
function snapshotFilter({ from, to, ...videos }: GivenFilter) {
  const within = span.safeParse({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
  const meant = videosExportQuery.safeParse(videos);
  if (within.success && meant.success && meant.data.fields === undefined) {
    return { success: true as const, data: { videos: meant.data, span: within.data } };
  }
  const issues: z.core.$ZodIssue[] = [...(within.error?.issues ?? []), ...(meant.error?.issues ?? [])];
  if (videos["fields"] !== undefined && meant.success) {
    issues.push({ code: "custom", path: ["fields"], message: "is for lists of videos and channels", input: undefined });
  }
  return { success: false as const, error: { issues } };
}

/** A filter that can be used, by its dataset. */
export type ExportFilter =
  | { readonly dataset: "videos"; readonly query: z.infer<typeof videosExportQuery> }
  | {
      readonly dataset: "snapshots";
      readonly query: z.infer<typeof videosExportQuery>;
      readonly span: z.infer<typeof span>;
    }
  | { readonly dataset: "channels"; readonly query: z.infer<typeof channelsExportQuery> }
  | { readonly dataset: "watch-runs"; readonly query: z.infer<typeof runs> }
  | { readonly dataset: "keywords"; readonly query: z.infer<typeof keywordsQuery> };

export type FilterReading =
  | { readonly kind: "read"; readonly filter: ExportFilter }
  | { readonly kind: "refused"; readonly issues: readonly z.core.$ZodIssue[] };

/** Reads a dataset's filter, whose values may be texts, numbers, truths or lists of them, as a query and JSON have them. */
export function readExportFilter(dataset: Dataset, given: GivenFilter): FilterReading {
  const texts = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === "boolean" ? String(value) : value]),
  );
  switch (dataset) {
    case "videos": {
      const read = videosExportQuery.safeParse(texts);
      return read.success ? taken({ dataset, query: read.data }) : refused(read.error);
    }
    case "snapshots": {
      const read = snapshotFilter(texts);
      return read.success ? taken({ dataset, query: read.data.videos, span: read.data.span }) : refused(read.error);
    }
    case "channels": {
      const read = channelsExportQuery.safeParse(texts);
      return read.success ? taken({ dataset, query: read.data }) : refused(read.error);
    }
    case "watch-runs": {
      const read = runs.safeParse(texts);
      return read.success ? taken({ dataset, query: read.data }) : refused(read.error);
    }
    case "keywords": {
      const read = keywordsQuery.safeParse(texts);
      return read.success ? taken({ dataset, query: read.data }) : refused(read.error);
    }
  }
}

const taken = (filter: ExportFilter): FilterReading => ({ kind: "read", filter });
const refused = ({ issues }: { readonly issues: readonly z.core.$ZodIssue[] }): FilterReading => ({
  kind: "refused",
  issues,
});

/** What ids alone and pseudonyms cannot be had of, in words that follow the option's name; `null` = nothing is wrong. */
export function oddWish(wish: {
  readonly dataset: Dataset;
  readonly filter: GivenFilter;
  readonly idsOnly: boolean;
  readonly pseudonyms: boolean;
}): { readonly name: "idsOnly" | "pseudonyms"; readonly message: string } | null {
  const { dataset, filter, idsOnly, pseudonyms } = wish;
  if (idsOnly && dataset !== "videos" && dataset !== "channels") {
    return { name: "idsOnly", message: "is for videos and channels: nothing else can be asked of YouTube by an id" };
  }
  if (idsOnly && pseudonyms) return { name: "pseudonyms", message: "would leave nothing of ids alone" };
  if (idsOnly && filter["fields"] !== undefined) {
    return { name: "idsOnly", message: "says which fields are wanted: leave out the filter's fields" };
  }
  if (pseudonyms && dataset === "keywords") {
    return { name: "pseudonyms", message: "would leave nothing of keywords, which are words" };
  }
  if (pseudonyms && leavesNothing(readExportFilter(dataset, filter))) {
    return {
      name: "pseudonyms",
      message: "would leave nothing of the filter's fields, which are words: ask for others too",
    };
  }
  return null;
}

/** Whether pseudonyms leave out all the fields that are asked for. A filter that cannot be used is refused for that. */
function leavesNothing(read: FilterReading): boolean {
  if (read.kind === "refused") return false;
  const { filter } = read;
  switch (filter.dataset) {
    case "videos":
      return columnsOfVideos(fieldsOf(filter.query)).every(({ telling }) => telling === "words");
    case "channels":
      return columnsOfChannels(channelFieldsOf(filter.query)).every(({ telling }) => telling === "words");
    case "snapshots":
    case "watch-runs":
    case "keywords":
      return false;
  }
}

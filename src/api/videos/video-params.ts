import { z } from "zod";
import { asNumber, date, videoId } from "#api/http/params.ts";
import type { Instant } from "#domain/time.ts";

/* What may be asked of one video, and of videos by their ids. See params.ts. */

/** A series longer than this is given in parts: three years of a video sampled ten times a day. */
export const SNAPSHOTS_MAX = 10_000;

const seriesFields = {
  from: date.optional(),
  to: date.optional(),
  bucket: z
    .enum(["raw", "5m", "1h", "1d", "age"])
    .default("raw")
    .meta({
      default: "raw",
      description:
        "`raw` is every snapshot, `5m`, `1h` and `1d` the last of each such stretch (from and to are taken out to " +
        "whole ones), `age` the interpolated views at fixed ages, which take no span.",
    }),
};

interface SpanAsked {
  readonly bucket: string;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

function refuseOddSpan({ bucket, from, to }: SpanAsked, context: z.RefinementCtx): void {
  if (from !== undefined && to !== undefined && from > to) {
    context.addIssue({ code: "custom", path: ["to"], message: "must not be before from" });
  }
  if (bucket !== "age") return;
  for (const [name, value] of Object.entries({ from, to })) {
    if (value === undefined) continue;
    context.addIssue({ code: "custom", path: [name], message: "is of no use with bucket=age: ages are all given" });
  }
}

export const seriesQuery = z
  .strictObject({
    ...seriesFields,
    limit: z
      .preprocess(asNumber, z.int().min(1).max(SNAPSHOTS_MAX))
      .default(SNAPSHOTS_MAX)
      .meta({ default: SNAPSHOTS_MAX, description: "How many snapshots or buckets an answer may hold." }),
  })
  .superRefine(refuseOddSpan);

/** A table holds every row, so it takes no limit. */
export const seriesExportQuery = z.strictObject(seriesFields).superRefine(refuseOddSpan);

export const similarQuery = z.strictObject({
  limit: z
    .preprocess(asNumber, z.int().min(1).max(50))
    .default(20)
    .meta({ default: 20, description: "How many videos are given." }),
});

/** The bound keeps an answer as large as a few pages. */
export const lookupBody = z.strictObject({
  ids: z.array(videoId).min(1).max(500).meta({ description: "Each is answered once, however often it is named." }),
});

import { z } from "zod";
import { count, derived, time } from "#api/http/contract-fields.ts";

/* A video's series. See contract.ts for the conventions. */

const snapshotFields = {
  at: time,
  views: count,
  likes: count,
  comments: count,
  source: z.enum(["batch", "list", "feed", "import"]),
  lagging: z.boolean().meta({
    description: "Whether its counters may be older than its instant: a feed's come from a cache of unknown age.",
  }),
};

const common = {
  videoId: z.string(),
  countingEpochs: z.array(z.strictObject({ at: time, note: z.string() })).meta({
    description: "Instants at which YouTube changed what a view is; figures across them do not compare.",
  }),
  asOf: time.nullable().meta({ description: "The last snapshot that is in the answer." }),
};

const paged = {
  gaps: z.array(z.strictObject({ from: time, to: time })).meta({
    description:
      "Stretches of which the series tells nothing: buckets without a snapshot, or, of raw series, where samples lie " +
      "too far apart for their age to tell what lies between.",
  }),
  truncated: z.boolean().meta({ description: "Whether there is more than the answer may hold." }),
  next: time.nullable().meta({ description: "Ask again with this as `from` for the rest; null = this was all." }),
};

const rawSeries = z
  .strictObject({ ...common, bucket: z.literal("raw"), snapshots: z.array(z.strictObject(snapshotFields)), ...paged })
  .meta({ title: "raw", description: "Every snapshot as it was taken." });

const bucketSeries = z
  .strictObject({
    ...common,
    bucket: z.enum(["5m", "1h", "1d"]),
    snapshots: z.array(
      z.strictObject({
        bucketAt: time.meta({ description: "When the bucket begins." }),
        n: z.int().min(1).meta({ description: "How many snapshots the bucket holds." }),
        ...snapshotFields,
      }),
    ),
    ...paged,
  })
  .meta({ title: "buckets", description: "The last snapshot in each stretch of time that holds any; days are UTC's." });

const ageSeries = z
  .strictObject({
    ...common,
    bucket: z.literal("age"),
    ages: z.array(
      z.strictObject({
        ageSeconds: z.int().min(1),
        at: time.nullable(),
        views: z.number().min(0).nullable(),
        reason: z.enum(["notStarted", "notReached", "notSampled"]).nullable(),
      }),
    ),
    n: z.int().min(0).meta({ description: "Samples that the curve is drawn through." }),
    derived,
  })
  .meta({ title: "ages", description: "Views at fixed ages, interpolated between the samples." });

export const seriesAnswer = z.discriminatedUnion("bucket", [rawSeries, bucketSeries, ageSeries]).meta({ id: "Series" });

export type Series = z.infer<typeof seriesAnswer>;

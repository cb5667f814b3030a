import { z } from "zod";

/* What is answered of watches. See contract.ts for its conventions. */

const time = z.iso.datetime({ precision: 3 });
const count = z.int().min(0);
const derived = z.literal(true);
const next = z.string().nullable().meta({ description: "The cursor of the next page; null on the last." });

const cost = z
  .strictObject({
    bucket: z.enum(["search", "default"]),
    runsPerDay: z.number().meta({ description: "At its cadence; of one that follows the yield, as its share is now." }),
    pagesPerRun: z.number().meta({ description: "As in the last 7 days; before there were runs, as is usual." }),
    callsPerDay: z.number().meta({ description: "Runs times pages. A call costs one unit of its bucket." }),
    limit: count.meta({ description: "The bucket's units a day, of all projects whose keys can be used." }),
    shareOfBucket: z.number(),
    derived,
  })
  .meta({ description: "What it will cost." });

const watchFields = {
  id: z.string(),
  name: z.string(),
  kind: z.enum(["search", "chart"]),
  filters: z.record(z.string(), z.string()).meta({ description: "YouTube's own, under YouTube's names." }),
  state: z.enum(["active", "paused", "removed"]),
  cadence: z.strictObject({
    everySeconds: count.nullable().meta({ description: "As chosen; null = it follows what the watch finds." }),
    everyMinSeconds: count,
    everyMaxSeconds: count,
    share: z.number(),
  }),
  since: time.meta({ description: "How far back its first run looked." }),
  createdAt: time,
  version: count.meta({ description: "Grows with every change a person makes; PATCH takes it." }),
  watermark: time.meta({ description: "All published before was read, but for tasks and what search shows late." }),
  lastRunAt: time.nullable(),
  runs: count,
  calls: count,
  found: count.meta({ description: "Videos that it was the first time shown, of all its runs." }),
  newPerDay: z
    .strictObject({ last7Days: z.number(), last30Days: z.number(), derived })
    .meta({ description: "Videos found a day, without those of its back-fill." }),
  cost,
  tasksLeft: count.meta({ description: "Stretches of time that are not read to the end." }),
  trouble: z.string().nullable().meta({ description: "What YouTube refuses about it; null when all is well." }),
};

const watchItem = z.strictObject(watchFields).meta({ id: "WatchItem" });

export const watchPage = z.strictObject({ items: z.array(watchItem), next, asOf: time }).meta({ id: "WatchPage" });

export const watchDetail = z
  .strictObject({
    ...watchFields,
    tasks: z.array(
      z.strictObject({
        publishedAfter: time,
        publishedBefore: time,
        openedAt: time,
        pages: count.meta({ description: "Read of it so far." }),
        notBefore: time,
        attempts: count,
        reason: z.string(),
      }),
    ),
    nextRunAt: time.nullable().meta({ description: "When it asks next, as things stand; null = it does not." }),
    why: z.string().meta({ description: "Why then, or why not." }),
    asOf: time,
  })
  .meta({ id: "WatchDetail" });

export const watchPreview = z
  .strictObject({ name: z.string(), since: time, cost })
  .meta({ id: "WatchPreview", description: "What a watch would cost as it was sent; nothing is stored." });

const runPage = {
  page: count.meta({ description: "From 0 within its window: a run may read several." }),
  askedAt: time,
  publishedAfter: time.nullable(),
  publishedBefore: time.nullable(),
  totalEstimate: count.nullable().meta({ description: "YouTube's guess of how many there are; at most a million." }),
  firstRank: count.meta({ description: "The first video's place in its window, from 1." }),
  videoIds: z.array(z.string()).meta({ description: "In the order of the answer." }),
  news: count.meta({ description: "How many of them the watch had not seen before." }),
};

export const runsPage = z
  .strictObject({
    items: z.array(z.strictObject({ runAt: time, pages: z.array(z.strictObject(runPage)) })),
    next,
  })
  .meta({ id: "WatchRuns" });

export const watchVideoPage = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string().nullable().meta({ description: "null until it is described." }),
        channel: z
          .strictObject({ id: z.string(), title: z.string().nullable() })
          .nullable()
          .meta({ description: "null until the video is described." }),
        publishedAt: time,
        firstSeenAt: time.meta({ description: "When this watch was first shown it." }),
        lastSeenAt: time,
        rank: count.meta({ description: "Its place in the window that showed it last, from 1." }),
      }),
    ),
    next,
    approximate: z.boolean(),
  })
  .meta({ id: "WatchVideos" });

export type WatchItem = z.infer<typeof watchItem>;
export type WatchDetail = z.infer<typeof watchDetail>;
export type RunsPage = z.infer<typeof runsPage>;
export type WatchRun = RunsPage["items"][number];
export type WatchPreview = z.infer<typeof watchPreview>;
export type WatchVideo = z.infer<typeof watchVideoPage>["items"][number];

import { z } from "zod";

/* What is told of events, as zod schemas: the data of each server-sent event is one of these. */

const time = z.iso.datetime({ precision: 3 });
const views = z.int().min(0).nullable();

export const streamedEvent = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("newVideo"), videoId: z.string(), channelId: z.string(), title: z.string() }),
    z.strictObject({
      kind: z.literal("sample"),
      at: time,
      videos: z.array(z.strictObject({ id: z.string(), channelId: z.string(), views })),
    }),
    z.strictObject({
      kind: z.literal("milestone"),
      milestone: z.enum(["60min", "24h", "7d", "30d"]),
      videoId: z.string(),
      channelId: z.string(),
      at: time.meta({ description: "When the video was sampled." }),
      views: z.number().min(0).nullable().meta({ description: "Of a first hour the views at 60:00, derived." }),
      method: z.enum(["measured", "interpolated"]).nullable(),
      derived: z.boolean(),
    }),
    z.strictObject({
      kind: z.literal("outlier"),
      videoId: z.string(),
      channelId: z.string(),
      before: z.number().min(0).nullable(),
      after: z.number().min(0),
      basis: z.enum(["age", "lifetime"]),
      derived: z.literal(true),
    }),
    z.strictObject({
      kind: z.literal("quota"),
      project: z.string(),
      bucket: z.enum(["default", "search", "batch"]),
      state: z.enum(["spent", "reopened"]),
    }),
  ])
  .meta({ id: "Event", description: "The data of one server-sent event; its name is the kind." });

export type StreamedEvent = z.infer<typeof streamedEvent>;

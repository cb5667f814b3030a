import { z } from "zod";
import { channelFields } from "#api/channels/channel-contract.ts";

/* The other half of the contract: how the service itself fares. See contract.ts for its conventions. */

const time = z.iso.datetime({ precision: 3 });
const units = z.int().min(0);
const bucket = z.enum(["default", "search", "batch"]);

export const planAnswer = z
  .strictObject({
    lanes: z.array(
      z.strictObject({
        lane: z.enum(["sampling", "finding", "free", "watching", "exploring"]),
        kind: z.enum(["call", "idle"]),
        at: time,
        call: z
          .enum([
            "sample",
            "describe",
            "count",
            "resolve",
            "uploads",
            "feed",
            "subscribe",
            "search",
            "chart",
            "explore",
            "survey",
            "test",
          ])
          .nullable(),
        purpose: z.string().nullable(),
        bucket: bucket.nullable(),
        ids: units,
        why: z.string(),
      }),
    ),
    upcoming: z
      .array(z.strictObject({ at: time, milestones: units }))
      .meta({ description: "Calls that fixed ages will force, as far as they are known now." }),
    sampling: z.strictObject({
      rungs: z
        .array(
          z.strictObject({
            ladder: z.enum(["shortage", "surplus"]),
            rung: units,
            name: z.string(),
            why: z.string(),
          }),
        )
        .meta({ description: "The measures in force because units are short or left over, in order." }),
      mu: z
        .number()
        .nullable()
        .meta({ description: "The index of the last place in the next call: what is worth more is sampled by it." }),
      floor: z.number().meta({ description: "The index below which no call leaves for curves alone." }),
      samplesExpected: z
        .number()
        .meta({ description: "Samples a video uploaded now can expect in its first 30 days." }),
      uploadsPerDay: z.number(),
      firstHourHalfSeconds: z
        .number()
        .nullable()
        .meta({ description: "Half the window in force around 60 minutes; null while no unit is left." }),
      forecasts: z.array(
        z.strictObject({ bucket, limit: units, used: units, expectedByReset: units, why: z.string() }),
      ),
      density: z
        .array(
          z.strictObject({
            format: z.enum(["long", "short", "live"]),
            fromHours: z.number(),
            untilHours: z.number().nullable(),
            factor: z.number(),
          }),
        )
        .meta({ description: "How much more than usual curves bend at an age, as learned so far; 1 = as usual." }),
      panel: z
        .array(z.strictObject({ source: z.enum(["batch", "list"]), pairs: units, stuckShare: z.number().nullable() }))
        .meta({
          description:
            "How often a counter stood still between two samples at most 5 minutes apart though it should have moved, " +
            "by the method that read it.",
        }),
      capacityBreach: z.string().nullable(),
      derived: z.literal(true),
    }),
    asOf: time,
  })
  .meta({ id: "Plan" });

/** How densely a channel is sampled beside others. */
export const channelWeight = z.number().min(0.01).max(100);

/** What someone wants tracked. The bounds keep one request a body that is read in a moment. */
export const trackBody = z.strictObject({
  channels: z.array(z.string().max(500)).min(1).max(500).meta({ description: "Ids, @handles, or URLs of either." }),
  weight: channelWeight.optional().meta({
    description:
      "1 is ordinary; more is sampled more densely at the cost of others. Without it a known channel keeps its own, " +
      "and a new one gets 1.",
  }),
  watched: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether their first hours are the last to be given up when quota is short. Without it a known channel stays as " +
        "it is, and a new one is not watched.",
    }),
});

export const trackAnswer = z
  .strictObject({
    outcomes: z.array(
      z.discriminatedUnion("outcome", [
        z.strictObject({ channel: z.string(), outcome: z.literal("accepted"), ref: z.string() }),
        z.strictObject({ channel: z.string(), outcome: z.literal("invalid"), reason: z.string() }),
      ]),
    ),
  })
  .meta({ id: "TrackOutcomes" });

/** What is removed disappears step by step; the channel is unknown when all of it is gone. */
export const purgeAnswer = z
  .strictObject({ channelId: z.string(), state: z.literal("purging") })
  .meta({ id: "Purge", description: "All that is known of it is being removed: it is 404 when that is done." });

export const requestsAnswer = z
  .strictObject({
    items: z.array(
      z.strictObject({
        ref: z.string(),
        requestedAt: time,
        weight: z.number(),
        watched: z.boolean(),
        state: z.enum(["waiting", "tracked", "refused"]),
        channelId: z.string().nullable(),
        title: z.string().nullable().meta({ description: "What the channel calls itself; null until it is known." }),
        reason: z.string().nullable(),
        settledAt: time.nullable(),
        backfill: channelFields.backfill
          .nullable()
          .meta({ description: "How far its catalogue is read; null until the channel is known." }),
      }),
    ),
  })
  .meta({ id: "TrackRequests" });

export const healthAnswer = z.strictObject({ status: z.literal("alive") });

export const readyAnswer = z.strictObject({
  status: z.enum(["ready", "unready"]),
  reason: z.string().nullable(),
});

export type TrackAnswer = z.infer<typeof trackAnswer>;
export type TrackRequest = z.infer<typeof requestsAnswer>["items"][number];
export type PlanView = z.infer<typeof planAnswer>;
export type Ready = z.infer<typeof readyAnswer>;

import { z } from "zod";

/* What is spent, on what, and how long what it bought is kept. See contract.ts for its conventions. */

const time = z.iso.datetime({ precision: 3 });
const units = z.int().min(0);
const bucket = z.enum(["default", "search", "batch"]);

const purpose = {
  purpose: z.string(),
  calls: units,
  units,
  ids: units,
  unanswered: units,
};

export const retentionState = z
  .strictObject({
    state: z.enum(["undecided", "decided"]),
    statistics: z
      .string()
      .nullable()
      .meta({ description: "How long: 30d, 36m or the like, or keep; null = undecided." }),
    texts: z.string().nullable().meta({ description: "The same of what texts said before." }),
    decidedBy: z.enum(["settings", "installation"]).nullable(),
    decidedAt: time.nullable().meta({ description: "Null when the settings decide." }),
    advice: z.string().nullable().meta({ description: "What to do; null when nothing is to be done." }),
  })
  .meta({ id: "Retention" });

const bucketState = z.strictObject({
  bucket,
  limit: units,
  used: units,
  left: units,
  spentAt: time.nullable().meta({ description: "When YouTube said it was spent, before we thought so." }),
  probeAt: time.nullable().meta({ description: "From when on one call may try it again; null unless it was said so." }),
  lastUsedAt: time.nullable(),
  pace: z.strictObject({
    usedPerHour: z.number(),
    leftPerHour: z.number().meta({ description: "What may be spent an hour to end at zero at the reset." }),
    usedAtReset: z
      .number()
      .meta({ description: "What will have been spent by the reset if spending goes on as so far." }),
    derived: z.literal(true),
  }),
});

export const quotaAnswer = z
  .strictObject({
    day: z.string().meta({ description: "The quota day, a date in America/Los_Angeles." }),
    resetsAt: time,
    projects: z.array(
      z.strictObject({
        id: z.string(),
        consumer: z.string().nullable().meta({ description: "Google's own name of it, where an error told." }),
        buckets: z.array(bucketState),
        keys: z.array(
          z.strictObject({
            masked: z.string(),
            state: z.enum(["usable", "refused", "paused"]),
            reason: z.string().nullable().meta({ description: "Why YouTube refused it." }),
            refusedAt: time.nullable(),
            addedAt: time,
          }),
        ),
      }),
    ),
    spending: z
      .array(
        z.strictObject({
          project: z.string().nullable(),
          bucket: bucket.nullable(),
          ...purpose,
        }),
      )
      .meta({ description: "What today's calls were for; those without a bucket cost nothing." }),
    days: z
      .array(
        z.strictObject({
          day: z.string(),
          project: z.string().nullable(),
          bucket: bucket.nullable(),
          used: units,
          allowance: units
            .nullable()
            .meta({ description: "What might be spent that day; null where nothing is spent." }),
          spentAt: time.nullable(),
          purposes: z.array(z.strictObject(purpose)),
        }),
      )
      .meta({ description: "The last 30 quota days, newest first." }),
    pauses: z.array(z.strictObject({ subject: z.string(), until: time, failures: units, reason: z.string() })),
    failures: z.array(
      z.strictObject({
        at: time,
        kind: z.string(),
        purpose: z.string(),
        project: z.string().nullable(),
        bucket: bucket.nullable(),
        outcome: z.string(),
        detail: z.string().nullable(),
      }),
    ),
    retention: retentionState,
    setAside: z.array(z.strictObject({ subject: z.string(), at: time, reason: z.string() })),
    asOf: time,
  })
  .meta({ id: "Quota" });

const callOutcomes = [
  "answered",
  "quotaSpent",
  "keyRefused",
  "rateLimited",
  "unavailable",
  "refused",
  "malformed",
] as const;

/** What calls can be filtered by their end: one outcome, all that are none, or not ended yet. */
export const OUTCOME_FILTERS = [...callOutcomes, "failed", "open"] as const;

export const callPage = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        chargedAt: time,
        endedAt: time.nullable().meta({ description: "When the answer or its failure was there." }),
        settledAt: time.nullable().meta({ description: "The instant that its answer is taken to be of." }),
        durationMs: units.nullable().meta({ description: "From the charge to the end." }),
        kind: z.string(),
        purpose: z.string(),
        project: z.string().nullable(),
        key: z.string().nullable().meta({ description: "Masked; null where none was used, and where it was removed." }),
        bucket: bucket.nullable(),
        units,
        why: z.string(),
        ids: units.meta({ description: "How many ids were asked for." }),
        answered: units.nullable(),
        outcome: z.enum(callOutcomes).nullable().meta({ description: "Null = under way, or its process died." }),
        detail: z.string().nullable().meta({ description: "What YouTube said instead of an answer." }),
      }),
    ),
    next: z.string().nullable(),
    asOf: time,
  })
  .meta({ id: "CallPage" });

export type Quota = z.infer<typeof quotaAnswer>;
export type Calls = z.infer<typeof callPage>;

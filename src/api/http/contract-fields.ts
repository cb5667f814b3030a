import { z } from "zod";

/* What the contracts of several resources are made of. See contract.ts for their conventions. */

/** ISO 8601 in UTC with milliseconds. */
export const time = z.iso.datetime({ precision: 3 });

/** A counter; `null` = hidden, or not known. */
export const count = z.int().min(0).nullable();

/** Over how many a number was computed. */
export const sampleSize = z.int().min(0);

/** Beside whatever we computed ourselves. */
export const derived = z.literal(true);

export const format = z.enum(["long", "short", "live", "unknown"]);

export const revision = z.strictObject({
  seenAt: time,
  before: z.record(z.string(), z.unknown()).meta({ description: "The changed fields as they were before." }),
});

import { z } from "zod";
import { type Instant, parseInstant } from "#domain/time.ts";

/*
 * The leaves of YouTube's answers. Every field but an id may be missing (docs/youtube-api.md), and one that is not
 * in the form we know counts as missing too: a strange tag must not cost a video its counters.
 */

/** PostgreSQL stores neither NUL nor half a surrogate pair; no title of YouTube's own holds either. */
const storable = (text: string): string => text.replaceAll("\0", "").toWellFormed();

/** A text, or "" where YouTube gives none. */
export const text = z.string().transform(storable).catch("");

/** A text, or `null` where YouTube gives none. */
export const optionalText = z.string().min(1).transform(storable).nullable().catch(null);

/**
 * A counter: YouTube writes unsigned 64-bit integers as strings. `null` when absent (hidden), and when it is no
 * whole number that a double can hold.
 */
export const count = z
  .union([z.string().regex(/^\d{1,20}$/), z.number()])
  .transform((value) => Number(value))
  .pipe(z.int().nonnegative())
  .nullable()
  .catch(null);

/** No video is of the year 3000; beyond 9999 PostgreSQL and ISO 8601 part ways. */
const INSTANT_END = Date.UTC(3000, 0, 1);

/** A field that must be there for the item to be of any use: RFC 3339, from 1970 to 2999. */
export const instant = z
  .string()
  // Date.parse alone would take "1" for the year 2001.
  .regex(/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/)
  .transform((value, context): Instant => {
    const parsed = parseInstant(value);
    if (parsed !== null && parsed >= 0 && parsed < INSTANT_END) return parsed;
    context.addIssue("no instant");
    return z.NEVER;
  });

export const optionalInstant = instant.nullable().catch(null);

export const flag = z.boolean().nullable().catch(null);

/** A part of a resource (snippet, statistics …): `null` when it is absent or no object. */
export const part = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).nullable().catch(null);

const image = part({ url: z.string().regex(/^https?:\/\/[^\s"'<>]+$/) });

/**
 * The address of a thumbnail, or `null`. `medium` comes first: every video has it, it is 16:9 without bars, and the
 * other sizes of a video have the same address but for the name.
 */
export const thumbnail = part({ medium: image, high: image, default: image }).transform(
  (sizes) => (sizes?.medium ?? sizes?.high ?? sizes?.default)?.url ?? null,
);

import type { z } from "zod";
import type { ChannelId } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { WatchId } from "#domain/watch.ts";

/* What a caller writes and reads, told from the server's own schemas: types only, nothing of it is there at run time. */

/** A parameter as a caller gives it: instants as text or Date, ids as plain text, what may be repeated once or as a list. */
type Given<Value> = Value extends Instant
  ? string | Date
  : Value extends VideoId | ChannelId | WatchId
    ? string
    : Value extends readonly (infer Item)[]
      ? Given<Item> | readonly Given<Item>[]
      : Value;

/** The parameters of a query: optional where the server has a value of its own. */
export type Asked<Schema extends z.ZodType> = {
  readonly [Name in keyof z.input<Schema>]: Name extends keyof z.output<Schema> ? Given<z.output<Schema>[Name]> : never;
};

/** What the server answers. */
export type Answered<Schema extends z.ZodType> = z.output<Schema>;

/** What a body is written as. */
export type Written<Schema extends z.ZodType> = z.input<Schema>;

import { z } from "zod";
import { channelId, date, repeatable, watchId } from "#api/http/params.ts";
import type { ChannelId } from "#domain/channel.ts";
import { HOUR, stepOf } from "#domain/day-gain.ts";
import { parseDuration } from "#domain/duration-text.ts";
import { type AskedWindow, type InsightScope, lastHours, type Window } from "#domain/insight-scope.ts";
import { toIso } from "#domain/iso-time.ts";
import { between, days, hours, type Instant } from "#domain/time.ts";
import { type Format, foldTag } from "#domain/video.ts";
import type { WatchId } from "#domain/watch.ts";

/* Which videos an insight is about, and over which time: the same parameters for all of them. */

const tag = z
  .string()
  .max(500)
  .refine((text) => foldTag(text) !== "" && !text.includes("\0"), "must not be blank");

/** Which videos: those that pass all that is said. Spread it into a query's schema. */
export const scopeParams = {
  channel: repeatable(channelId, 100).meta({ description: "May be repeated: a set of channels." }),
  watch: watchId.optional().meta({ description: "Videos that this watch was ever shown." }),
  tag: tag.optional().meta({ description: "Videos that carry this tag, whole; case does not matter." }),
  category: repeatable(z.string().regex(/^\d{1,3}$/, "must be a category's number"), 50).meta({
    description: "A category by YouTube's number. May be repeated.",
    examples: ["10"],
  }),
  format: repeatable(z.enum(["long", "short", "live", "unknown"]), 4).meta({ description: "May be repeated." }),
};

interface ScopeQuery {
  readonly channel?: readonly ChannelId[] | undefined;
  readonly watch?: WatchId | undefined;
  readonly tag?: string | undefined;
  readonly category?: readonly string[] | undefined;
  readonly format?: readonly Format[] | undefined;
}

/** Each list by rising name and once, so that the same scope is the same question however it is written. */
export const scopeOf = ({ channel, watch, tag: text, category, format }: ScopeQuery): InsightScope => ({
  channels: unique(channel),
  watch: watch ?? null,
  tag: text === undefined ? null : foldTag(text),
  categories: unique(category),
  formats: unique(format),
});

const unique = <Text extends string>(texts: readonly Text[] | undefined): Text[] => [...new Set(texts)].toSorted();

/** Longer than this nobody compares, and no window is read as a whole. */
const WINDOW_MAX = days(366);

const span = z.string().refine((text) => {
  const length = parseDuration(text) ?? 0;
  return length >= hours(1) && length <= WINDOW_MAX;
}, "must be a length of time from 1h to 366d, like 24h, 7d or 28d");

/** Over which time: the last so long, up to the full hour, or from one instant to another. Spread it into a query's schema. */
export const windowParams = (usual: string) => ({
  window: span
    .optional()
    .meta({ description: `The last so long, up to the full hour; ${usual} where nothing is said.`, examples: [usual] }),
  from: date.optional().meta({ description: "Instead of `window`: its beginning, a full hour." }),
  to: date.optional().meta({ description: "Its end, which is not part of it; the full hour where it is not said." }),
});

interface WindowQuery {
  readonly window?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/** Refuses windows that say two things, or nothing that can be looked at. For `superRefine`. */
export function refuseOddWindows({ window, from, to }: WindowQuery, context: z.RefinementCtx): void {
  const issue = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
  if (window !== undefined && (from !== undefined || to !== undefined)) {
    issue("window", "says how long: leave out from and to");
  }
  if (to !== undefined && from === undefined) issue("from", "is needed where to is given");
  for (const [name, at] of [["from", from] as const, ["to", to] as const]) {
    if (at !== undefined && stepOf(at, HOUR) !== at) issue(name, "must be a full hour, or a date");
  }
  if (from === undefined || to === undefined) return;
  if (to <= from) issue("to", "must be later than from");
  if (between(from, to) > WINDOW_MAX) issue("to", "must be within 366 days of from");
}

/** The window that is asked for, or the usual one; `null` when it would begin in the future or be longer than a year. */
export function windowOf({ window, from, to }: WindowQuery, usual: string, now: Instant): Window | null {
  if (from === undefined) return lastHours(parseDuration(window ?? usual) ?? days(7), now);
  const until = to ?? stepOf(now, HOUR);
  return until > from && between(from, until) <= WINDOW_MAX ? { from, until } : null;
}

/** The window as it is asked for, of a query that `windowOf` found to have one. */
export const askedWindowOf = ({ window, from, to }: WindowQuery, usual: string): AskedWindow =>
  from === undefined ? { span: parseDuration(window ?? usual) ?? days(7) } : { from, until: to ?? null };

/** A scope and a window as answers repeat them, so that an answer says what it is about. */
export const scopeAnswer = z.strictObject({
  channels: z.array(z.string()),
  watch: z.string().nullable(),
  tag: z.string().nullable(),
  categories: z.array(z.string()),
  formats: z.array(z.string()),
});

export const windowAnswer = z.strictObject({
  from: z.iso.datetime({ precision: 3 }),
  to: z.iso.datetime({ precision: 3 }).meta({ description: "Not part of it." }),
});

export const scopeAsAnswered = ({ channels, watch, tag, categories, formats }: InsightScope) => ({
  ...{ channels: [...channels], watch, tag, categories: [...categories], formats: [...formats] },
});

export const windowAsAnswered = ({ from, until }: Window) => ({ from: toIso(from), to: toIso(until) });

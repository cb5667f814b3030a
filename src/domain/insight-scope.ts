import type { ChannelId } from "./channel.ts";
import { HOUR, stepOf } from "./day-gain.ts";
import { between, type Duration, type Instant, minus } from "./time.ts";
import type { Format } from "./video.ts";
import type { WatchId } from "./watch.ts";

/** The videos that an insight is about: those that pass all that is said. An empty list and `null` say nothing. */
export interface InsightScope {
  readonly channels: readonly ChannelId[];
  /** Those that this watch was ever shown. */
  readonly watch: WatchId | null;
  /** Folded. */
  readonly tag: string | null;
  readonly categories: readonly string[];
  readonly formats: readonly Format[];
}

/** Whether a scope says nothing, and so means all videos. */
export const isEverything = ({ channels, watch, tag, categories, formats }: InsightScope): boolean =>
  channels.length + categories.length + formats.length === 0 && watch === null && tag === null;

/** A span of time: from an instant on, until another, which is not part of it. */
export interface Window {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * The last so long, up to the hour that `now` lies in: what is asked twice within an hour has one answer, and hours of
 * rollups are whole.
 */
export function lastHours(span: Duration, now: Instant): Window {
  const until = stepOf(now, HOUR);
  return { from: minus(until, span), until };
}

/** The window of the same length that ends where this one begins. */
export const windowBefore = ({ from, until }: Window): Window => ({
  from: minus(from, between(from, until)),
  until: from,
});

/** A window as it is asked for: the last so long up to the full hour, or from an instant on, until another or (`null`) the full hour. */
export type AskedWindow = { readonly span: Duration } | { readonly from: Instant; readonly until: Instant | null };

/** The window that is meant at an instant. */
export const windowAt = (asked: AskedWindow, now: Instant): Window =>
  "span" in asked ? lastHours(asked.span, now) : { from: asked.from, until: asked.until ?? stepOf(now, HOUR) };

import type { ChartCall, SearchCall } from "#domain/call.ts";
import type { Instant } from "#domain/time.ts";

/** A page that could be read next. */
export interface WatchErrand {
  readonly at: Instant;
  readonly call: SearchCall | ChartCall;
  readonly why: string;
}

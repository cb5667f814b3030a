import type { Call } from "./call.ts";
import type { Instant } from "./time.ts";

/**
 * Three calls may be under way at once: one that samples, one that finds, and one that costs no units (a feed, the hub).
 * A slow description must not make a first hour late, nor a slow hub a description.
 */
export type Lane = "sampling" | "finding" | "free";

export const LANES: readonly Lane[] = ["sampling", "finding", "free"];

/** What a call is for; spending is shown by it. */
export type Purpose =
  | "milestone"
  | "curve"
  | "resolve"
  | "describe"
  | "discovery"
  | "subscription"
  | "backfill"
  | "refresh";

/** What comes next in a lane. */
export type Plan =
  | {
      readonly kind: "call";
      readonly at: Instant;
      readonly call: Call;
      readonly purpose: Purpose;
      readonly why: string;
    }
  /** Nothing to ask; look again at `at` (or when something changes). */
  | { readonly kind: "idle"; readonly at: Instant; readonly why: string };

import type { Call } from "./call.ts";
import type { Instant } from "./time.ts";

/**
 * Two calls may be under way at once: one that samples, one that finds. A slow description must not make a first
 * hour late.
 */
export type Lane = "sampling" | "finding";

export const LANES: readonly Lane[] = ["sampling", "finding"];

/** What a call is for; spending is shown by it. */
export type Purpose = "milestone" | "curve" | "resolve" | "describe" | "discovery" | "backfill" | "refresh";

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

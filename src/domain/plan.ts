import type { Call } from "./call.ts";
import type { Instant } from "./time.ts";

/**
 * Five calls may be under way at once: one that samples, one that finds, one that costs no units (a feed, the hub), one
 * that reads a watch, and one that explores for a discovery. A slow description must not make a first hour late, nor a slow
 * hub or search a description.
 */
export type Lane = "sampling" | "finding" | "free" | "watching" | "exploring";

export const LANES: readonly Lane[] = ["sampling", "finding", "free", "watching", "exploring"];

/** What a call is for; spending is shown by it. */
export type Purpose =
  /** A first hour, and whatever travels along. */
  | "firstHour"
  /** Later fixed ages only. */
  | "milestone"
  | "curve"
  | "resolve"
  | "describe"
  | "discovery"
  | "subscription"
  | "backfill"
  | "refresh"
  | "watch"
  /** For a discovery: a list read, or channels described. */
  | "explore"
  | "survey"
  | "keyTest";

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

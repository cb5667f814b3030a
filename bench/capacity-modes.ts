import type { Duration } from "#domain/time.ts";
import { minutes } from "#domain/time.ts";

/** How uploads are found, and how many channels one project is to carry that way. */
export interface CapacityMode {
  readonly mode: string;
  readonly goal: number;
  /** Whether a hub pushes: it loses some, which counts and feeds find. */
  readonly hub: boolean;
  /** Whether feeds are read, and whether they fail for three hours of every day, as they do in bad months. */
  readonly feeds: "none" | "sound" | "failing";
  /** How late the public video count shows an upload. */
  readonly countLag: Duration;
  /** Whether it runs only when it is named. */
  readonly apart?: true;
}

export const CAPACITY_MODES: readonly CapacityMode[] = [
  { mode: "push", goal: 57_000, hub: true, feeds: "failing", countLag: minutes(0) },
  { mode: "api", goal: 18_000, hub: false, feeds: "none", countLag: minutes(0) },
  { mode: "api-lag10", goal: 16_500, hub: false, feeds: "none", countLag: minutes(10) },
  { mode: "counts+rss", goal: 39_000, hub: false, feeds: "sound", countLag: minutes(0) },
  { mode: "counts+rss-lag10", goal: 32_000, hub: false, feeds: "sound", countLag: minutes(10) },
  // A page each for whatever is uploaded while feeds fail: this costs a tenth of the channels.
  { mode: "counts+rss-404", goal: 34_000, hub: false, feeds: "failing", countLag: minutes(0), apart: true },
];

/** What one project may spend a day of either bucket, unless Google granted it more. */
export const UNITS_PER_DAY = 10_000;

/** What success is: the share of first hours within three minutes, and samples a video in its 30 days. */
export const WITHIN_180S_LEAST = 0.95;
export const SAMPLES_LEAST = 24;

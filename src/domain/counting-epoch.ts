import { type Instant, instant } from "./time.ts";
import type { Format } from "./video.ts";

/** An instant at which YouTube changed what it counts as a view: figures on its two sides do not compare. */
export interface CountingEpoch {
  readonly at: Instant;
  /** The formats concerned; `null` = all. */
  readonly formats: readonly Format[] | null;
  readonly note: string;
}

/** Known changes, oldest first, by the revision history of the Data API. It names days: they are taken from 00:00 UTC. */
const COUNTING_EPOCHS: readonly CountingEpoch[] = [
  {
    at: instant(Date.UTC(2025, 2, 31)),
    formats: ["short"],
    note: "Shorts count a view whenever they start to play or replay, without a minimum time.",
  },
  {
    at: instant(Date.UTC(2026, 7, 24)),
    formats: null,
    note: "Every format counts a view as soon as playback starts, autoplay and hovering included.",
  },
];

/** The epochs that concern a format. A video of unknown format may be concerned by each. */
export const epochsOf = (format: Format): readonly CountingEpoch[] =>
  COUNTING_EPOCHS.filter((epoch) => epoch.formats === null || format === "unknown" || epoch.formats.includes(format));

/**
 * Under which definition a view of this format was counted at an instant: how many changes that concern the format had
 * happened by then. Figures of one format compare where this is equal.
 */
export const epochIndex = (format: Format, at: Instant): number =>
  epochsOf(format).filter((epoch) => epoch.at <= at).length;

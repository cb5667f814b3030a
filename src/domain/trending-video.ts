import type { Instant } from "./time.ts";

/** What is asked of a video: whether it takes off. */
export interface TrendingVideo {
  readonly id: string;
  readonly startAt: Instant | null;
  readonly capturedAt: Instant | null;
  readonly views: number | null;
  readonly gain1h: number | null;
  readonly gain24h: number | null;
  readonly gain7d: number | null;
  readonly velocity: number | null;
  /** The window of the velocity, in hours. */
  readonly velocityHours: number | null;
  readonly heat: number | null;
  readonly outlier: number | null;
  readonly outlierBasis: "age" | "lifetime" | null;
}

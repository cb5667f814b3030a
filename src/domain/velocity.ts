import { gain } from "./gain.ts";
import type { Reading } from "./snapshot.ts";
import { hours } from "./time.ts";

/** The windows that a velocity may be taken over, in hours, shortest first. */
export const VELOCITY_WINDOWS = [1, 6, 24, 168] as const;

type VelocityWindow = (typeof VELOCITY_WINDOWS)[number];

/** How fast a video moves: views per hour over the last so many hours before its last sample. */
export interface Velocity {
  /** Negative when views were taken back. */
  readonly viewsPerHour: number;
  readonly hours: VelocityWindow;
}

/**
 * Views per hour over the shortest window whose gain is known (docs/formulas/velocity.md): what is nearest to now that the
 * samples can tell. `null` when even the week's gain is unknown.
 *
 * @param readings as `gain` takes them.
 */
export function velocity(readings: readonly Reading[]): Velocity | null {
  for (const window of VELOCITY_WINDOWS) {
    const gained = gain(readings, hours(window));
    if (gained !== null) return { viewsPerHour: gained / window, hours: window };
  }
  return null;
}

import { type Duration, days, hours, milliseconds, minutes } from "#domain/time.ts";
import type { Upload } from "./planner-world.ts";

export const MONTH: Duration = days(30);

/** The age at which curves begin to be judged. */
export const JUDGED_FROM: Duration = minutes(10);

/** 120 ages, evenly spaced by their logarithm, from 10 min to 30 days. */
export const LOG_GRID: readonly Duration[] = Array.from({ length: 120 }, (_, i) =>
  milliseconds(JUDGED_FROM * (MONTH / JUDGED_FROM) ** (i / 119)),
);

/** 1 … 720 hours. */
export const HOURLY_GRID: readonly Duration[] = Array.from({ length: 720 }, (_, i) => hours(i + 1));

/** A video that is scored, with what its counter shows at every age of both grids. */
export interface Judged {
  readonly upload: Upload;
  readonly log: Float64Array;
  readonly hourly: Float64Array;
}

/** Asks every counter once: many policies are scored on the same truth. */
export const judgedOf = (upload: Upload): Judged => ({
  upload,
  log: Float64Array.from(LOG_GRID, upload.viewsAt),
  hourly: Float64Array.from(HOURLY_GRID, upload.viewsAt),
});

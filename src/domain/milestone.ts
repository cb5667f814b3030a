import { type Duration, days, hours, minutes } from "./time.ts";

/** The first hour: performance is measured by the views at this age. */
export const FIRST_HOUR: Duration = minutes(60);

/** The ages at which every video is sampled, youngest first, so that videos can be compared at equal age. */
export const MILESTONE_AGES: readonly Duration[] = [FIRST_HOUR, hours(24), days(7), days(30)];

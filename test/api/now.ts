import { type Instant, instant } from "#domain/time.ts";

/** The instant at which the seeded database is looked at. */
export const NOW: Instant = instant(Date.UTC(2026, 10, 20, 8, 30));

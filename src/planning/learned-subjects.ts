import { type Duration, type Instant, minutes } from "#domain/time.ts";
import type { Learned } from "#domain/tracked.ts";
import type { PlannerState } from "./state.ts";

/** How many minutes late the public video count shows an upload. */
export const COUNT_LAG = "count-lag";

/** What a look must promise, when the last went out, and from when on the next may. */
export const LOOK_PRICE = "look-price";

/** When a feed was read last. */
const FEED_READ = "feed-read";

/** The counter's lag as learned; none until something has been seen of it. */
export const countLag = (state: PlannerState): Duration => minutes(state.learned.get(COUNT_LAG)?.[0] ?? 0);

/** Whether looks are rationed: then units are too few to spend one where a feed may do a little later. */
export const isShort = (state: PlannerState): boolean => (state.learned.get(LOOK_PRICE)?.[0] ?? 0) > 0;

/** What is remembered of a feed read. */
export const feedRead = (at: Instant): Learned => ({ subject: FEED_READ, values: [at] });

export const feedReadAt = (state: PlannerState): Instant | null =>
  (state.learned.get(FEED_READ)?.[0] as Instant | undefined) ?? null;

/** When the hub was asked last, for whatever channel. */
const HUB_ASKED = "hub-asked";

/** What is remembered of a request to the hub. */
export const hubAsked = (at: Instant): Learned => ({ subject: HUB_ASKED, values: [at] });

export const hubAskedAt = (state: PlannerState): Instant | null =>
  (state.learned.get(HUB_ASKED)?.[0] as Instant | undefined) ?? null;

import { type Instant, instant } from "./time.ts";

/** YouTube's three daily buckets that concern us (docs/youtube-api.md). */
export type Bucket = "default" | "search" | "batch";

export const BUCKETS: readonly Bucket[] = ["default", "search", "batch"];

/** What a project may spend a day unless Google granted it more. */
export const BUCKET_UNITS_DEFAULT: Readonly<Record<Bucket, number>> = { default: 10_000, search: 100, batch: 10_000 };

/** The most ids one call carries: YouTube refuses more with `invalidFilters`. */
export const IDS_PER_CALL = 50;

/** A quota day: midnight to midnight in America/Los_Angeles, so 23 or 25 hours long twice a year. */
export interface QuotaDay {
  /** The Pacific calendar date, `YYYY-MM-DD`. */
  readonly day: string;
  readonly startsAt: Instant;
  readonly resetsAt: Instant;
}

const PACIFIC = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/Los_Angeles",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** The wall clock of Los Angeles at an instant, read as if it were UTC. */
function pacificWall(at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of PACIFIC.formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The instant at which the Pacific calendar date containing the wall time `wall` begins. */
function pacificMidnight(wall: number): Instant {
  const midnight = Math.floor(wall / 86_400_000) * 86_400_000;
  // Pacific time is 7 or 8 hours behind UTC, and never changes at midnight: one of the two fits.
  const guess = midnight + 8 * 3_600_000;
  return instant(pacificWall(guess) === midnight ? guess : guess - 3_600_000);
}

let remembered: QuotaDay | null = null;

/** The quota day that contains an instant. Formatting dates is slow, so the last answer is kept. */
export function quotaDay(now: Instant): QuotaDay {
  if (remembered && remembered.startsAt <= now && now < remembered.resetsAt) return remembered;
  const wall = pacificWall(now);
  const startsAt = pacificMidnight(wall);
  const resetsAt = pacificMidnight(Math.floor(wall / 86_400_000) * 86_400_000 + 86_400_000);
  remembered = { day: new Date(wall).toISOString().slice(0, 10), startsAt, resetsAt };
  return remembered;
}

/** What all usable projects together may still spend of a bucket in the current quota day. */
interface Budget {
  readonly limit: number;
  readonly used: number;
  /** Whose units these are; absent where nobody needs to know. */
  readonly shares?: readonly ProjectShare[];
}

/** One project's part of a bucket. */
export interface ProjectShare {
  readonly projectId: string;
  readonly limit: number;
  readonly used: number;
}

export interface Budgets extends Readonly<Record<Bucket, Budget>> {
  /** The projects that can pay for a test of a key today, whether or not any of their keys may be used; absent = all. */
  readonly testable?: ReadonlySet<string>;
}

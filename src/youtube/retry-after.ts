import { between, type Duration, days, type Instant, instant, seconds } from "#domain/time.ts";

/** Nobody may stop us for longer: a header of 10^9 seconds is a mistake, or worse. */
const LONGEST = days(1);

/** How long a `Retry-After` header (seconds, or a date) asks us to wait, at most a day; `null` without one. */
export function retryAfter(headers: Headers, now: Instant): Duration | null {
  const value = headers.get("retry-after")?.trim();
  if (!value) return null;
  const wait = /^\d+$/.test(value) ? seconds(Number(value)) : between(now, instant(Date.parse(value)));
  return Number.isNaN(wait) ? null : (Math.min(Math.max(wait, 0), LONGEST) as Duration);
}

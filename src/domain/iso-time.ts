import type { Instant } from "./time.ts";

/* Times as text and back, a page's hundreds and an export's millions: by days, which are few, and arithmetic within them. */

const DAY_MS = 86_400_000;

/** Some years of days. */
const DAYS_MAX = 5000;

/** Dates with the `T` behind them, by days since 1970. */
const dates = new Map<number, string>();

const padded = (count: number, digits: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => String(n).padStart(digits, "0"));
const TWO = padded(60, 2);
const THREE = padded(1000, 3);

/** RFC 3339 in UTC with milliseconds, as every answer of ours writes time. */
export function toIso(at: Instant): string {
  const whole = Math.trunc(at);
  const day = Math.floor(whole / DAY_MS);
  const rest = whole - day * DAY_MS;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${dateOf(day)}${TWO[Math.floor(minutes / 60)]}:${TWO[minutes % 60]}:${TWO[seconds % 60]}.${THREE[rest % 1000]}Z`;
}

function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, -"00:00:00.000Z".length);
  if (dates.size >= DAYS_MAX) dates.clear();
  dates.set(day, date);
  return date;
}

/** The beginnings of days, by their dates. */
const beginnings = new Map<string, number>();

/** A time in UTC as PostgreSQL writes it, `2026-11-20 08:30:00.123456+00`; what is smaller than a millisecond is left out. */
export function fromPostgres(text: string): number {
  if (!text.endsWith("+00") || text[10] !== " ") {
    return Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
  }
  const date = text.slice(0, 10);
  let day = beginnings.get(date);
  if (day === undefined) {
    day = Date.parse(`${date}T00:00:00Z`);
    if (beginnings.size >= DAYS_MAX) beginnings.clear();
    beginnings.set(date, day);
  }
  const seconds = numberAt(text, 11, 2) * 3600 + numberAt(text, 14, 2) * 60 + numberAt(text, 17, 2);
  const digits = text.length - "+00".length - 20;
  const fraction = digits <= 0 ? 0 : numberAt(text, 20, Math.min(3, digits)) * 10 ** (3 - Math.min(3, digits));
  return day + seconds * 1000 + fraction;
}

function numberAt(text: string, from: number, length: number): number {
  let number = 0;
  for (let i = from; i < from + length; i++) number = number * 10 + text.charCodeAt(i) - 0x30;
  return number;
}

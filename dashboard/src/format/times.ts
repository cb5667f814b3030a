import { LOCALE } from "./locale.ts";

/* Times, in the zone that the reader has chosen, and lengths of time. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Making one takes longer than drawing a row of a table with it. */
const writers = new Map<string, Intl.DateTimeFormat>();

/** 20 Nov 2026, 08:30 */
export function asTime(iso: string, zone: string): string {
  const known = writers.get(zone);
  const writer = known ?? new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short", timeZone: zone });
  if (!known) writers.set(zone, writer);
  return writer.format(Date.parse(iso));
}

/** A length of time by its two largest parts: 3 d 4 h, 12 min, 40 s. */
export function asLength(seconds: number): string {
  const s = Math.round(Math.abs(seconds));
  if (s < MINUTE) return `${s} s`;
  // Rounded first, so that no part of it is ever 60 min or 24 h.
  const min = Math.round(s / MINUTE);
  if (min < 60) return `${min} min`;
  if (min < 24 * 60) return joined(Math.floor(min / 60), "h", min % 60, "min");
  const h = Math.round(s / HOUR);
  return h < 14 * 24 ? joined(Math.floor(h / 24), "d", h % 24, "h") : `${Math.round(s / DAY)} d`;
}

const joined = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** “4 min ago”, “in 3 h”, “now”. */
export function asAgo(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (Math.abs(seconds) < 5) return "now";
  return seconds > 0 ? `${asLength(seconds)} ago` : `in ${asLength(seconds)}`;
}

/** 12:34, 1:02:03: as players show it. */
export function asDuration(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / HOUR), Math.floor((seconds % HOUR) / MINUTE), Math.floor(seconds % MINUTE)];
  const tail = `${h > 0 ? String(m).padStart(2, "0") : m}:${String(s).padStart(2, "0")}`;
  return h > 0 ? `${h}:${tail}` : tail;
}

/** 20 Nov 2026 */
export const asDay = (ms: number, zone: string): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeZone: zone }).format(ms);

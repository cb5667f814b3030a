import { type Duration, days, hours, minutes, seconds } from "./time.ts";

const UNITS: Readonly<Record<string, (n: number) => Duration>> = {
  s: seconds,
  m: minutes,
  h: hours,
  d: days,
  w: (n) => days(7 * n),
};

const DURATION = /^(\d{1,9}(?:\.\d{1,3})?)([smhdw])$/;

/** Reads what people write for a length of time: a number and s, m, h, d or w, as in `30m` or `1.5h`; else `null`. */
export function parseDuration(text: string): Duration | null {
  const [, number, unit] = DURATION.exec(text.trim()) ?? [];
  const inUnit = unit === undefined ? undefined : UNITS[unit];
  return inUnit ? inUnit(Number(number)) : null;
}

/** A length of time in words, in the largest unit that leaves no fraction worth telling: `30 min`, `1.5 h`, `2 days`. */
export function durationInWords(duration: Duration): string {
  if (duration < minutes(1)) return `${rounded(duration / seconds(1))} s`;
  if (duration < hours(1)) return `${rounded(duration / minutes(1))} min`;
  if (duration < days(2)) return `${rounded(duration / hours(1))} h`;
  return `${rounded(duration / days(1))} days`;
}

const rounded = (n: number): string => String(Math.round(n * 10) / 10);

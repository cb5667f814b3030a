/* How a curve is laid out: what runs across, and by which scale. */

/** What runs across: age since the start, linear or by its logarithm, or the date. */
export type Across = "age" | "logAge" | "date";

/** What is drawn upwards. */
export type Upwards = "views" | "likes" | "comments" | "velocity";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Nothing is younger than this on a logarithmic scale; videos are hardly ever sampled before. */
const YOUNGEST = 60;

/**
 * Where an age lies across: hours, the logarithm of hours, or the date in seconds since 1970; `null` where the scale has no
 * place for it.
 */
export function placeOfAge(ageSeconds: number, across: Across, startMs: number): number | null {
  switch (across) {
    case "age":
      return ageSeconds / HOUR;
    case "logAge":
      return ageSeconds < YOUNGEST ? null : Math.log10(ageSeconds / HOUR);
    case "date":
      return startMs / 1000 + ageSeconds;
  }
}

/** Ages at which people look. */
const MARKED = [
  [60, "1 min"],
  [600, "10 min"],
  [HOUR, "1 h"],
  [6 * HOUR, "6 h"],
  [DAY, "1 d"],
  [7 * DAY, "7 d"],
  [30 * DAY, "30 d"],
  [90 * DAY, "90 d"],
  [365 * DAY, "1 y"],
  [1825 * DAY, "5 y"],
  [7300 * DAY, "20 y"],
] as const;

/** The marks of a logarithmic scale of ages between two of its places. */
export const logAgeMarks = (min: number, max: number): number[] =>
  MARKED.map(([seconds]) => Math.log10(seconds / HOUR)).filter((place) => place >= min && place <= max);

/** Steps between marks that people count in: hours, then days. */
const STEPS = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 120, 240, 720, 1440, 4320, 8760, 17_520, 43_800];

/** More marks than these run into one another. */
const MARKS_MAX = 12;

/** The marks of a linear scale of ages, whose places are hours. */
export function ageMarks(min: number, max: number): number[] {
  const step = STEPS.find((hours) => (max - min) / hours <= MARKS_MAX) ?? 87_600;
  const first = Math.ceil(min / step);
  return Array.from({ length: Math.max(0, Math.floor(max / step) - first + 1) }, (_, place) => (first + place) * step);
}

/** An age at a place, as an axis says it. */
export function ageText(place: number, across: "age" | "logAge"): string {
  const seconds = Math.round((across === "age" ? place : 10 ** place) * HOUR);
  const marked = MARKED.find(([at]) => Math.abs(at - seconds) < 2);
  if (marked) return marked[1];
  if (seconds === 0) return "0";
  if (seconds < HOUR) return `${Math.round(seconds / 60)} min`;
  return seconds < 2 * DAY ? `${+(seconds / HOUR).toFixed(1)} h` : `${+(seconds / DAY).toFixed(1)} d`;
}

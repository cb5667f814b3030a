import { type Instant, instant } from "#domain/time.ts";
import type { Cell } from "./row.ts";

/** Whether 03/04/2026 is the third of April (`dmy`) or the fourth of March (`mdy`). */
export type DateOrder = "dmy" | "mdy";

const CLOCK = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?: ?([AaPp])\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?`;
/** Two formats alike: 2026-04-03T08:30:00Z and 2026-04-03 08:30:00.123456+00:00; a time without a zone is UTC. */
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${CLOCK}$`);
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})${CLOCK}$`);
/** Seconds, milliseconds or microseconds since 1970, by how many digits there are: from 1973 to 5138. */
const EPOCH = /^(\d{9,16})(\.\d+)?$/;

/** What a time may be: `ambiguous` = day and month could be either, and nobody said which. */
export type ReadTime = Instant | "ambiguous" | null;

/** An instant as collections write it; `null` when it is none, or a day that no calendar has. */
export function readTime(cell: Cell, order: DateOrder | null): ReadTime {
  if (typeof cell === "number") return sinceEpoch(cell);
  if (typeof cell !== "string") return null;
  const text = cell.trim();
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) {
    const [, year, month, day, ...clock] = yearFirst;
    return calendar(Number(year), Number(month), Number(day), clock);
  }
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast) {
    const [, first, separator, second, year, ...clock] = yearLast;
    const known = separator === "." ? "dmy" : (order ?? orderOf(Number(first), Number(second)));
    if (known === null) return "ambiguous";
    const [day, month] = known === "dmy" ? [first, second] : [second, first];
    return calendar(Number(year), Number(month), Number(day), clock);
  }
  const epoch = EPOCH.exec(text);
  return epoch ? sinceEpoch(Number(text)) : null;
}

/** What one date tells of the order; `null` = nothing. */
const orderOf = (first: number, second: number): DateOrder | null =>
  first > 12 ? "dmy" : second > 12 ? "mdy" : first === second ? "dmy" : null;

/** What the dates of a column tell of their order together; `null` = nothing, or each something else. */
export function guessOrder(cells: readonly Cell[]): DateOrder | null {
  const told = new Set<DateOrder>();
  for (const cell of cells) {
    const [, first, , second] = (typeof cell === "string" && YEAR_LAST.exec(cell.trim())) || [];
    if (first === undefined || first === second) continue;
    const order = orderOf(Number(first), Number(second));
    if (order !== null) told.add(order);
  }
  const [order = null] = told;
  return told.size === 1 ? order : null;
}

function sinceEpoch(value: number): Instant | null {
  if (!(value >= 1e8 && value < 1e16)) return null;
  return instant(Math.floor(value < 1e11 ? value * 1000 : value < 1e14 ? value : value / 1000));
}

function calendar(year: number, month: number, day: number, clock: readonly (string | undefined)[]): Instant | null {
  const [hour = "0", minute = "0", second = "0", fraction = "", half = "", zone = ""] = clock;
  let hours = Number(hour);
  if (half !== "") {
    if (hours < 1 || hours > 12) return null;
    hours = (hours % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  }
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const days = Date.UTC(year, month - 1, day);
  const date = new Date(days);
  // The 31st of June would run over into July.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const offset = offsetMinutes(zone);
  if (offset === null) return null;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return instant(days + ((hours * 60 + Number(minute) - offset) * 60 + Number(second)) * 1000 + milliseconds);
}

function offsetMinutes(zone: string): number | null {
  const [, sign, hours, minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  if (Number(hours) > 14 || Number(minutes) > 59) return null;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

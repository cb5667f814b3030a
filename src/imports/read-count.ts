import type { Cell } from "./row.ts";

/** How collections write that they do not know. */
const UNKNOWN = new Set(["", "na", "n/a", "nan", "null", "none", "nil", "-", "\\n", "<na>", "undefined"]);

/** Digits in groups of three, apart by commas, spaces or apostrophes; by dots only where two or more show what they are. */
const GROUPED = /^\d{1,3}(?:(?:,\d{3})+|(?:[ \u00a0\u202f'’]\d{3})+|(?:\.\d{3}){2,})$/;

/**
 * A counter: a whole number, also written as 21.0, 2.1e6 or 1,234; `null` where the collection says that it does not know.
 * `undefined` when it is none: negative, broken, rounded to 1.2K, or beyond 2^53.
 */
export function readCount(cell: Cell): number | null | undefined {
  if (cell === null) return null;
  if (typeof cell === "number") return Number.isNaN(cell) ? null : whole(cell);
  if (typeof cell !== "string") return undefined;
  if (/^\d{1,15}$/.test(cell)) return Number(cell);
  const text = cell.trim();
  if (UNKNOWN.has(text.toLowerCase())) return null;
  if (GROUPED.test(text)) return whole(Number(text.replaceAll(/\D/g, "")));
  return /^\d+(?:\.\d*)?(?:e\+?\d{1,2})?$/i.test(text) ? whole(Number(text)) : undefined;
}

const whole = (value: number): number | undefined => (Number.isSafeInteger(value) && value >= 0 ? value : undefined);

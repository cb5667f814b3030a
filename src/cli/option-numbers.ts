import { InvalidArgumentError } from "commander";
import { LIMIT_MOST } from "#domain/project.ts";

/*
 * What options take as numbers. Each refuses with a sentence that says what would do.
 */

export const whole = (text: string): number => within(text, 0, Number.MAX_SAFE_INTEGER, "a whole number, 0 or more");

/** Every virtual day and channel takes memory; beyond these a run would end for want of it, after hours. */
export const days = (text: string): number => within(text, 0.001, 3_650, "a number of days up to 3650");
export const channels = (text: string): number => within(text, 1, 100_000, "a whole number from 1 to 100000");

/** What is printed at once; exports are for more. */
export const rows = (text: string): number => within(text, 1, 10_000, "a whole number from 1 to 10000");

export const port = (text: string): number => within(text, 0, 65_535, "a whole number from 0 to 65535");

/** The API takes the same. */
export const weight = (text: string): number => within(text, 0.01, 100, "a number from 0.01 to 100");

/** Units a day; the API takes the same. */
export const units = (text: string): number => within(text, 0, LIMIT_MOST, `a whole number from 0 to ${LIMIT_MOST}`);

function within(text: string, min: number, max: number, wanted: string): number {
  const n = text.trim() === "" ? Number.NaN : Number(text);
  const fits = n >= min && n <= max && (Number.isInteger(n) || !wanted.startsWith("a whole"));
  if (!fits) throw new InvalidArgumentError(`It must be ${wanted}.`);
  return n;
}
